"""What changes about a cohort that there is: name, day, code, trainer, members; or all of it goes.

Each act is recorded in the history of training, by ids; what was so before is no act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import Connection, delete, exists, update

from jira_app.store.training import cohort_members, cohorts, feedback_answers, feedback_given
from jira_app.training.cohort import Cohort
from jira_app.training.cohort_store import DRAWS, leave, record

CHANGED: Final = "cohort-changed"
RECODED: Final = "cohort-recoded"
HANDED_OVER: Final = "cohort-handed-over"
REMOVED: Final = "cohort-member-removed"
DELETED: Final = "cohort-deleted"


def rename(db: Connection, cohort: Cohort, name: str, day: str, *, by: str, now: float) -> None:
    """Give a cohort another name or day."""
    if (name, day) != (cohort.name, cohort.day):
        _set(db, cohort, name=name, day=day)
        record(db, CHANGED, cohort.id, by, now)


def recode(
    db: Connection, cohort: Cohort, new_code: Callable[[], str], *, by: str, now: float
) -> None:
    """Give a cohort another code; the one that it had is nobody's.

    Raises
    ------
    RuntimeError
        If every code that is drawn is another cohort's.
    """
    for _ in range(DRAWS):
        code = new_code()
        free = ~exists().where(cohorts.c.code == code).correlate(None)
        here = update(cohorts).where(cohorts.c.id == cohort.id, free)
        if db.execute(here.values(code=code)).rowcount:
            record(db, RECODED, cohort.id, by, now)
            return
    raise RuntimeError("all codes that were drawn are taken")


def hand_over(db: Connection, cohort: Cohort, trainer: str, *, by: str, now: float) -> None:
    """Let somebody else teach a cohort."""
    if trainer != cohort.trainer:
        _set(db, cohort, trainer=trainer)
        record(db, HANDED_OVER, cohort.id, by, now, trainer=trainer)


def remove(db: Connection, cohort: Cohort, people: Iterable[str], *, by: str, now: float) -> None:
    """Take people out of a cohort, with what was marked about them in it."""
    for person in people:
        if leave(db, cohort.id, person):
            record(db, REMOVED, cohort.id, by, now, person=person)


def discard(db: Connection, cohort: Cohort, *, by: str, now: float) -> None:
    """Delete a cohort with its members, attendance and feedback; what they learnt stays theirs."""
    for table in (cohort_members, feedback_answers, feedback_given):
        db.execute(delete(table).where(table.c.cohort == cohort.id))
    db.execute(delete(cohorts).where(cohorts.c.id == cohort.id))
    record(db, DELETED, cohort.id, by, now)


def _set(db: Connection, cohort: Cohort, **values: str) -> None:
    db.execute(update(cohorts).where(cohorts.c.id == cohort.id).values(values))
