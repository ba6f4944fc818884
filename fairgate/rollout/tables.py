"""The tables of the hook's own store, on SQLite or PostgreSQL."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Double,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.exc import SQLAlchemyError

from fairgate import database
from fairgate.errors import UserError

metadata = MetaData()
NAME: Final = String(512)
ROWID = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up in SQLite

protections = Table(
    "fairgate_protections",
    metadata,
    Column("name", NAME, primary_key=True),
    Column("document", JSON, nullable=False),
    Column("changed", Double, nullable=False),
)
"""Flags that are kept, each a :class:`~fairgate.rollout.protection.Protection`."""

log = Table(
    "fairgate_rollout_log",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("name", NAME, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Double, nullable=False),
    Column("actor", Text, nullable=False),
    Column("event", String(64), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("name", "number"),
)
"""Every decision, grant and repair: one chain of hashes a flag. Nothing is ever changed in it."""

papers = Table(
    "fairgate_papers",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", NAME, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("added", Double, nullable=False),
)
"""Envelopes that somebody handed over with a flag, as they came."""

notices = Table(
    "fairgate_notices",
    metadata,
    Column("id", ROWID, primary_key=True),
    Column("name", NAME, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("body", JSON, nullable=False),
    Column("made", Double, nullable=False),
    Column("due", Double, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("sent", Double),
)
"""What people have yet to be told."""

locks = Table(
    "fairgate_locks",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(255), nullable=False),
    Column("until", Double, nullable=False),
)
"""Which watcher works; another stands by until the time is over."""

marks = Table(
    "fairgate_marks",
    metadata,
    Column("name", NAME, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""How far a log of somebody else's was read."""


def open_ledger_engine(address: str, patience: float = 5.0) -> Engine:
    """Open the store, and make its tables if they are missing.

    Parameters
    ----------
    address : str
        ``sqlite:///fairgate-rollout.db`` or ``postgresql://user:password@host/database``.
    patience : float
        Seconds to wait for a lock or a connection.

    Raises
    ------
    UserError
        If it is no such address, or the database cannot be reached. Never with its password.
    """
    url = database.parse_url(
        address,
        file="fairgate-rollout.db",
        unknown="{} in this form keeps no record",
        in_memory="sqlite in this form keeps no record",
    )
    engine = database.open_engine(url, patience, statement=patience * 2, connections=5, overflow=10)
    try:
        metadata.create_all(engine)
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", error)).partition("\n")[0]
        shown = url.render_as_string(hide_password=True)
        raise UserError(f"could not open {shown}: {said}", "check address and rights") from None
    return engine
