"""The tables of intake and work. The migrations are what makes them; more are in ``records``."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

WAITING: Final = "waiting"
DONE: Final = "done"
DEAD: Final = "dead"

metadata = MetaData()

ISSUE = String(255)
ROWID = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up in SQLite

inbox = Table(
    "inbox",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("identifier", String(255), unique=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("issue", ISSUE, nullable=False),
    Column("event", String(64), nullable=False),
    Column("received", Double, nullable=False),
    Column("state", String(8), nullable=False),
    Column("error", Text),
    Index("inbox_by_issue", "issue", "state", "id"),
    Index("inbox_by_age", "state", "received"),
)
"""Hints that an issue may have changed. Of a webhook's body only its digest is kept."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("issue", ISSUE, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("made", Double, nullable=False),
    Column("state", String(8), nullable=False),
    Column("error", Text),
    Index("outbox_by_issue", "issue", "state", "id"),
    Index("outbox_by_age", "state", "made"),
)
"""Changes that Jira has yet to be told of."""

lanes = Table(
    "lanes",
    metadata,
    Column("issue", ISSUE, primary_key=True),
    Column("due", Double),
    Column("holder", String(64)),
    Column("held_until", Double),
    Column("tries", Integer, nullable=False),
    Column("error", Text),
    Index("lanes_by_due", "due"),
)
"""One row an issue: when its work is due (null: none waits), and which worker has it."""

pauses = Table(
    "pauses",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("until", Double, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Until when nothing at all is asked of a service."""


def storable(text: str) -> str:
    """Leave out what PostgreSQL has no place for in a text: null bytes and lone surrogates.

    Examples
    --------
    >>> storable("a" + chr(0) + "b" + chr(0xD800))
    'ab?'
    """
    return text.replace("\0", "").encode("utf-8", "replace").decode()
