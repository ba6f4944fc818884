"""Telling everybody: log, annotations, summary, outputs, comment, and the app.

Read in this order: :mod:`~ci_actions.publish.body` (what people read),
:mod:`~ci_actions.publish.places` (where it goes), :mod:`~ci_actions.publish.sticky` (one
comment, never two), :mod:`~ci_actions.publish.report` (commenting for a fork, afterwards).
"""

from ci_actions.publish.places import publish
from ci_actions.publish.surroundings import Surroundings

__all__ = ["Surroundings", "publish"]
