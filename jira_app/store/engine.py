"""Connections to SQLite and PostgreSQL that behave alike."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from fairgate.errors import UserError

UNAVAILABLE: Final = (OperationalError, InterfaceError, InternalError, PoolTimeout)
"""What is raised while the database is locked, full, read-only or away."""

PATIENCE: Final = 5.0
"""Seconds that a statement waits for another's lock before it is refused."""

SWITCHES: Final = 50
"""Attempts at switching a new file to WAL while other processes open it too."""

DRIVERS: Final = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


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
    cure = "write sqlite:///fairgate.db or postgresql://user:password@host/database"
    try:
        url = make_url(text)
    except ArgumentError:
        raise UserError("not the address of a database", cure) from None
    backend = url.drivername.partition("+")[0]
    if backend not in DRIVERS:
        raise UserError(f"{backend} is a database this app does not know", cure)
    if backend == "sqlite" and url.database in {None, "", ":memory:"}:
        raise UserError("a database in memory forgets what was promised to Jira", cure)
    return url.set(drivername=DRIVERS[backend])


def open_engine(url: URL, patience: float = PATIENCE, connections: int = 12) -> Engine:
    """Open a pool of connections; nothing is connected yet.

    Parameters
    ----------
    url : sqlalchemy.engine.URL
        From :func:`database_url`.
    patience : float
        Seconds to wait for a lock or a free connection.
    connections : int
        Most connections at once; SQLite has one writer at a time, and so one a process.

    Notes
    -----
    SQLite runs in WAL mode with ``synchronous=FULL``: what was committed outlives a power cut.
    A transaction begins with ``BEGIN IMMEDIATE``, because one that reads first and then writes
    can be refused half-way, however patient it is.
    https://www.sqlite.org/lang_transaction.html
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url,
            connect_args={"timeout": patience, "check_same_thread": False},
            pool_size=1,  # threads queue here in order; in SQLite they would poll
            max_overflow=0,
            pool_timeout=patience,
            hide_parameters=True,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
        return engine
    milliseconds = round(patience * 1000)
    limits = f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds * 4}"
    return create_engine(
        url,
        connect_args={
            "connect_timeout": max(2, round(patience)),
            "options": f"{url.query.get('options', '')} {limits}",
        },
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    _write_ahead(connection)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL, which SQLite refuses at once, however patient, while another opens the file.

    The empty transaction does wait: its end is when the other is done.
    """
    for _ in range(SWITCHES):
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError:
            connection.execute("BEGIN IMMEDIATE").close()
            connection.rollback()
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL").close()


def _begin_immediately(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> Engine:
    """Give an engine whose transactions only read, so that they wait for no writer.

    It shares the pool of the one it was made from.
    """
    return engine.execution_options(reading=True)
