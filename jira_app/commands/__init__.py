"""Commands that the app adds to ``fairgate``; the entry points in pyproject.toml name them.

What is imported here is light: each command loads what it needs when it is called. So a
missing extra is noticed here, where ``fairgate`` says what to install.
"""

from importlib.util import find_spec

from jira_app.commands.jira import jira
from jira_app.commands.letters import dead_letters
from jira_app.commands.serve import serve

for needed in ("flask", "waitress", "sqlalchemy", "alembic", "atlassian"):
    if find_spec(needed) is None:
        raise ModuleNotFoundError(name=needed)

jira.add_command(dead_letters)

__all__ = ["jira", "serve"]
