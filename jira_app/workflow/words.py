"""What people read after a move that the gate did not allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fairgate.render import Bullets, Document, Paragraph
from fairgate.render.as_adf import adf
from jira_app.display.short import NAME, short
from jira_app.jira import Move

_WHO: Final = (
    "Reviewers approve impact assessments; product managers accept a risk for a time. The gate "
    "opens by itself once that is done, and the issue can then be moved again."
)


def reverted(move: Move, reasons: Sequence[str]) -> dict[str, Any]:
    """Say that a move was taken back, and what opens the gate."""
    moved = f"It went back from {short(move.after, NAME)} to {short(move.before, NAME)}."
    return _note("The gate of this issue is closed", f"{moved} What is missing:", reasons)


def held(move: Move, reasons: Sequence[str], *, often: bool) -> dict[str, Any]:
    """Say that an issue is where it may not be, and why it stays there."""
    why = (
        "It was moved back before, and is now left where it is."
        if often
        else f"No transition leads back to {short(move.before, NAME)}, so it is left where it is."
    )
    first = f"The issue is in {short(move.after, NAME)}, which needs an open gate. {why}"
    return _note("The gate of this issue is closed", f"{first} What is missing:", reasons)


def _note(title: str, first: str, reasons: Sequence[str]) -> dict[str, Any]:
    missing = tuple((short(reason),) for reason in reasons) or (("See the assessment.",),)
    return adf(Document("Note", title, (Paragraph((first,)), Bullets(missing), Paragraph((_WHO,)))))
