"""What members did, read for their trainer in as many statements for fifty people as for five."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, select

from jira_app.store.training import (
    cohort_members,
    completions,
    exercise_reports,
    quiz_attempts,
)
from jira_app.training.cohort import Cohort, Pass, Progress, Quiz
from jira_app.training.hardest import First

Known = dict[tuple[str, str], Progress]


def done(db: Connection, cohort: Cohort) -> Known:
    """Read how far the members of a cohort are, by person and module."""
    known: Known = {}
    for row in db.execute(_of_members(cohort, exercise_reports, exercise_reports.c.at)):
        _note(known, row, exercise=row.at)
    for row in db.execute(_passes(cohort)):
        _note(known, row, passed=Pass(row.at, row.id, row.right, row.total, row.version))
    for row in db.execute(_tries(cohort)):
        took = Quiz(1, row.right, row.total, row.version)
        before = known.get((row.person, row.module), Progress()).quiz
        _note(known, row, quiz=before.and_(took) if before else took)
    return known


def first_tries(db: Connection, cohort: Cohort) -> dict[str, list[First]]:
    """Read the first try of each member, by module, unless it was before the cohort was made.

    Who had tried before that had read the answers, and is left out.
    """
    query = _of_members(
        cohort,
        quiz_attempts,
        quiz_attempts.c.digest,
        quiz_attempts.c.answers,
        quiz_attempts.c.at,
    )
    seen: set[tuple[str, str]] = set()
    found: dict[str, list[First]] = {module: [] for module in cohort.modules}
    for row in db.execute(query.order_by(quiz_attempts.c.at, quiz_attempts.c.id)):
        new = (row.person, row.module) not in seen and row.at >= cohort.made
        if new and row.answers is not None:  # which were deleted, if it was long ago
            found[row.module].append(First(row.digest, row.answers))
        seen.add((row.person, row.module))
    return found


def _of_members(cohort: Cohort, table: Any, *columns: Any) -> Select[Any]:
    """Select rows of those who are in a cohort, about its modules."""
    inside = select(cohort_members.c.person).where(cohort_members.c.cohort == cohort.id)
    return select(table.c.person, table.c.module, *columns).where(
        table.c.person.in_(inside), table.c.module.in_(cohort.modules)
    )


def _passes(cohort: Cohort) -> Select[Any]:
    """Select every first pass, without its certificate."""
    table = completions.c
    return _of_members(
        cohort, completions, table.at, table.id, table.right, table.total, table.version
    )


def _tries(cohort: Cohort) -> Select[Any]:
    """Select every try, in order, without its answers."""
    table = quiz_attempts.c
    query = _of_members(cohort, quiz_attempts, table.right, table.total, table.version)
    return query.order_by(table.at, table.id)


def _note(known: Known, row: Any, **more: Any) -> None:
    key = (row.person, row.module)
    known[key] = replace(known.get(key, Progress()), **more)
