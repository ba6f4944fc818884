"""``fairgate assess``: an impact assessment, from answers or in conversation."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from fairgate.assessment.assess import Result, assess
from fairgate.assessment.interview import Interview
from fairgate.assessment.policy import policy_text
from fairgate.assessment.reading import read_template
from fairgate.assessment.template import Template
from fairgate.assessment.values import Answers, Value
from fairgate.assessment.writing import answers_text
from fairgate.checklist import open_library
from fairgate.cli.given import Given, dated, given_in, report, with_verdict
from fairgate.cli.options import one_line
from fairgate.cli.terminal import wants_colour, width, write
from fairgate.content import ContentFile
from fairgate.errors import UserError
from fairgate.files import write_all
from fairgate.report.safe import printable

MAX_SUBJECT = 80


@click.command(
    name="assess",
    epilog="""\b
Exit codes:
  0  assessed, whatever the level; missing answers are listed
  2  the request or a file is wrong; nothing is written

\b
Examples:
  fairgate assess preflight --ask --save answers.yaml
  fairgate assess preflight --answers answers.yaml --format json
  fairgate assess preflight --answers answers.yaml \\
      --policy-out fairgate.yaml
  fairgate assess ours.yaml --answers old.yaml --rescore
  fairgate assess eu-fria --answers a.yaml --format html --out a.html
  fairgate assess nyc-ll144 --verdict verdict.json --save audit.yaml
