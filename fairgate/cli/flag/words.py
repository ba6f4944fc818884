"""What the flag commands say, and how it is laid out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from fairgate.cli.terminal import width
from fairgate.report.safe import printable

if TYPE_CHECKING:
    from fairgate.rollout.keeper import Round

NARROWEST: Final = 40

DONE: Final = {
    "off": "switched the parent off",
    "create": "made the parent",
    "revive": "took the parent out of the archive",
    "remove": "removed another strategy of the parent",
    "update": "wrote the parent's strategy",
    "add": "wrote the parent's strategy",
    "depend": "made the flag depend on its parent alone",
    "on": "switched the parent on",
}
"""By kind of repair."""

EVENTS: Final = {
    "protected": "put below its parent",
    "asked": "asked for, and still closed",
    "opened": "opened",
    "closed": "closed",
    "emergency": "opened ahead of the plan",
    "ceiling": "given another ceiling",
    "renewed": "renewed",
    "undone": "edited by somebody else, and put back",
    "resumed": "finished what a round that broke off had begun",
}
"""By event of the log."""


def round_lines(done: Round) -> Iterator[str]:
    """Say what a round came to: state, reasons, what the next step waits for."""
    kept, decision = done.protection, done.decision
    state = f"open at {decision.ceiling} %" if decision.open else "closed"
    yield f"{kept.flag} in {kept.environment} is {state} ({kept.issue})."
    for reason in decision.reasons:
        yield from folded(reason, "  ")
    for complaint in done.complaints:
        yield from folded(f"Refused: {complaint}", "  ")
    if decision.waits_for:
        yield from folded(f"Next: {decision.waits_for}.", "  ")
    if done.repairs:
        told = dict.fromkeys(DONE.get(repair.kind, repair.kind) for repair in done.repairs)
        yield from folded(f"In Unleash: {', '.join(told)}.", "  ")


def folded(text: str, lead: str) -> list[str]:
    """Fold a text to the terminal's width, all lines below one another; words stay whole."""
    return textwrap.wrap(
        printable(text),
        max(width(), NARROWEST),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
        break_long_words=False,
    )


def left(seconds: float) -> str:
    """Say how long something lasts, in its two largest units.

    Examples
    --------
    >>> left(754.2), left(59.0), left(14_340.0), left(90_000.0), left(-3.0)
    ('12m', '59s', '3h 59m', '1d 1h', 'over')
    """
    from fairgate.rollout.durations import roughly  # noqa: PLC0415 - brings pydantic

    return roughly(seconds) if seconds > 0 else "over"


def moment(seconds: float) -> str:
    """Write a moment for people, in UTC.

    Examples
    --------
    >>> moment(0.0)
    '1970-01-01 00:00:00 UTC'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
