"""Differences of policies as sentences: looser, stricter, or just other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ci_actions.outcome import Level

LONGEST = 160


@dataclass(frozen=True)
class Said:
    """One difference: how much it matters, the sentence, and its place in the new policy."""

    level: Level
    text: str
    place: str


def loosens(text: str, place: str) -> Said:
    """Say that less is promised than before."""
    return Said("warning", text, place)


def tightens(text: str, place: str) -> Said:
    """Say that more is promised than before."""
    return Said("notice", text, place)


def changes(text: str, place: str) -> Said:
    """Say that something else is written which promises as much."""
    return Said("notice", text, place)


def shown(value: Any) -> str:
    """Write a value of a policy for people, cut where it is long.

    Examples
    --------
    >>> shown(["race", ["race", "sex"]]), shown(None), shown({"column": "age", "bins": [25.0]})
    ('race and race x sex', 'nothing', 'column age, bins 25')
    """
    text = _shown(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, BaseModel):
        value = value.model_dump(exclude_none=True)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(inner)}" for key, inner in value.items()) or "nothing"
    if isinstance(value, (list, tuple)):
        groupings = [
            " x ".join(map(str, v)) if isinstance(v, (list, tuple)) else _shown(v) for v in value
        ]
        return " and ".join(groupings) or "nothing"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
