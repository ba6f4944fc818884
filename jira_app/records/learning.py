"""What is held about one person in training: handed out, and forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, select, update

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
_FORGOTTEN: Final = (reading_marks, exercise_reports, feedback_given, cohort_members)


def export(db: Connection, person: str) -> dict[str, list[dict[str, Any]]]:
    """Give all that training holds about a person.

    What they said in feedback is not there: it was stored without a name.
    """
    learnt = {
        name: _rows(db, table, table.c.person == person, columns)
        for name, (table, columns) in _LEARNT.items()
    }
    taught = ("id", "name", "modules", "day", "made", "closed")
    return {**learnt, "taught": _rows(db, cohorts, cohorts.c.trainer == person, taught)}


def erase(db: Connection, person: str) -> None:
    """Forget what a person did, read and joined.

    Attempts and completions stay under the id, which is nobody then: questions are judged by
    them. A certificate is deleted, since it bears the name.
    """
    for table in _FORGOTTEN:
        db.execute(delete(table).where(table.c.person == person))
    mine = completions.c.person == person
    db.execute(update(completions).where(mine).values(envelope=None))


def _rows(
    db: Connection, table: Table, which: Any, columns: tuple[str, ...]
) -> list[dict[str, Any]]:
    wanted = select(*(table.c[name] for name in columns)).where(which)
    found = db.execute(wanted.order_by(*table.primary_key.columns)).mappings()
    return [dict(row) for row in found]
