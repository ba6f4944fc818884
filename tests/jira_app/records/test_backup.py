"""Back-ups as the guide says, of a store that is written to meanwhile; then a restore, tried."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, create_engine, func, select, text

from jira_app.records import anchor
from jira_app.records.history import append, broken_at, read
from jira_app.store import inbox
from jira_app.store.engine import database_url, open_engine
from jira_app.store.inbox import Hint
from jira_app.store.migrate import upgrade
from jira_app.store.tables import inbox as hints
from tests.jira_app.databases import postgres
from tests.jira_app.town import NOON

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "jira-backup.md"
ISSUE = "ED-1"
BEFORE = 20
PATIENCE = 60.0
PAUSE = 0.002
"""Seconds between changes, so that others have a turn at all."""


def guide(start: str) -> str:
    """Take the one command that begins so from the guide, to be run by a shell."""
    (command,) = re.findall(rf"^\$ ({re.escape(start)}.*)$", GUIDE.read_text(), re.MULTILINE)
    return str(command)


class Writer:
    """Writes until the end of its block: each time an entry and a hint, in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self.count = 0

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._write)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def wait_for(self, more: int) -> int:
        """Wait until so much more is written; how much it is."""
        with self._changed:
            goal = self.count + more
            assert self._changed.wait_for(lambda: self.count >= goal, PATIENCE)
            return self.count

    def _write(self) -> None:
        while not self._stopping.wait(PAUSE):
            write(self._engine)
            with self._changed:
                self.count += 1
                self._changed.notify_all()


def write(engine: Engine) -> None:
    """Change an issue."""
    with engine.begin() as db:
        append(db, ISSUE, "changed", actor="p-ann", at=NOON, reason="Because.")
        inbox.accept(db, Hint(ISSUE, "changed", uuid4().hex), NOON)


def run(command: str, folder: Path, **variables: str) -> None:
    """Run a command of the guide in a folder."""
    environment = os.environ | variables
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def filled(url: URL) -> Engine:
    """Open a new store."""
    engine = open_engine(url)
    upgrade(engine)
    return engine


def check(url: URL, kept: anchor.Anchor, at_least: int, at_most: int) -> None:
    """Check a restored store: one moment between two, whole, and fit to be worked with."""
    engine = filled(url)
    with engine.begin() as db:
        entries = len(read(db, ISSUE))
        assert at_least <= entries <= at_most
        assert db.scalar(select(func.count()).select_from(hints)) == entries
        assert broken_at(db, ISSUE) is None
        assert anchor.holds(db, kept)
    write(engine)
    with engine.begin() as db:
        assert len(read(db, ISSUE)) == entries + 1
        assert broken_at(db, ISSUE) is None
    engine.dispose()


def take(engine: Engine) -> anchor.Anchor:
    """Take an anchor, while others write."""
    with engine.begin() as db:
        return anchor.take(db)


@pytest.mark.parametrize("tool", ["sqlite3", "python"])
def test_a_file_is_copied_while_it_is_written_to_and_put_back(tool: str, tmp_path: Path) -> None:
    """By either command of the guide; what was written after the copy is gone with the restore."""
    if shutil.which(tool) is None and tool == "sqlite3":
        pytest.skip("no sqlite3")
    url = database_url(f"sqlite:///{tmp_path / 'fairgate.db'}")
    command = guide(f"{tool} ").replace("python -c", f"{shlex.quote(sys.executable)} -c")
    engine = filled(url)
    with Writer(engine) as writer:
        at_least = writer.wait_for(BEFORE)
        kept = take(engine)
        run(command, tmp_path)
        at_most = writer.wait_for(BEFORE)
    engine.dispose()
    for each in ("rm -f", "cp"):
        run(guide(f"{each} "), tmp_path)
    check(url, kept, at_least, at_most)


@contextmanager
def database() -> Iterator[URL]:
    """Make an empty database, which can be dumped whole."""
    server, name = database_url(postgres()), f"test_{uuid4().hex[:12]}"
    statement(server, f"CREATE DATABASE {name}")
    try:
        yield server.set(database=name)
    finally:
        statement(server, f"DROP DATABASE {name} WITH (FORCE)")


def statement(url: URL, *statements: str) -> None:
    """Run statements outside of any transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        for each in statements:
            db.execute(text(each))
    engine.dispose()


def test_a_database_is_dumped_while_it_is_written_to_and_restored(tmp_path: Path) -> None:
    """By the commands of the guide, into an empty database."""
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump")
    with database() as url:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        engine = filled(url)
        with Writer(engine) as writer:
            at_least = writer.wait_for(BEFORE)
            kept = take(engine)
            run(guide("pg_dump"), tmp_path, FAIRGATE_DATABASE_URL=address)
            at_most = writer.wait_for(BEFORE)
        engine.dispose()
        statement(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        run(guide("pg_restore"), tmp_path, RESTORED_DATABASE_URL=address)
        check(url, kept, at_least, at_most)
