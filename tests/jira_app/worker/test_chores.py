"""What a worker does beside its issues: once an hour, and whatever becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from jira_app.worker import Desk, Worker
from jira_app.worker.worker import TIDY
from tests.jira_app.databases import new_store
from tests.jira_app.town import Clock, Town, judge


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store."""
    with new_store("sqlite", tmp_path) as engine:
        yield engine


def test_chores_are_done_once_an_hour_and_a_failing_one_stops_no_other(
    store: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """The failure is in the log."""
    clock, done = Clock(), list[float]()

    def broken() -> None:
        raise ZeroDivisionError

    desk = Desk(store, Town(), judge, clock)
    worker = Worker(desk, "a", lambda: 1.0, chores=(broken, lambda: done.append(clock())))
    begun = clock()
    for _ in range(5):
        worker._tidy()
        clock.pass_(TIDY / 2)
    assert done == [begun, begun + TIDY, begun + 2 * TIDY]
    assert [record.message for record in caplog.records] == ["chore failed"] * 3
