"""The history of an assessment, shortened for reading: saves in a row become one line. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from jira_app.records.history import Entry

SITTING = 3_600.0
"""Seconds without a save after which the next one is a line of its own."""


@dataclass(frozen=True)
class Moment:
    """One line of the history.

    Attributes
    ----------
    since, at : float
        When it began and ended, in seconds since 1970.
    actor, event : str
        Who did what.
    changed : tuple of str
        Ids of questions or checks.
    level_before, level : str
        Levels, where it has them.
    why, reason : str
        Why it lapsed; what a person wrote.
    facts : mapping
        Everything else that was noted.
    """

    since: float
    at: float
    actor: str
    event: str
    changed: tuple[str, ...]
    level_before: str | None
    level: str | None
    why: str
    reason: str
    facts: dict[str, Any]


def timeline(entries: Iterable[Entry]) -> tuple[Moment, ...]:
    """Shorten a history, newest first."""
    lines: list[Moment] = []
    for entry in entries:
        moment = _moment(entry)
        if lines and _go_together(lines[-1], moment):
            lines[-1] = _joined(lines[-1], moment)
        else:
            lines.append(moment)
    return tuple(reversed(lines))


def _moment(entry: Entry) -> Moment:
    facts = dict(entry.facts)
    return Moment(
        since=entry.at,
        at=entry.at,
        actor=entry.actor,
        event=entry.event,
        changed=tuple(facts.get("changed", ())),
        level_before=facts.get("level_before"),
        level=facts.get("level"),
        why=str(facts.get("why", "")),
        reason=entry.reason or "",
        facts=facts,
    )


def _go_together(before: Moment, after: Moment) -> bool:
    return (
        (before.actor, before.event) == (after.actor, after.event)
        and after.event in {"assessment-saved", "checklist-ticked"}
        and after.at - before.at < SITTING
    )


def _joined(before: Moment, after: Moment) -> Moment:
    changed = tuple(dict.fromkeys((*before.changed, *after.changed)))
    return replace(after, since=before.since, changed=changed, level_before=before.level_before)
