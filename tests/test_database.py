"""Opening a database: how SQLite keeps what was committed, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from fairgate.database import open_engine, parse_url, reading
from fairgate.errors import UserError
from fairgate.rollout.tables import open_ledger_engine
from jira_app.store.engine import database_url

WORDS = {"file": "a.db", "unknown": "{} is not known", "in_memory": "it forgets"}


def sqlite(folder: Path, *, write_ahead: bool) -> Engine:
    """Open a new file."""
    url = parse_url(f"sqlite:///{folder / 'a.db'}", **WORDS)
    return open_engine(url, 2.0, statement=2.0, connections=1, write_ahead=write_ahead)


@pytest.mark.parametrize(("write_ahead", "mode"), [(True, "wal"), (False, "delete")])
def test_sqlite_outlives_a_power_cut_and_minds_foreign_keys(
    tmp_path: Path, *, write_ahead: bool, mode: str
) -> None:
    """In WAL mode only where that was asked for."""
    engine = sqlite(tmp_path, write_ahead=write_ahead)
    with engine.connect() as db:
        found = {
            pragma: db.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    full = 2
    assert found == {
        "journal_mode": mode,
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 2000,
    }


@pytest.mark.parametrize(("which", "writes"), [(lambda engine: engine, True), (reading, False)])
def test_a_transaction_takes_its_turn_at_writing_unless_it_only_reads(
    tmp_path: Path, which: Callable[[Engine], Engine], *, writes: bool
) -> None:
    """So none is refused half-way, and readers wait for nobody."""
    engine = sqlite(tmp_path, write_ahead=True)
    begun: list[str] = []
    with which(engine).connect() as db:
        connection = db.connection.driver_connection
        assert connection is not None
        connection.set_trace_callback(begun.append)
        db.rollback()
        with db.begin():
            pass
        connection.set_trace_callback(None)
    engine.dispose()
    assert ("BEGIN IMMEDIATE" in begun) is writes
    assert ("BEGIN" in begun) is not writes


@pytest.mark.parametrize(
    ("opened", "example"),
    [
        (database_url, "sqlite:///fairgate.db"),
        (open_ledger_engine, "sqlite:///fairgate-rollout.db"),
    ],
)
@pytest.mark.parametrize("given", ["no address: secret", "mysql://a:secret@b/c", "sqlite://"])
def test_each_store_says_what_it_takes_and_never_the_password(
    opened: Callable[[str], object], example: str, given: str
) -> None:
    """The cure has an address of each kind."""
    with pytest.raises(UserError) as refusal:
        opened(given)
    assert "secret" not in str(refusal.value)
    cure = f"write {example} or postgresql://user:password@host/database"
    assert refusal.value.cure == cure


@pytest.mark.parametrize(
    ("opened", "given", "problem"),
    [
        (database_url, "mysql://b/c", "mysql is a database this app does not know"),
        (database_url, "sqlite://", "a database in memory forgets what was promised to Jira"),
        (open_ledger_engine, "mysql://b/c", "mysql in this form keeps no record"),
        (open_ledger_engine, "sqlite:///:memory:", "sqlite in this form keeps no record"),
    ],
)
def test_each_store_refuses_in_its_own_words(
    opened: Callable[[str], object], given: str, problem: str
) -> None:
    """Another database, and one that is gone with the process."""
    with pytest.raises(UserError) as refusal:
        opened(given)
    assert refusal.value.problem == problem


@pytest.mark.parametrize("given", ["postgres://app@db/a", "postgresql://app@db/a"])
def test_postgresql_goes_by_two_names_and_one_driver(given: str) -> None:
    """Hosting companies write the short one."""
    assert parse_url(given, **WORDS).drivername == "postgresql+psycopg"
