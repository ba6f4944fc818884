"""The history of an issue: one chain of hashes, of ids and facts only.

Names stand in ``people`` and free text in ``words``, both apart, so that a person's data can be
erased and the chain still holds: it was made over ids and salted digests.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, insert, select, update

from fairgate import chain
from fairgate.database import one_at_a_time
from jira_app.store.records import history, words
from jira_app.store.tables import storable

__all__ = [
    "FAIRGATE",
    "Entry",
    "altered",
    "append",
    "broken_at",
    "forget",
    "keep",
    "one_at_a_time",
    "read",
]

FAIRGATE: Final = "fairgate"
"""Actor of what the app does by itself. Others are ids of people, or ``ci:...``."""

_CHAINED: Final = history.c[
    "issue", "number", "at", "actor", "event", "facts", "words", "previous", "hash"
]
"""What the hash of an entry is over, and the hash."""


@dataclass(frozen=True)
class Entry:
    """One change of one issue.

    Attributes
    ----------
    issue : str
        Its key.
    number : int
        1, 2, 3 and so on.
    at : float
        Seconds since 1970.
    actor : str
        Id of a person, :data:`FAIRGATE`, or ``ci:`` and who sent it.
    event : str
        Such as ``assessment-submitted``.
    facts : mapping
        Ids, levels, digests, states; no names and no free text.
    reason : str or None
        What was written with it; None where nothing was, or it was erased.
    """

    issue: str
    number: int
    at: float
    actor: str
    event: str
    facts: Mapping[str, Any]
    reason: str | None


def append(
    db: Connection,
    issue: str,
    event: str,
    *,
    actor: str,
    at: float,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add an entry to an issue's history, in the transaction of the change itself.

    Who changes rows of the issue first calls :func:`one_at_a_time` before that.
    """
    one_at_a_time(db, issue)
    last = db.execute(
        select(history.c.number, history.c.hash)
        .where(history.c.issue == issue)
        .order_by(history.c.number.desc())
        .limit(1)
    ).one_or_none()
    entry = {
        "issue": issue,
        "at": at,
        "actor": actor,
        "event": event,
        "facts": dict(facts or {}),
        "words": keep(db, reason, actor) if reason else None,
    }
    db.execute(insert(history).values(chain.linked(entry, last)))


def keep(db: Connection, said: str, author: str) -> str:
    """Store free text apart and return the salted digest that stands for it."""
    salt, said = secrets.token_hex(16), storable(said)
    digest = _salted(salt, said)
    db.execute(insert(words).values(digest=digest, salt=salt, text=said, author=author))
    return digest


def forget(db: Connection, *which: ColumnElement[bool]) -> int:
    """Erase free text for good: how many texts. The digest stays, and tells nothing any more.

    The salt goes too: with it, somebody who guesses a short text could see that the guess is right.
    """
    erased = update(words).where(words.c.text.is_not(None), *which).values(text=None, salt="")
    return db.execute(erased).rowcount


def altered(db: Connection, issue: str) -> int | None:
    """Find the first entry of an issue whose free text is missing or not what was written.

    A text that was erased is neither.
    """
    said = (
        select(history.c.number, words.c.digest, words.c.salt, words.c.text)
        .outerjoin(words, words.c.digest == history.c.words)
        .where(history.c.issue == issue, history.c.words.is_not(None))
        .order_by(history.c.number)
    )
    for number, digest, salt, written in db.execute(said):
        if digest is None or (written is not None and digest != _salted(salt, written)):
            return int(number)
    return None


def read(db: Connection, issue: str) -> tuple[Entry, ...]:
    """Read the history of an issue, oldest first."""
    rows = db.execute(
        select(history, words.c.text)
        .outerjoin(words, words.c.digest == history.c.words)
        .where(history.c.issue == issue)
        .order_by(history.c.number)
    )
    return tuple(
        Entry(row.issue, row.number, row.at, row.actor, row.event, row.facts, row.text)
        for row in rows
    )


def broken_at(db: Connection, issue: str) -> int | None:
    """Check the chain of an issue; the number of the first entry that does not hold, or None."""
    rows = select(*_CHAINED).where(history.c.issue == issue).order_by(history.c.number)
    return chain.broken_at(row._asdict() for row in db.execute(rows))


def _salted(salt: str, said: str) -> str:
    return hashlib.sha256(f"{salt}{said}".encode()).hexdigest()
