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
from jira_app.jira.values import Comment, Field, Hit, Issue, Server, Transition, User

__all__ = [
    "ONCE",
    "Comment",
    "Field",
    "Hit",
    "Issue",
    "JiraClient",
    "JiraError",
    "JiraSite",
    "Pace",
    "Patience",
    "Server",
    "Transition",
    "User",
    "issue_key",
    "to_adf",
    "to_text",
]
