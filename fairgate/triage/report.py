"""Answers of triage as JSON lines and as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from fairgate.report.safe import printable
from fairgate.triage.flag import RiskFlag
from fairgate.triage.items import Item
from fairgate.triage.weights import LEVELS

MARKS = {"high": "!!!", "medium": "!! ", "low": "!  ", "none": "   "}


def as_json(flags: Iterable[RiskFlag]) -> str:
    r"""Write one JSON object a line.

    Examples
    --------
    >>> as_json([RiskFlag("A-1", "none")])
    '{"id": "A-1", "needs_assessment": false, "risk": "none", "signals": []}\n'
    """
    return "".join(f"{json.dumps(_object(flag), ensure_ascii=True)}\n" for flag in flags)


def _object(flag: RiskFlag) -> dict[str, object]:
    signals = [
        {"id": one.id, "why": one.why, "text": one.text, "field": one.field, "start": one.start}
        for one in flag.signals
    ]
    return {
        "id": flag.id,
        "needs_assessment": flag.needs_assessment,
        "risk": flag.risk,
        "signals": signals,
    }


def as_text(items: Sequence[Item], flags: Sequence[RiskFlag]) -> str:
    """Write a table: the riskiest first, each with the words that raised it; then a count."""
    pairs = sorted(zip(items, flags, strict=True), key=lambda pair: -LEVELS.index(pair[1].risk))
    lines: list[str] = []
    for item, flag in pairs:
        if flag.needs_assessment:
            head = f"{MARKS[flag.risk]} {flag.risk:<6}  {printable(item.id)}"
            lines += [f"{head}  {printable(item.summary)}", *_quotes(flag)]
    return "\n".join([*lines, _count(flags)]) + "\n"


def _quotes(flag: RiskFlag) -> list[str]:
    return [f'            "{printable(one.text)}": {printable(one.why)}' for one in flag.signals]


def _count(flags: Sequence[RiskFlag]) -> str:
    needed = [flag.risk for flag in flags if flag.needs_assessment]
    by_level = ", ".join(f"{needed.count(level)} {level}" for level in reversed(LEVELS[1:]))
    noun = "item" if len(flags) == 1 else "items"
    verb = "needs" if len(needed) == 1 else "need"
    return f"{len(needed)} of {len(flags)} {noun} {verb} an assessment: {by_level}."
