"""A small static accessibility checker: what can be told from HTML and its styles alone.

It knows a few success criteria of WCAG 2.2 well enough for an exercise; it is no audit. What
needs a browser (focus order, what scripts change, images behind text) it does not judge.
:mod:`~fairgate.training.page.tree` parses, :mod:`~fairgate.training.page.css` and
:mod:`~fairgate.training.page.style` say what things look like, :mod:`~fairgate.training.page.names`
what they are called, and :mod:`~fairgate.training.page.rules` finds barriers.
"""

from fairgate.training.page.barriers import Barrier
from fairgate.training.page.rules import RULES, barriers

__all__ = ["RULES", "Barrier", "barriers"]
