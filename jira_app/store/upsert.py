"""Insert that knows what to do where a row is there already; both databases have it."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(db: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Begin ``INSERT ... ON CONFLICT`` in the dialect of a connection."""
    if db.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