""",
)
@click.argument("template")
@click.option("--answers", "answers_file", metavar="FILE", help="Answers, YAML; - reads stdin.")
@click.option("--ask", is_flag=True, help="Go through the questions here, in the terminal.")
@click.option("--save", metavar="FILE", help="Keep answers here; with --ask, go on from them.")
@click.option("--verdict", metavar="FILE", help="A verdict, JSON, that fills in nyc-ll144.")
@click.option("--subject", metavar="TEXT", callback=one_line, help="What is assessed.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown", "json", "adf", "html")),
    default="text",
    show_default=True,
    help="How the result is written; adf (Jira) and html have every answer.",
)
@click.option("--whole", is_flag=True, help="Every answer in text and markdown, too.")
@click.option("--out", metavar="FILE", help="Write the result here, not to standard output.")
@click.option("--policy-out", metavar="FILE", help="Write the policy that this decision needs.")
@click.option("--rescore", is_flag=True, help="Score answers to another major version anew.")
@click.option(
    "--content",
    "own",
    metavar="DIR",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A folder of your own templates; may be repeated.",
)
@click.pass_context
def assess_command(
    ctx: click.Context,
    *,
    template: str,
    answers_file: str | None,
    ask: bool,
    save: str | None,
    verdict: str | None,
    subject: str | None,
    format_: str,
    whole: bool,
    out: str | None,
    policy_out: str | None,
    rescore: bool,
    own: tuple[Path, ...],
) -> None:
    """Assess what a change may do to people: its level, why, and what it asks for.

    TEMPLATE is the name of a form, such as preflight, or a YAML file. Unanswered is unknown,
    never no risk: the level is then "at least", and what is missing is listed.
    """
    if not (answers_file or ask or verdict):
        raise click.UsageError("Say --answers FILE, or --ask to be asked.", ctx=ctx)
    start = answers_file or (save if ask and save and Path(save).exists() else None)
    _keep(start, save, policy_out)
    _apart(out, (answers_file, save, policy_out, verdict))
    file = read_template(template, own)
    given = given_in(file, start, rescore=rescore) if start else Given(Answers())
    if subject:
        given = replace(given, answers=replace(given.answers, subject=subject))
    if verdict:
        given = with_verdict(file.content, given, verdict)
    if ask:
        given = replace(given, answers=_ask(file, given.answers, save, own))
    result = assess(file.content, given.answers.values)
    named = replace(given.answers, subject=_subject(given.answers, file.content))
    outputs = [(policy_out, policy_text(result, named))] if policy_out else []
    if save:
        outputs.append((save, _saved(file, given.answers, result)))
    given = dated(file.content, given, datetime.now(UTC).date())
    text = report(file, result, named, given, format_, whole=whole)
    outputs += [(out, text)] if out else []
    write_all((path, each.encode()) for path, each in outputs)
    if not out:
        write(text)
    for path in filter(None, (policy_out, out)):
        click.echo(f"Wrote {printable(path)}.", err=True)


def _keep(start: str | None, save: str | None, policy_out: str | None) -> None:
    """Write over nothing that was not read."""
    for path in (save, policy_out):
        same = path and start and Path(path).resolve() == Path(start).resolve()
        if path and Path(path).exists() and not (same and path == save):
            raise UserError("this file is there already", "name another file", file=path)
    if save and policy_out and Path(save).resolve() == Path(policy_out).resolve():
        raise UserError("answers and policy would go to one file", "name two", file=save)


def _apart(out: str | None, others: Iterable[str | None]) -> None:
    """Keep the result away from what was read or is written beside it."""
    taken = {Path(other).resolve() for other in others if other}
    if out and Path(out).resolve() in taken:
        raise UserError("this file is used already", "name another --out", file=out)


def _ask(
    file: ContentFile[Template], start: Answers, save: str | None, own: Sequence[Path]
) -> Answers:
    """Go through the questions; what was answered is on the disk whatever happens."""

    def kept(values: Mapping[str, Value]) -> None:
        if save:
            text = answers_text(replace(start, values=values), file.content, file.digest)
            write_all([(save, text.encode())])

    talk = _Terminal()
    talk.say(f"{file.content.title}, about {file.content.minutes} minutes at most.", strong=True)
    with _saved_hint(save):
        values = Interview(file.content, talk, kept, dict(start.values), _cases(own)).run()
    talk.say("")
    return replace(start, values=values)


def _cases(own: Sequence[Path]) -> Callable[[str], Iterable[str]]:
    """Tell what happened elsewhere, by question; read when somebody first wants to know."""

    def beside(question: str) -> Iterator[str]:
        for case in open_library(own, kinds=["cases"]).cases.get(question, ()):
            yield f"It happened: {case.title} ({case.year}). {case.text} {case.lesson}"

    return beside


@contextmanager
def _saved_hint(save: str | None) -> Iterator[None]:
    try:
        yield
    except (click.Abort, KeyboardInterrupt, EOFError):
        kept = f"Answers are in {printable(save)}; the same command goes on." if save else ""
        click.echo(f"\n{kept or 'Nothing is kept: --save FILE would.'}", err=True)
        raise


class _Terminal:
    """The person at the terminal: talk goes to stderr, so that stdout holds the result."""

    def say(self, text: str, *, strong: bool = False) -> None:
        """Show a line, wrapped."""
        hang = " " * (len(text) - len(text.lstrip())) + ("   " if text[:1] == " " else "")
        lines = textwrap.wrap(
            printable(text), min(width(), 100), subsequent_indent=hang, break_on_hyphens=False
        )
        shown = "\n".join(lines)
        bold = strong and wants_colour(sys.stderr)
        click.echo(click.style(shown, bold=True) if bold else shown, err=True)

    def ask(self, prompt: str) -> str:
        """Hear a line; ends the command where input ends."""
        shown = f"{printable(prompt)}: "
        if sys.stdin.isatty() and sys.stdout.isatty():
            with suppress(ImportError):
                import readline  # noqa: F401, PLC0415 - arrow keys, where the system has them
            said = input(shown)
        else:
            click.echo(shown, nl=False, err=True)
            said = input()
        return said.encode("utf-8", "replace").decode()


def _subject(answers: Answers, template: Template) -> str:
    """What is assessed: as said, or the first words that were written."""
    first = next((q.id for q in template.by_id.values() if q.kind == "text"), "")
    words = answers.subject or answers.values.get(first)
    line = " ".join(words.split()) if isinstance(words, str) else ""
    return line if len(line) <= MAX_SUBJECT else f"{line[: MAX_SUBJECT - 3].rstrip()}..."


def _saved(file: ContentFile[Template], answers: Answers, result: Result) -> str:
    return answers_text(answers, file.content, file.digest, result.level)
