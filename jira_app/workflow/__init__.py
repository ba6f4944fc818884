"""The gate in Jira's workflow: statuses that an issue may only come into while its gate is open.

:mod:`~jira_app.workflow.expressions` is what Jira itself asks (preventive, on Forge);
:mod:`~jira_app.workflow.breach` decides what becomes of a move that nobody prevented (detective,
in any Jira), :mod:`~jira_app.workflow.memory` is what it goes by,
:mod:`~jira_app.workflow.putting_back` does it, :mod:`~jira_app.workflow.words` says it.
"""

from jira_app.workflow.breach import Finding, judge
from jira_app.workflow.memory import Memory
from jira_app.workflow.putting_back import REVERT, Back

__all__ = ["REVERT", "Back", "Finding", "Memory", "judge"]
