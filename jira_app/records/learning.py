"""What is held about one person in training: handed out, and forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Table, delete, select, update

from jira_app.store.training import (
    cohort_members,
    cohorts,
    completions,
    exercise_reports,
    feedback_given,
    quiz_attempts,
    reading_marks,
)

_LEARNT: Final[Mapping[str, tuple[Table, tuple[str, ...]]]] = {
    "quiz_attempts": (
        quiz_attempts,
        ("module", "version", "at", "answers", "right", "total", "passed"),
    ),
    "completions": (
        completions,
        ("id", "module", "version", "at", "right", "total", "envelope"),
    ),
    "exercises": (exercise_reports, ("module", "at")),
    "reading": (reading_marks, ("module", "section", "at")),
    "cohorts": (cohort_members, ("cohort", "joined", "attended")),
    "feedback_given": (feedback_given, ("module", "cohort")),
}
"""Tables of what somebody did, and what of each is handed out; all of it goes with them."""

_TAUGHT: Final = ("id", "name", "modules", "day", "made", "closed")


def export(db: Connection, person: str) -> dict[str, list[dict[str, Any]]]:
    """Give all that training holds about a person; groups with their name and day.

    What they said in feedback is not there: it was stored without a name.
    """
    learnt = {
        name: _rows(db, table, table.c.person == person, columns)
        for name, (table, columns) in _LEARNT.items()
    }
    return {**learnt, "taught": _rows(db, cohorts, cohorts.c.trainer == person, _TAUGHT)}


def erase(db: Connection, person: str, at: float) -> None:
    """Forget all that a person did, read, passed and joined.

    That an approval rested on training, its own history says. Groups that they taught stay, under
    the id, for others are in them; nobody joins these any more.
    """
    for table, _columns in _LEARNT.values():
        db.execute(delete(table).where(table.c.person == person))
    taught = (cohorts.c.trainer == person) & cohorts.c.closed.is_(None)
    db.execute(update(cohorts).where(taught).values(closed=at))


def _rows(
    db: Connection, table: Table, which: Any, columns: tuple[str, ...]
) -> list[dict[str, Any]]:
    wanted, source = [table.c[name] for name in columns], _with_cohort(table)
    if source is not table:
        wanted += [cohorts.c.name, cohorts.c.day]
    found = db.execute(
        select(*wanted).select_from(source).where(which).order_by(*table.primary_key.columns)
    )
    return [dict(row) for row in found.mappings()]


def _with_cohort(table: Table) -> FromClause:
    """Put beside rows about a group what the group is called, where there is one."""
    if "cohort" not in table.c:
        return table
    return table.outerjoin(cohorts, cohorts.c.id == table.c.cohort)
