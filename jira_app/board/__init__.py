"""The risk board: which issues may touch people unequally, and what stands in their way.

:mod:`~jira_app.board.query` reads what one person may see, in a handful of statements however
many issues there are; :mod:`~jira_app.board.line` is one issue of it; filters, matrix, sheet
and trend are made from those lines, so none of them can show what the person may not.
:mod:`~jira_app.board.acceptance` takes risks on, :mod:`~jira_app.board.routes` answers requests.
"""

from jira_app.board.routes import board

__all__ = ["board"]
