"""``fairgate jira twin``: a stand-in for Jira, to try the app with."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Literal

import click

from fairgate.errors import UserError

if TYPE_CHECKING:
    from jira_app.twin import JiraTwin

HASTE = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each retry of a webhook: Jira waits minutes, who tries things does not."""

PROJECT = r"[A-Z][A-Z0-9_]+"


def _projects(_: click.Context, __: click.Parameter, text: str) -> tuple[str, ...]:
    import re  # noqa: PLC0415 - only when called

    keys = tuple(dict.fromkeys(key.strip() for key in text.split(",") if key.strip()))
    wrong = [key for key in keys if not re.fullmatch(PROJECT, key)]
    if wrong or not keys:
        raise click.BadParameter("expected keys of capital letters, as in ED,LOAN")
    return keys


@click.command("twin")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8090,
    show_default=True,
    help="Port on this machine; 0 takes a free one.",
)
@click.option(
    "--projects",
    default="ED",
    show_default=True,
    callback=_projects,
    help="Keys of its projects, with commas.",
)
@click.option(
    "--deployment",
    type=click.Choice(["cloud", "data-center"]),
    default="cloud",
    show_default=True,
    help="Which Jira to play.",
)
@click.option("--webhook", default="", metavar="URL", help="Tell this address what happens.")
@click.option("--secret", default="", help="Sign what it is told with this secret.")
def twin(
    *, port: int, projects: tuple[str, ...], deployment: str, webhook: str, secret: str
) -> None:
    """Play Jira on this machine, in memory, until interrupted.

    Real tools can talk to it: it speaks Jira's REST API, keeps issues, comments and properties,
    and sends webhooks. What it does not play it answers with 501, by name.
    """
    from jira_app.twin import JiraTwin, Manners, Plan  # noqa: PLC0415 - Flask, only when called
    from jira_app.twin.seed import ruled_steps  # noqa: PLC0415

    which: Literal["Cloud", "Server"] = "Cloud" if deployment == "cloud" else "Server"
    version = "1001.0.0-SNAPSHOT" if which == "Cloud" else "10.3.0"
    plan = Plan(
        projects=projects,
        steps=ruled_steps(),
        deployment=which,
        version=version,
        manners=Manners(retries=HASTE),
    )
    made = JiraTwin(plan, port)
    try:
        made.start()
    except OSError as error:
        problem = f"port {port} cannot be opened: {error.strerror}"
        raise UserError(problem, "give another one, or 0", place="--port") from None
    try:
        if webhook:
            _listen(made, webhook, secret)
        issue = made.create_issue(projects[0], "Score loan applicants by postcode")
        click.echo(_words(made, issue.key, which))
        _wait()
    finally:
        made.stop()


def _listen(made: JiraTwin, webhook: str, secret: str) -> None:
    from jira_app.twin.refusal import Refusal  # noqa: PLC0415

    try:
        made.add_webhook(webhook, secret)
    except Refusal as error:
        cure = "give it as http://127.0.0.1:8080/webhooks/jira"
        raise UserError(error.message, cure, place="--webhook") from None


def _words(made: JiraTwin, key: str, deployment: str) -> str:
    """Say where it is, who is there, and what to try."""
    accounts = [
        f"  {account.name:12} {account.email:24} {account.token}" for account in made.site.accounts
    ]
    cloud = deployment == "Cloud"
    login = "-u ann@example.org:ann-token" if cloud else "-H 'Authorization: Bearer ann-token'"
    version = 3 if cloud else 2
    email = ["  export FAIRGATE_JIRA_EMAIL=fairgate@example.org"] if cloud else []
    return "\n".join(
        [
            f"Jira's twin ({deployment}) answers at {made.url}",
            "",
            "  account      e-mail                   token",
            *accounts,
            "",
            "To try it:",
            f"  curl {login} {made.url}/rest/api/{version}/issue/{key}",
            f"  curl {made.url}/twin/",
            "",
            "For the app:",
            f"  export FAIRGATE_JIRA_URL={made.url}",
            *email,
            "  export FAIRGATE_JIRA_TOKEN=app-token",
            f"  fairgate jira smoke --issue {key} --refused 41",
            "",
            "Everything is in memory. Ctrl-C ends it.",
        ]
    )


def _wait() -> None:
    """Wait for Ctrl-C or a polite end."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
