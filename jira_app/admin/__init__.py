"""What administrators look after: projects, people, secrets, dead letters, health.

Every change goes into one chain of the history, under the name :data:`CHAIN` in the place of an
issue's key, with who made it. :mod:`~jira_app.admin.routes` answers requests;
:mod:`~jira_app.admin.projects`, :mod:`~jira_app.admin.people` and
:mod:`~jira_app.admin.letters` change things, :mod:`~jira_app.admin.health` and
:mod:`~jira_app.admin.secrets` only look.
"""

from jira_app.admin.record import CHAIN
from jira_app.admin.routes import admin
from jira_app.admin.secrets import Secret, secrets_of

__all__ = ["CHAIN", "Secret", "admin", "secrets_of"]
