"""Triage: which backlog items may touch people unequally, at which level, and why.

:mod:`~fairgate.triage.signalfile` reads signals, :mod:`~fairgate.triage.spotter` finds them,
:mod:`~fairgate.triage.features` describes an item by them, :mod:`~fairgate.triage.weights`
adds up, :mod:`~fairgate.triage.flag` answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fairgate.triage.flag import Reason, RiskFlag, Triage
from fairgate.triage.items import Item, parse_items
from fairgate.triage.signalfile import read_signals
from fairgate.triage.spotter import Spotter
from fairgate.triage.weights import read_weights

__all__ = ["Item", "Reason", "RiskFlag", "Triage", "parse_items", "ready"]


def ready(own: Sequence[str | Path] = ()) -> Triage:
    """Make triage ready: built-in signals, an organisation's own, and the weights.

    Examples
    --------
    >>> flag = ready().flag(Item("A-1", "Surname field takes no spaces"))
    >>> flag.risk, "Surname" in {signal.text for signal in flag.signals}
    ('medium', True)
    >>> ready().flag(Item("A-2", "Fix the race condition in the cache")).risk
    'none'
    """
    return Triage(Spotter(read_signals(own)), read_weights())
