"""The worker: takes hints, looks at the issues again, and tells Jira what changed.

:mod:`~jira_app.worker.steps` does the work of one issue (:mod:`~jira_app.worker.look`,
:mod:`~jira_app.worker.tell`), :mod:`~jira_app.worker.worker` goes from
issue to issue, :mod:`~jira_app.worker.patience` decides what becomes of refusals.
"""

from jira_app.worker.desk import Desk, Jira
from jira_app.worker.patience import Limits, after
from jira_app.worker.worker import Worker

__all__ = ["Desk", "Jira", "Limits", "Worker", "after"]
