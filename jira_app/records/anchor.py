"""One digest over the ends of all chains, to be kept where nobody who can alter the store reaches.

A chain shows that an entry was changed. That the last ones were taken away, or a whole chain was
made anew, only somebody can see who knows how it ended.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from fairgate.errors import UserError
from jira_app.records import history as chains
from jira_app.store.records import history


@dataclass(frozen=True)
class Anchor:
    """What all chains were at one moment.

    Attributes
    ----------
    last : int
        Number of the newest entry of all; later ones do not count.
    digest : str
        SHA-256 over issue, length and last hash of every chain, in hex.

    Examples
    --------
    >>> print(Anchor(12, "ab" * 32))
    12:abababababababababababababababababababababababababababababababab
    """

    last: int
    digest: str

    def __str__(self) -> str:
        return f"{self.last}:{self.digest}"


@dataclass(frozen=True)
class Break:
    """Where a history does not hold.

    Attributes
    ----------
    issue : str
        Whose.
    number : int
        The first entry that does not hold.
    what : str
        What is wrong, in words.
    """

    issue: str
    number: int
    what: str


def read_anchor(written: str) -> Anchor:
    """Read an anchor as it was printed.

    Raises
    ------
    UserError
        If it is none.

    Examples
    --------
    >>> read_anchor("12:" + "ab" * 32).last
    12
    """
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", written.strip())
    if not found:
        cure = "give it as `fairgate jira audit` printed it"
        raise UserError(f"not an anchor: {written.strip()[:80]!r}", cure)
    return Anchor(int(found.group(1)), found.group(2))


def take(db: Connection) -> Anchor:
    """Take the anchor of this moment; on PostgreSQL, writers wait until the transaction ends."""
    if db.dialect.name == "postgresql":  # numbers are given out before they are committed
        db.execute(text("LOCK TABLE history IN SHARE MODE"))
    return _anchor(db, db.scalar(select(func.max(history.c.id))) or 0)


def holds(db: Connection, kept: Anchor) -> bool:
    """Whether all that an earlier anchor stands for is still there, unaltered at its ends."""
    return _anchor(db, kept.last) == kept


def issues(db: Connection) -> tuple[str, ...]:
    """List everything that has a history, in order."""
    return tuple(sorted(db.scalars(select(history.c.issue).distinct())))


def broken(db: Connection, issue: str) -> Break | None:
    """Check one history: its chain, and the words that belong to it."""
    number = chains.broken_at(db, issue)
    if number is not None:
        return Break(issue, number, "the chain does not hold: changed, added or taken away here")
    number = chains.altered(db, issue)
    if number is not None:
        return Break(issue, number, "the text is not the one that was written")
    return None


def _anchor(db: Connection, last: int) -> Anchor:
    ends = (
        select(history.c.issue, func.max(history.c.number).label("number"))
        .where(history.c.id <= last)
        .group_by(history.c.issue)
        .subquery()
    )
    of_end = (history.c.issue == ends.c.issue) & (history.c.number == ends.c.number)
    found = db.execute(select(history.c.issue, history.c.number, history.c.hash).join(ends, of_end))
    digest = hashlib.sha256()
    for row in sorted(found, key=lambda row: row.issue):
        digest.update(json.dumps(list(row)).encode() + b"\n")
    return Anchor(last, digest.hexdigest())
