"""What comes with time: approvals and acceptances end, what was kept long enough is deleted."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, select, update

from jira_app.assessments.lapsing import lapse_due
from jira_app.records.retention import DAY, Counts, expire
from jira_app.records.unlearning import Unlearnt, unlearn
from jira_app.store import inbox
from jira_app.store.inbox import Hint
from jira_app.store.records import acceptances
from jira_app.store.tables import pauses
from jira_app.store.upsert import insert

log = logging.getLogger(__name__)

NAME = "retention"
"""Under which the store remembers when something is deleted next."""

ENDED = "acceptance-ended"
TRY = 3600.0
"""Seconds after which another process deletes, if one began and died."""

RECENT = 7 * DAY
"""How long the end of an acceptance is news; Jira is told once."""


@dataclass(frozen=True)
class Chores:
    """What was done.

    Attributes
    ----------
    lapsed : int
        Approvals that ended.
    deleted : Counts
        What had been kept long enough of issues that are gone.
    unlearnt : Unlearnt
        And of training.
    """

    lapsed: int = 0
    deleted: Counts = field(default_factory=Counts)
    unlearnt: Unlearnt = field(default_factory=Unlearnt)


def daily(
    engine: Engine,
    clock: Callable[[], float],
    majors: Mapping[str, str] | None = None,
    training_days: int = 0,
) -> Chores:
    """Let approvals lapse at every call, and delete once a day, whichever process calls.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    majors : mapping of str to str
        First numbers of the versions that templates have today, by template.
    training_days : int
        How long what people did in training is kept; 0: for ever.
    """
    now = clock()
    with engine.begin() as db:
        lapsed = len(lapse_due(db, majors or {}, now))
        inbox.accept_all(db, _no_longer_accepted(db, now), now)
        first = _begin(db, now)
    if not first:
        return Chores(lapsed)
    deleted, unlearnt = expire(engine, clock), unlearn(engine, clock, training_days)
    with engine.begin() as db:
        rest = {"until": clock() + DAY}
        db.execute(update(pauses).where(pauses.c.name == NAME).values(rest))
    log.info("deleted what was kept long enough", extra={"counts": f"{deleted}, {unlearnt}"})
    return Chores(lapsed, deleted, unlearnt)


def _no_longer_accepted(db: Connection, now: float) -> list[Hint]:
    """Make a hint of each acceptance that has ended; the same one whenever it is made again."""
    recent = (acceptances.c.until <= now, acceptances.c.until > now - RECENT)
    hints = []
    for row in db.execute(select(acceptances.c.issue, acceptances.c.until).where(*recent)):
        digest = hashlib.sha256(f"{ENDED} {row.issue} {row.until}".encode()).hexdigest()
        hints.append(Hint(row.issue, ENDED, digest))
    return hints


def _begin(db: Connection, now: float) -> bool:
    """Take today's deleting, unless somebody did it or has begun it."""
    new = insert(db, pauses).values(name=NAME, until=now + TRY, reason="deleted for today")
    taken = {"until": new.excluded.until}
    due = new.on_conflict_do_update(
        index_elements=["name"], set_=taken, where=pauses.c.until <= now
    )
    return db.execute(due.returning(pauses.c.name)).scalar() is not None
