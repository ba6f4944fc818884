"""Both databases, each new and empty, for tests that must hold for both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, create_engine, create_mock_engine, text
from sqlalchemy.exc import OperationalError

import jira_app.store.records
import jira_app.store.training  # noqa: F401 - their tables are part of the metadata
from jira_app.store.engine import database_url, open_engine
from jira_app.store.tables import metadata

ADDRESS = Path(__file__).resolve().parents[2] / "build" / "postgres" / "url"
KINDS = ("sqlite", "postgresql")


@contextmanager
def new_url(kind: str, folder: Path) -> Iterator[URL]:
    """Give the address of an empty database; a PostgreSQL schema is dropped afterwards."""
    if kind == "sqlite":
        yield database_url(f"sqlite:///{folder / 'fairgate.db'}")
        return
    server = database_url(postgres())
    schema = f"test_{uuid4().hex[:12]}"
    _run(server, f"CREATE SCHEMA {schema}")
    try:
        # Nobody pulls the plug of a test: commits need not wait for the disk.
        options = f"-c search_path={schema} -c synchronous_commit=off"
        yield server.update_query_dict({"options": options})
    finally:
        _run(server, f"DROP SCHEMA {schema} CASCADE")


@contextmanager
def new_store(kind: str, folder: Path, patience: float = 5.0) -> Iterator[Engine]:
    """Open an empty store, with the tables that migrations are tested to make.

    What makes them is thought out once a process: hundreds of tests open a store.
    """
    with new_url(kind, folder) as url:
        if kind == "sqlite" and not Path(url.database).exists():
            Path(url.database).write_bytes(_sqlite_file())
        engine = open_engine(url, patience)
        try:
            if kind == "postgresql":
                with engine.begin() as db:
                    db.connection.driver_connection.execute(_postgresql_script())
            yield engine
        finally:
            engine.dispose()


@cache
def _sqlite_file() -> bytes:
    with TemporaryDirectory() as folder:
        url = database_url(f"sqlite:///{folder}/fairgate.db")
        engine = open_engine(url)
        metadata.create_all(engine)
        engine.dispose()
        return Path(url.database).read_bytes()


@cache
def _postgresql_script() -> str:
    statements: list[str] = []
    writer = create_mock_engine(
        "postgresql+psycopg://",
        lambda ddl, *_, **__: statements.append(str(ddl.compile(dialect=writer.dialect))),
    )
    metadata.create_all(writer, checkfirst=False)
    return ";".join(statements)


def postgres() -> str:
    """Find the tests' PostgreSQL, or skip the test by name."""
    given = os.environ.get("FAIRGATE_TEST_POSTGRES", "")
    if not given and ADDRESS.is_file():
        given = ADDRESS.read_text(encoding="utf-8").strip()
    if not given or not _answers(given):
        pytest.skip("no PostgreSQL: run tests/servers/postgres.sh")
    return given


@cache
def _answers(address: str) -> bool:
    engine = open_engine(database_url(address), patience=2.0)
    try:
        engine.connect().close()
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


def _run(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(text(statement))
    engine.dispose()
