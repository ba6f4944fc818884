"""Commands that the app adds to ``fairgate``; the entry points in pyproject.toml name them.

What is imported here is light: each command loads what it needs when it is called.
"""

from jira_app.commands.jira import jira
from jira_app.commands.letters import dead_letters
from jira_app.commands.serve import serve

jira.add_command(dead_letters)

__all__ = ["jira", "serve"]
