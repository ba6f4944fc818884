"""Who asks, and what they may see and do.

:mod:`~jira_app.access.person` is who, :mod:`~jira_app.access.visit` is one request by them,
:mod:`~jira_app.access.authority` is what Jira lets them see.
"""

from jira_app.access.authority import Authority, Permission
from jira_app.access.person import Person, Role
from jira_app.access.visit import Visit, allowed, need, need_issue, person, visit

__all__ = [
    "Authority",
    "Permission",
    "Person",
    "Role",
    "Visit",
    "allowed",
    "need",
    "need_issue",
    "person",
    "visit",
]
