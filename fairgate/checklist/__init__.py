"""Checklists, research rails and cases: read, checked across files, shown, exchanged.

:mod:`~fairgate.checklist.models` and :mod:`~fairgate.checklist.research` say what the files
hold, :mod:`~fairgate.checklist.library` reads all of them, :mod:`~fairgate.checklist.quotas`
counts recruitment, :mod:`~fairgate.checklist.pages` makes documents of them.
"""

from fairgate.checklist.library import Library, open_library
from fairgate.checklist.models import Case, Cases, Check, Checklist, Section
from fairgate.checklist.research import Quota, Research

__all__ = [
    "Case",
    "Cases",
    "Check",
    "Checklist",
    "Library",
    "Quota",
    "Research",
    "Section",
    "open_library",
]
