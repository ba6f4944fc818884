"""How long what people did in training is kept: so many days, and no longer.

They count from the day of a group, or from an attempt at a quiz. Then memberships with attendance,
feedback, and the single answers of quizzes are deleted, and nobody joins the group any more.
Scores and completions stay until their person is erased: approvals rest on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    delete,
    func,
    or_,
    select,
    update,
)

from jira_app.store.engine import reading
from jira_app.store.training import (
    cohort_members,
    cohorts,
    feedback_answers,
    feedback_given,
    quiz_attempts,
)

BATCH: Final = 500
"""Attempts in one transaction, so that nobody waits long for it."""


@dataclass(frozen=True)
class Unlearnt:
    """What was deleted, or would be.

    Attributes
    ----------
    memberships : int
        Of people in groups, with the modules at which they were seen.
    feedback : int
        Forms.
    answers : int
        Attempts at quizzes whose single answers are deleted; their scores stay.

    Examples
    --------
    >>> print(Unlearnt(memberships=12, feedback=9))
    memberships: 12, feedback: 9, answers of quizzes: 0
    """

    memberships: int = 0
    feedback: int = 0
    answers: int = 0

    def __str__(self) -> str:
        return (
            f"memberships: {self.memberships}, feedback: {self.feedback}, "
            f"answers of quizzes: {self.answers}"
        )


def unlearn(engine: Engine, clock: Callable[[], float], days: int) -> Unlearnt:
    """Delete what has been kept long enough; doing it twice is doing it once.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    days : int
        How long it is kept; 0: for ever.
    """
    if days <= 0:
        return Unlearnt()
    now = clock()
    over = _over(now, days)
    with engine.begin() as db:
        memberships = _delete(db, *over["memberships"])
        feedback = _delete(db, *over["feedback"])
        _forget_who_gave(db, _old_groups(now, days))
        _close(db, now, days)
    answers = 0
    while batch := _empty(engine, over["answers"][1]):
        answers += batch
    return Unlearnt(memberships, feedback, answers)


def to_unlearn(engine: Engine, now: float, days: int) -> Unlearnt:
    """Say what has been kept long enough."""
    if days <= 0:
        return Unlearnt()
    with reading(engine).begin() as db:
        return Unlearnt(**{name: _size(db, *rows) for name, rows in _over(now, days).items()})


def _over(now: float, days: int) -> Mapping[str, tuple[Table, ColumnElement[bool]]]:
    """Name the rows whose time is over, by the field that counts them."""
    old, said, took = _old_groups(now, days), feedback_answers.c, quiz_attempts.c
    alone = said.cohort.is_(None) & (said.day < _first_day(now, days))
    moment = now - timedelta(days=days).total_seconds()
    return {
        "memberships": (cohort_members, cohort_members.c.cohort.in_(old)),
        "feedback": (feedback_answers, or_(said.cohort.in_(old), alone)),
        "answers": (quiz_attempts, (took.at <= moment) & took.answers.is_not(None)),
    }


def _first_day(now: float, days: int) -> str:
    """Give the first day that is kept; the days count from the end of each."""
    return (datetime.fromtimestamp(now, UTC).date() - timedelta(days=days)).isoformat()


def _old_groups(now: float, days: int) -> Select[tuple[str]]:
    return select(cohorts.c.id).where(cohorts.c.day < _first_day(now, days))


def _forget_who_gave(db: Connection, old: Select[tuple[str]]) -> None:
    """Forget who gave feedback, as soon as what they said is gone.

    Without a group nothing says when somebody gave it, so it waits for the module's last.
    """
    given, said = feedback_given.c, feedback_answers.c
    left = select(said.module).where(said.cohort.is_(None))
    alone = (given.cohort == "") & given.module.not_in(left)
    db.execute(delete(feedback_given).where(or_(given.cohort.in_(old), alone)))


def _close(db: Connection, now: float, days: int) -> None:
    """Let nobody join a group whose members would be gone the day after."""
    old = (cohorts.c.day < _first_day(now, days)) & cohorts.c.closed.is_(None)
    db.execute(update(cohorts).where(old).values(closed=now))


def _empty(engine: Engine, over: ColumnElement[bool]) -> int:
    """Delete the single answers of some attempts: of how many; 0: none is left."""
    some = select(quiz_attempts.c.id).where(over).order_by(quiz_attempts.c.id).limit(BATCH)
    with engine.begin() as db:
        found = db.scalars(some.with_for_update(skip_locked=True)).all()
        here = quiz_attempts.c.id.in_(found)
        db.execute(update(quiz_attempts).where(here).values(answers=None))
    return len(found)


def _delete(db: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return db.execute(delete(table).where(which)).rowcount


def _size(db: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).select_from(table).where(which)) or 0
