"""How the board changed: issues by level and by state at the end of each week, from the history.

Only lines that somebody may see are followed, so no count tells of an issue that they may not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Engine, select

from jira_app.assessments.case import State
from jira_app.board.line import DAY, LEVELS, NOT_NEEDED, NOT_STARTED, STATES, Line, rank, state_of
from jira_app.store.engine import reading
from jira_app.store.records import history, issues

WEEKS: Final = 26
_EVENTS: Final = {f"assessment-{state}": state for state in State}
"""What an event says by its name, where its facts name no state."""


@dataclass(frozen=True)
class Step:
    """What held of an issue from a moment on."""

    at: float
    risk: str
    state: State | None = None
    level: str = ""
    until: float | None = None


@dataclass(frozen=True)
class Trend:
    """Counts at the end of each week.

    Attributes
    ----------
    ends : tuple of float
        Seconds since 1970, oldest first; the last is now.
    levels, states : mapping of str to tuple of int
        One count a week; those that never occur are left out.
    """

    ends: tuple[float, ...]
    levels: Mapping[str, tuple[int, ...]]
    states: Mapping[str, tuple[int, ...]]


def read_trend(engine: Engine, lines: Sequence[Line], now: float) -> Trend:
    """Follow lines through the history, in one statement.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    lines : sequence of Line
        Permitted ones.
    now : float
        Seconds since 1970.
    """
    if not lines:
        return trend((), {}, now)
    seen = {line.key for line in lines}
    within = sorted({line.project for line in lines})
    told = (
        select(history.c.issue, history.c.at, history.c.event, history.c.facts)
        .join(issues, issues.c.key == history.c.issue)
        .where(issues.c.project.in_(within))
        .order_by(history.c.issue, history.c.number)
    )
    entries: dict[str, list[tuple[float, str, Mapping[str, Any]]]] = defaultdict(list)
    with reading(engine).connect() as db:
        for issue, at, event, facts in db.execute(told):
            if issue in seen:
                entries[issue].append((at, event, facts))
    return trend(lines, entries, now)


def trend(
    lines: Iterable[Line],
    entries: Mapping[str, Sequence[tuple[float, str, Mapping[str, Any]]]],
    now: float,
) -> Trend:
    """Count lines by level and state at the end of each week.

    Parameters
    ----------
    lines : iterable of Line
        Permitted ones.
    entries : mapping
        By issue: time, event and facts, oldest first.
    now : float
        Seconds since 1970.
    """
    ends = tuple(now - 7 * DAY * back for back in reversed(range(WEEKS)))
    levels, states = [Counter[str]() for _ in ends], [Counter[str]() for _ in ends]
    for line in lines:
        steps = list(_steps(line, entries.get(line.key, ())))
        times = [step.at for step in steps]
        for week, end in enumerate(ends[:-1]):
            place = bisect_right(times, end) - 1
            if place >= 0:
                level, state = _at(steps[place], end)
                levels[week][level] += 1
                states[week][state] += 1
        levels[-1][line.level] += 1  # the board itself, as it is now
        states[-1][line.state] += 1
    return Trend(ends, _series(levels, rank), _series(states, STATES.index))


def _steps(line: Line, entries: Sequence[tuple[float, str, Mapping[str, Any]]]) -> Iterator[Step]:
    """Yield what held of an issue, and from when; before the first word on its risk, that."""
    told = (facts["risk"] for _, _, facts in entries if facts.get("risk") in LEVELS)
    step = Step(line.first_seen, next(told, line.risk))
    yield step
    for at, event, facts in entries:
        step = replace(step, at=max(at, step.at), **_changes(event, facts))
        yield step


def _changes(event: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if facts.get("risk") in LEVELS:
        changes["risk"] = facts["risk"]
    if not event.startswith("assessment-"):
        return changes
    named = facts.get("state", _EVENTS.get(event))
    if named in set(State):
        changes["state"] = State(named)
    elif event == "assessment-discarded":
        changes["state"] = None
    if isinstance(facts.get("level"), str):
        changes["level"] = facts["level"]
    if isinstance(facts.get("until"), int | float):
        changes["until"] = float(facts["until"])
    elif changes.get("state") is State.APPROVED:
        changes["until"] = float("inf")  # until somebody says otherwise
    return changes


def _at(step: Step, moment: float) -> tuple[str, str]:
    """Give level and state that held at a moment after a step."""
    needed = step.risk != "none"
    state = state_of(step.state, step.until, needed=needed, now=moment)
    assessed = step.level and state not in {NOT_STARTED, NOT_NEEDED, State.DRAFT}
    return (step.level if assessed else step.risk), state


def _series(
    weeks: Sequence[Counter[str]], order: Callable[[str], Any]
) -> dict[str, tuple[int, ...]]:
    names = {name for week in weeks for name in week}
    return {name: tuple(week[name] for week in weeks) for name in sorted(names, key=order)}
