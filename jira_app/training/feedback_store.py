"""Feedback as it is stored: answers without a person, and that somebody has given some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from jira_app.store.training import feedback_answers, feedback_given
from jira_app.store.upsert import insert as insert_or
from jira_app.training.feedback import Answers


@dataclass(frozen=True)
class About:
    """What feedback is about: a module and its version, and a cohort or none (empty)."""

    module: str
    version: str
    cohort: str = ""


def give(
    db: Connection,
    about: About,
    person: str,
    answers: Answers,
    *,
    day: str,
    number: int,
) -> bool:
    """Store feedback; False: this person had given theirs, and nothing is changed.

    Parameters
    ----------
    db : sqlalchemy.Connection
        In a transaction.
    about : About
        What it is about.
    person : str
        Who gives it; that they did is noted apart from what they said.
    answers : mapping
        What they said.
    day : str
        Today, and no moment.
    number : int
        Drawn by lot, so that neither the order of answers nor anything else in the row leads to
        whoever gave them.
    """
    row = {"cohort": about.cohort, "person": person, "module": about.module}
    once = insert_or(db, feedback_given).values(row).on_conflict_do_nothing()
    if db.scalar(once.returning(feedback_given.c.person)) is None:
        return False
    kept: dict[str, Any] = {
        "id": number,
        "cohort": about.cohort or None,
        "module": about.module,
        "version": about.version,
        "day": day,
        "answers": dict(answers),
    }
    db.execute(insert(feedback_answers).values(kept))
    return True


def has_given(db: Connection, module: str, person: str) -> frozenset[str]:
    """List the cohorts for which somebody has given feedback on a module; empty: for none."""
    table = feedback_given.c
    query = select(table.cohort).where(table.module == module, table.person == person)
    return frozenset(db.scalars(query))


def answers(db: Connection, cohort: str | None) -> Mapping[str, list[Answers]]:
    """Read what was answered for a cohort, or without one, by module; in no order of any use."""
    table = feedback_answers.c
    where = table.cohort.is_(None) if cohort is None else table.cohort == cohort
    found: dict[str, list[Answers]] = {}
    for row in db.execute(select(table.module, table.answers).where(where).order_by(table.id)):
        found.setdefault(row.module, []).append(row.answers)
    return found
