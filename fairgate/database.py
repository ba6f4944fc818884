"""Connections to SQLite and PostgreSQL that behave alike, for stores that must lose nothing.

It needs an extra that brings SQLAlchemy, ``[jira]`` or ``[flags]``, and knows no tables.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from fairgate.errors import UserError

SWITCHES: Final = 50
"""Attempts at switching a new file to WAL while other processes open it too."""

DRIVERS: Final = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


def parse_url(address: str, *, file: str, unknown: str, in_memory: str) -> URL:
    """Read an address such as ``sqlite:///fairgate.db`` or ``postgresql://user@host/name``.

    Parameters
    ----------
    address : str
        As somebody gave it.
    file : str
        The file that complaints name as an example.
    unknown, in_memory : str
        What to say of another database, ``{}`` being its name, and of one that is not kept.

    Raises
    ------
    UserError
        If it is no address of a database that keeps its records. Never with its password.

    Examples
    --------
    >>> words = {"file": "a.db", "unknown": "{} is not known", "in_memory": "it forgets"}
    >>> parse_url("postgres://app:secret@db/fairgate", **words).render_as_string()
    'postgresql+psycopg://app:***@db/fairgate'
    """
    cure = f"write sqlite:///{file} or postgresql://user:password@host/database"
    try:
        url = make_url(address)
    except ArgumentError:
        raise UserError("not the address of a database", cure) from None
    backend = url.get_backend_name()
    if backend not in DRIVERS:
        raise UserError(unknown.format(backend), cure)
    if backend == "sqlite" and url.database in {None, "", ":memory:"}:
        raise UserError(in_memory, cure)
    return url.set(drivername=DRIVERS[backend])


def open_engine(
    url: URL,
    patience: float,
    *,
    statement: float,
    connections: int,
    overflow: int = 0,
    write_ahead: bool = False,
) -> Engine:
    """Open a pool of connections; nothing is connected yet.

    Parameters
    ----------
    url : sqlalchemy.engine.URL
        From :func:`parse_url`.
    patience : float
        Seconds to wait for a lock or a free connection.
    statement : float
        Seconds that PostgreSQL may take over one statement.
    connections : int
        How many are kept.
    overflow : int
        How many more there may be at once.
    write_ahead : bool
        Whether SQLite runs in WAL mode, in which readers and the writer do not wait for each
        other.

    Notes
    -----
    SQLite runs with ``synchronous=FULL``: what was committed outlives a power cut. A transaction
    begins with ``BEGIN IMMEDIATE``, because one that reads first and then writes can be refused
    half-way, however patient it is. https://www.sqlite.org/lang_transaction.html
    """
    lite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        connect_args=_for_sqlite(patience) if lite else _for_postgres(url, patience, statement),
        pool_size=connections,
        max_overflow=overflow,
        pool_timeout=patience,
        pool_pre_ping=not lite,
        hide_parameters=True,
    )
    if lite:

        def prepare(connection: Any, _record: Any) -> None:
            _prepare_sqlite(connection, write_ahead=write_ahead)

        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def reading(engine: Engine) -> Engine:
    """Give an engine whose transactions only read, so that they wait for no writer.

    It shares the pool of the one it was made from.
    """
    return engine.execution_options(reading=True)


def one_at_a_time(db: Connection, what: str) -> None:
    """Let those who write one thing wait for each other; SQLite has one writer anyway."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})


def _for_sqlite(patience: float) -> dict[str, Any]:
    return {"timeout": patience, "check_same_thread": False}


def _for_postgres(url: URL, patience: float, statement: float) -> dict[str, Any]:
    given = url.query.get("options", "")
    waits = {"lock_timeout": patience, "statement_timeout": statement}
    limits = " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in waits.items())
    return {
        "connect_timeout": max(2, round(patience)),
        "options": f"{given} {limits}".strip(),
    }


def _prepare_sqlite(connection: Any, *, write_ahead: bool) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    if write_ahead:
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
    only_reads = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
