"""Dead letters: work that was given up on, kept with its reason until somebody replays it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, union_all, update
from sqlalchemy import literal as constant

from jira_app.store import lanes
from jira_app.store.tables import DEAD, WAITING, inbox, outbox, storable


@dataclass(frozen=True)
class Letter:
    """One hint or change that was given up on.

    Attributes
    ----------
    box : str
        ``inbox`` or ``outbox``.
    id : int
        Its number there.
    issue, what, error : str
        Whose it is, what it was to do, and why it was given up.
    since : float
        When it came, in seconds since 1970.
    """

    box: str
    id: int
    issue: str
    what: str
    error: str
    since: float


def bury(db: Connection, issue: str, error: str) -> None:
    """Give up on what stands first in an issue's lane; what follows gets its turn.

    That is its oldest change or, if there is none, the hints about it that are waiting: they
    would all lead to the same look at the issue.
    """
    oldest = select(func.min(outbox.c.id)).where(outbox.c.issue == issue, outbox.c.state == WAITING)
    dead = {"state": DEAD, "error": storable(error)}
    change: int | None = db.scalar(oldest)
    if change is not None:
        db.execute(update(outbox).where(outbox.c.id == change).values(dead))
    else:
        waiting = (inbox.c.issue == issue, inbox.c.state == WAITING)
        db.execute(update(inbox).where(*waiting).values(dead))


def letters(db: Connection, limit: int | None = None) -> list[Letter]:
    """List dead letters, the oldest first."""
    told = select(
        constant("inbox").label("box"),
        inbox.c.id,
        inbox.c.issue,
        inbox.c.event.label("what"),
        inbox.c.error,
        inbox.c.received.label("since"),
    ).where(inbox.c.state == DEAD)
    untold = select(
        constant("outbox"),
        outbox.c.id,
        outbox.c.issue,
        outbox.c.kind,
        outbox.c.error,
        outbox.c.made,
    ).where(outbox.c.state == DEAD)
    both = union_all(told, untold).subquery()
    rows = db.execute(select(both).order_by(both.c.since, both.c.id).limit(limit))
    return [Letter(*row) for row in rows]


def replay(db: Connection, now: float) -> int:
    """Put all dead letters back to where they came from; how many there were."""
    count = 0
    for issue in sorted({letter.issue for letter in letters(db)}):
        lanes.make_due(db, issue, now)  # locks the lane first, as workers do
        for table in (inbox, outbox):
            dead = update(table).where(table.c.issue == issue, table.c.state == DEAD)
            count += db.execute(dead.values(state=WAITING, error=None)).rowcount
    return count


def replay_one(db: Connection, box: str, number: int, now: float) -> str | None:
    """Put one dead letter back; the issue it is about, or None if there is no such letter."""
    table = {"inbox": inbox, "outbox": outbox}[box]
    dead = (table.c.id == number, table.c.state == DEAD)
    issue: str | None = db.scalar(select(table.c.issue).where(*dead))
    if issue is None:
        return None
    lanes.make_due(db, issue, now)  # locks the lane first, as workers do
    again = update(table).where(*dead).values(state=WAITING, error=None)
    return issue if db.execute(again).rowcount else None
