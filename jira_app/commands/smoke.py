"""``fairgate jira smoke``: one round on a live site, as a table."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable

import click

from fairgate.errors import UserError


@click.command("smoke")
@click.option("--issue", required=True, metavar="KEY", help="An issue made for trying things.")
@click.option(
    "--refused",
    default="",
    metavar="ID",
    help="Id of a transition that a rule of the workflow has to refuse.",
)
def smoke(*, issue: str, refused: str) -> None:
    """Check address, token, permissions and behaviour of a live Jira.

    It leaves one comment on the issue, once, and nothing else. The site and the account are those
    of FAIRGATE_JIRA_URL, FAIRGATE_JIRA_TOKEN and FAIRGATE_JIRA_EMAIL.
    """
    from jira_app.jira import JiraClient, JiraError, issue_key  # noqa: PLC0415 - when called
    from jira_app.jira.smoke import go_round  # noqa: PLC0415
    from jira_app.settings import JIRA_URL, read_settings  # noqa: PLC0415

    site = read_settings(os.environ, None).site
    if site is None:
        raise UserError("there is no Jira to check", "set it", place=JIRA_URL)
    try:
        issue_key(issue)
    except JiraError as error:
        raise UserError(error.message, "give an issue's key", place="--issue") from None
    client = JiraClient(site)
    bad = 0
    for check in go_round(client, issue, refused, uuid.uuid4().hex):
        click.echo(_line((check.outcome, check.name, check.found)))
        bad += check.outcome == "failed"
    if bad:
        noun = "check" if bad == 1 else "checks"
        raise UserError(f"{bad} {noun} failed", "see above", place=site.url)


def _line(cells: Iterable[str]) -> str:
    from fairgate.report.safe import printable  # noqa: PLC0415

    outcome, name, found = map(printable, cells)
    return f"{outcome:8} {name:20} {found}"
