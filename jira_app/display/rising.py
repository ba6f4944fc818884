"""The comment that a squad reads when triage finds more risk in an issue than it showed."""

from __future__ import annotations

from typing import Any, Final

from fairgate.render import Bullets, Document, Paragraph, Strong
from fairgate.render.as_adf import adf
from fairgate.triage import RiskFlag
from jira_app.display.short import NAME, SENTENCE, short
from jira_app.display.value import MOST_SIGNALS

_TITLE: Final = "This change may treat people unequally"
_REST: Final = (
    "A person can override this risk, with a reason; editing the issue has it looked at again."
)


def comment(found: RiskFlag) -> dict[str, Any]:
    """Write it, as ADF."""
    lines = tuple(
        (Strong(short(signal.text, NAME)), f": {short(signal.why, SENTENCE)}")
        for signal in found.signals[:MOST_SIGNALS]
    )
    risk = Paragraph(("Risk: ", Strong(found.risk), ". An impact assessment is needed."))
    blocks = (risk, Bullets(lines), Paragraph((_REST,))) if lines else (risk, Paragraph((_REST,)))
    return adf(Document("Note", _TITLE, blocks))
