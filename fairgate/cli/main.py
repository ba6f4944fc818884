"""``fairgate``: the commands, and what becomes of their errors."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import click

from fairgate import __version__
from fairgate.cli.lazy import LazyGroup
from fairgate.cli.terminal import flush, give_up_stdout
from fairgate.errors import UserError, UserErrors
from fairgate.files import user_error

COMMANDS = {
    "demo": ("fairgate.cli.demo:demo", "Tell the whole story on real mortgage data."),
    "init": ("fairgate.cli.init:init", "Write a policy that your data can answer."),
    "check": ("fairgate.cli.check:check", "Judge predictions by a policy."),
    "plan": ("fairgate.cli.plan:plan", "Say how many rows a policy needs."),
    "triage": (
        "fairgate.cli.triage:triage",
        "Say which backlog items need an assessment, and why.",
    ),
    "assess": ("fairgate.cli.assess:assess_command", "Assess what a change may do to people."),
    "rank": ("fairgate.cli.rank:rank", "Say how fair, diverse and stable a ranking is."),
    "keygen": ("fairgate.cli.keygen:keygen", "Make a key pair that signs evidence."),
    "verify": ("fairgate.cli.verify:verify", "Check evidence and judge it again."),
    "checklist": (
        "fairgate.cli.checklist:checklist",
        "Show and check content: checklists, rails, cases.",
    ),
    "train": (
        "fairgate.cli.train.group:train",
        "Learn, teach and write training modules.",
    ),
    "flag": (
        "fairgate.cli.flag.group:flag",
        "Open feature flags only as far as evidence allows.",
    ),
}
"""Name: where it is, and one line for the help."""

SUMMARIES = {
    "jira_app.commands:jira": "Check the connection to Jira; try it without one.",
    "jira_app.commands:serve": "Serve the Jira app: triage on arrival.",
}
"""The same for the house's own plugins, by their entry point."""

BROKEN_PIPE = 141
INTERRUPTED = 130


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    summaries=SUMMARIES,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
To begin:
  fairgate init --data predictions.csv
  fairgate check --policy fairgate.yaml

\b
Exit codes:
  0  pass, with or without warnings
  3  fail: a promise is demonstrably broken
  4  unknown: the data cannot tell, so somebody has to look
  2  the request or a file is wrong; nothing is written
""",
)
@click.version_option(__version__, prog_name="fairgate", message="%(prog)s %(version)s")
def cli() -> None:
    """Judge a model's predictions by a written promise of fairness."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    A mistake of the user's is one line each on stderr and code 2, never a traceback.
    Anything else that goes wrong is a bug: it keeps its traceback and Python's code 1.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if os.environ.get("_FAIRGATE_COMPLETE"):
        return _complete(os.environ["_FAIRGATE_COMPLETE"])
    try:
        code = _run(given)
        flush()
    except (UserError, UserErrors, click.ClickException) as error:
        return _refuse(error)
    except BrokenPipeError:  # nobody reads on, as in `fairgate --help | head -1`
        give_up_stdout()
        return BROKEN_PIPE
    except OSError as error:
        if error.errno != errno.ENOSPC or error.filename is not None:
            raise
        give_up_stdout()  # all other files are written by fairgate.files
        return _refuse(user_error(error, "standard output", "write to"))
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    return code


def _run(arguments: list[str]) -> int:
    try:
        with cli.make_context("fairgate", arguments) as context:
            cli.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return 0


def _complete(instruction: str) -> int:
    from click.shell_completion import shell_complete  # noqa: PLC0415 - for shells only

    return shell_complete(cli, {}, "fairgate", "_FAIRGATE_COMPLETE", instruction)


def _refuse(error: UserError | UserErrors | click.ClickException) -> int:
    """Say what is wrong, a line each."""
    if isinstance(error, click.ClickException):
        error.show()
    else:
        for each in error.errors if isinstance(error, UserErrors) else [error]:
            click.echo(f"error: {each}", err=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())
