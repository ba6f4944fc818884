"""Jira's REST API, as far as the app needs it; nothing else here talks to Jira.

>>> from jira_app.jira import JiraClient, JiraSite
>>> site = JiraSite("https://example.atlassian.net", "secret", email="app@example.org")
>>> client = JiraClient(site)
"""

from jira_app.jira.adf import to_adf, to_text
from jira_app.jira.client import JiraClient
from jira_app.jira.errors import JiraError
from jira_app.jira.keys import issue_key
from jira_app.jira.retry import ONCE, Patience
from jira_app.jira.site import JiraSite
from jira_app.jira.transport import Pace
from jira_app.jira.values import (
    Account,
    Comment,
    Field,
    Hit,
    Issue,
    Move,
    Server,
    Trail,
    Transition,
    User,
)

__all__ = [
    "ONCE",
    "Account",
    "Comment",
    "Field",
    "Hit",
    "Issue",
    "JiraClient",
    "JiraError",
    "JiraSite",
    "Move",
    "Pace",
    "Patience",
    "Server",
    "Trail",
    "Transition",
    "User",
    "issue_key",
    "to_adf",
    "to_text",
]
