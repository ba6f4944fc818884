"""``fairgate jira``: try, check and look after the connection to Jira."""

from __future__ import annotations

import click

from jira_app.commands.audit import audit
from jira_app.commands.person import person
from jira_app.commands.retention import retention
from jira_app.commands.smoke import smoke
from jira_app.commands.token import token
from jira_app.commands.twin import twin


@click.group()
def jira() -> None:
    """Try, check and look after the connection to Jira."""


for command in (twin, smoke, token, audit, person, retention):
    jira.add_command(command)
