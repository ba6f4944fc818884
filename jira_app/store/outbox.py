"""Changes that go out: decided in one transaction, told to Jira in another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from jira_app.store.tables import DEAD, DONE, WAITING, outbox


@dataclass(frozen=True)
class Parcel:
    """One change of one issue, as it was decided."""

    id: int
    issue: str
    kind: str
    payload: dict[str, Any]


def put(db: Connection, issue: str, kind: str, payload: dict[str, Any], now: float) -> None:
    """Add a change. It replaces those of its kind and issue that were given up on."""
    supersede(db, issue, kind)
    row = {"issue": issue, "kind": kind, "payload": payload, "made": now, "state": WAITING}
    db.execute(insert(outbox).values(row))


def supersede(db: Connection, issue: str, kind: str) -> None:
    """Close changes that were given up on, because a newer look at the issue was taken."""
    db.execute(
        update(outbox)
        .where(outbox.c.issue == issue, outbox.c.kind == kind, outbox.c.state == DEAD)
        .values(state=DONE)
    )


def head(db: Connection, issue: str) -> Parcel | None:
    """Take the oldest waiting change of an issue, or None."""
    oldest = (
        select(outbox.c.id, outbox.c.issue, outbox.c.kind, outbox.c.payload)
        .where(outbox.c.issue == issue, outbox.c.state == WAITING)
        .order_by(outbox.c.id)
        .limit(1)
    )
    row = db.execute(oldest).one_or_none()
    return None if row is None else Parcel(row.id, row.issue, row.kind, row.payload)


def finish(db: Connection, parcel: Parcel) -> None:
    """Mark a change as told."""
    db.execute(update(outbox).where(outbox.c.id == parcel.id).values(state=DONE))


def forget(db: Connection, before: float) -> int:
    """Delete changes that were told before a time."""
    old = delete(outbox).where(outbox.c.state == DONE, outbox.c.made < before)
    return db.execute(old).rowcount
