"""One lane an issue: whoever holds it does the issue's work, in order and alone."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from jira_app.store.tables import WAITING, inbox, lanes, outbox, pauses, storable
from jira_app.store.upsert import insert

JIRA = "jira"
"""Name of the pause under which nothing is asked of Jira."""


def make_due(db: Connection, issue: str, now: float) -> None:
    """Say that an issue has work. One that waits out a refusal keeps its time."""
    new = insert(db, lanes).values(issue=issue, due=now, tries=0)
    due = {"due": now}
    db.execute(
        new.on_conflict_do_update(index_elements=["issue"], set_=due, where=lanes.c.due.is_(None))
    )


def claim(db: Connection, holder: str, now: float, lease: float) -> str | None:
    """Take the lane that has been due longest, for ``lease`` seconds; its issue, or None.

    Of several workers each gets another lane: PostgreSQL passes over rows that somebody is
    taking, SQLite lets one worker at a time ask.
    """
    if paused(db, now) is not None:
        return None
    free = or_(lanes.c.held_until.is_(None), lanes.c.held_until <= now)
    first = (
        select(lanes.c.issue)
        .where(lanes.c.due <= now, free)
        .order_by(lanes.c.due)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    issue: str | None = db.scalar(first)
    if issue is not None:
        mine = {"holder": holder, "held_until": now + lease}
        db.execute(update(lanes).where(lanes.c.issue == issue).values(mine))
    return issue


def keep(db: Connection, issue: str, holder: str, until: float) -> bool:
    """Hold a lane for longer, and lock its row to the end of the transaction.

    False if another worker has it by now: then what was about to be written is not ours to write.
    """
    held = update(lanes).where(lanes.c.issue == issue, lanes.c.holder == holder)
    return db.execute(held.values(held_until=until)).rowcount == 1


def progress(db: Connection, issue: str) -> None:
    """Note that a step succeeded: earlier refusals no longer count."""
    db.execute(update(lanes).where(lanes.c.issue == issue).values(tries=0, error=None))


def release(db: Connection, issue: str, holder: str, now: float) -> None:
    """Give a lane back; it stays due if work came in meanwhile."""
    if not keep(db, issue, holder, now):
        return
    # A second statement, so that PostgreSQL looks again now that the lane's row is locked.
    waiting = bool(db.scalar(select(_has_work(issue))))
    free = update(lanes).where(lanes.c.issue == issue).values(holder=None, held_until=None)
    db.execute(free.values(due=now if waiting else None))


def postpone(db: Connection, issue: str, holder: str, due: float, error: str) -> None:
    """Give a lane back for a later try."""
    held = update(lanes).where(lanes.c.issue == issue, lanes.c.holder == holder)
    later = held.values(holder=None, held_until=None, due=due, tries=lanes.c.tries + 1)
    db.execute(later.values(error=storable(error)))


def tries(db: Connection, issue: str) -> int:
    """Count refusals since the last success."""
    return db.scalar(select(lanes.c.tries).where(lanes.c.issue == issue)) or 0


def pause(db: Connection, until: float, reason: str, name: str = JIRA) -> None:
    """Stop all work until a time, or longer if it was to stop longer already."""
    new = insert(db, pauses).values(name=name, until=until, reason=storable(reason))
    longer = {"until": new.excluded.until, "reason": new.excluded.reason}
    db.execute(
        new.on_conflict_do_update(
            index_elements=["name"], set_=longer, where=pauses.c.until < until
        )
    )


def paused(db: Connection, now: float, name: str = JIRA) -> float | None:
    """Say until when work stops, or None."""
    running = select(pauses.c.until).where(pauses.c.name == name, pauses.c.until > now)
    until: float | None = db.scalar(running)
    return until


def _has_work(issue: str) -> ColumnElement[bool]:
    told = exists().where(inbox.c.issue == issue, inbox.c.state == WAITING)
    untold = exists().where(outbox.c.issue == issue, outbox.c.state == WAITING)
    return or_(told, untold)
