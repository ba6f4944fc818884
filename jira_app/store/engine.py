"""The app's connections to SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from fairgate import database
from fairgate.database import reading

__all__ = ["PATIENCE", "UNAVAILABLE", "database_url", "open_engine", "reading"]

UNAVAILABLE: Final = (OperationalError, InterfaceError, InternalError, PoolTimeout)
"""What is raised while the database is locked, full, read-only or away."""

PATIENCE: Final = 5.0
"""Seconds that a statement waits for another's lock before it is refused."""


def database_url(text: str) -> URL:
    """Read an address such as ``sqlite:///fairgate.db`` or ``postgresql://user@host/name``.

    Raises
    ------
    UserError
        If it is none, or of another database. The message never holds its password.

    Examples
    --------
    >>> database_url("postgres://app:secret@db/fairgate").render_as_string()
    'postgresql+psycopg://app:***@db/fairgate'
    """
    return database.parse_url(
        text,
        file="fairgate.db",
        unknown="{} is a database this app does not know",
        in_memory="a database in memory forgets what was promised to Jira",
    )


def open_engine(url: URL, patience: float = PATIENCE, connections: int = 12) -> Engine:
    """Open a pool of connections; nothing is connected yet.

    Parameters
    ----------
    url : sqlalchemy.engine.URL
        From :func:`database_url`.
    patience : float
        Seconds to wait for a lock or a free connection.
    connections : int
        Most connections at once; SQLite has one writer at a time, and so one a process, for
        which threads queue here in order. In SQLite they would poll.
    """
    return database.open_engine(
        url,
        patience,
        statement=patience * 4,
        connections=1 if url.get_backend_name() == "sqlite" else connections,
        write_ahead=True,
    )
