"""What Jira shows of an issue: from how it stands to what has to be written, or nothing.

Pure, but for :mod:`~jira_app.display.reading`. :mod:`~jira_app.display.plan` compares,
:mod:`~jira_app.display.value` writes the entity property, :mod:`~jira_app.display.notes` the
comments, :mod:`~jira_app.display.changes` is what goes out.
"""

from jira_app.display.changes import Changes, Note, RemoteLink
from jira_app.display.plan import plan
from jira_app.display.sight import Sight
from jira_app.display.value import PROPERTY

__all__ = ["PROPERTY", "Changes", "Note", "RemoteLink", "Sight", "plan"]
