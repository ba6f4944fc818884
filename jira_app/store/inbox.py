"""Hints that came in: stored once, however often they are delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from jira_app.store import lanes
from jira_app.store.tables import DONE, WAITING, inbox
from jira_app.store.upsert import insert


@dataclass(frozen=True)
class Hint:
    """Somebody says that an issue may have changed.

    Attributes
    ----------
    issue : str
        Its key.
    event : str
        What is said to have happened, such as ``jira:issue_updated``.
    digest : str
        SHA-256 of the message, in hex.
    identifier : str or None
        The sender's own name for the message, the same whenever it is repeated.
    """

    issue: str
    event: str
    digest: str
    identifier: str | None = None


def accept(db: Connection, hint: Hint, now: float) -> bool:
    """Store a hint and make its issue due; False, and nothing else, if it is a repetition."""
    return accept_all(db, [hint], now)[0]


def accept_all(db: Connection, hints: Sequence[Hint], now: float) -> list[bool]:
    """Store several; see :func:`accept`."""
    new = [_store(db, hint, now) for hint in hints]
    due = {hint.issue for hint, is_new in zip(hints, new, strict=True) if is_new}
    for issue in sorted(due):  # in this order everywhere, so that no two wait for each other
        lanes.make_due(db, issue, now)
    return new


def _store(db: Connection, hint: Hint, now: float) -> bool:
    values = {
        "identifier": hint.identifier,
        "digest": hint.digest,
        "issue": hint.issue,
        "event": hint.event,
        "received": now,
        "state": WAITING,
    }
    new = insert(db, inbox).on_conflict_do_nothing().returning(inbox.c.id)
    return db.execute(new, values).scalar() is not None


def latest(db: Connection, issue: str) -> int | None:
    """Name the newest waiting hint about an issue: one look at it answers all up to there."""
    waiting = select(func.max(inbox.c.id)).where(inbox.c.issue == issue, inbox.c.state == WAITING)
    found: int | None = db.scalar(waiting)
    return found


def finish(db: Connection, issue: str, up_to: int) -> None:
    """Mark hints about an issue as done, up to one; also older ones that were given up on."""
    db.execute(
        update(inbox)
        .where(inbox.c.issue == issue, inbox.c.state != DONE, inbox.c.id <= up_to)
        .values(state=DONE)
    )


def forget(db: Connection, before: float) -> int:
    """Delete hints that were done with before a time; their repetitions are then new again."""
    old = delete(inbox).where(inbox.c.state == DONE, inbox.c.received < before)
    return db.execute(old).rowcount
