"""``fairgate jira``: try, check and look after the connection to Jira."""

from __future__ import annotations

import click

from jira_app.commands.smoke import smoke
from jira_app.commands.twin import twin


@click.group()
def jira() -> None:
    """Try, check and look after the connection to Jira."""


jira.add_command(twin)
jira.add_command(smoke)
