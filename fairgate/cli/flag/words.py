"""What the flag commands say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fairgate.rollout.durations import words as length

if TYPE_CHECKING:
    from fairgate.rollout.keeper import Round


def round_lines(done: Round) -> Iterator[str]:
    """Say what a round came to: state, reasons, what the next step waits for."""
    kept, decision = done.protection, done.decision
    state = f"open at {decision.ceiling} %" if decision.open else "closed"
    yield f"{kept.flag} in {kept.environment} is {state} ({kept.issue})."
    yield from (f"  {reason}" for reason in decision.reasons)
    yield from (f"  Refused: {complaint}" for complaint in done.complaints)
    if decision.waits_for:
        yield f"  Next: {decision.waits_for}."
    yield from (f"  Written: {repair}." for repair in done.repairs)


def left(seconds: float) -> str:
    """Say how long something lasts, in whole minutes, or seconds where that is all.

    Examples
    --------
    >>> left(754.2), left(59.0), left(-3.0)
    ('12m', '59s', 'over')
    """
    if seconds <= 0:
        return "over"
    return length(seconds // 60 * 60) if seconds >= 60 else length(seconds)
