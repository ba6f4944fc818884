"""Where an issue stands, and whether it may go on.

:mod:`~jira_app.standing.reading` reads what is known from the store,
:mod:`~jira_app.standing.decision` decides by that alone.
"""

from jira_app.standing.decision import Decision, decide
from jira_app.standing.reading import read_standing
from jira_app.standing.reason import Reason
from jira_app.standing.standing import Acceptance, Rollout, Standing

__all__ = [
    "Acceptance",
    "Decision",
    "Reason",
    "Rollout",
    "Standing",
    "decide",
    "read_standing",
]
