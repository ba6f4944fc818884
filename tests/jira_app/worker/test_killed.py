"""Real processes, a real HTTP server for Jira, real kills: nothing lost, nothing said twice."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import waitress
from sqlalchemy import Engine, func, select

from jira_app.app import create_app
from jira_app.store.letters import letters
from jira_app.store.tables import WAITING, inbox, outbox
from jira_app.twin import JiraTwin, Manners, Plan, Trouble
from jira_app.twin.model import Event
from jira_app.twin.seed import APP, GATE_SELECT
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.worker.clerk import clerk

ROOT = Path(__file__).resolve().parents[3]
SECRET = "a secret of the tests"  # noqa: S105
WORDS = ("price", "name", "age")
ROUNDS = 6
PATIENCE = 60.0


class Watch:
    """Sees every change in a twin, and waits for what it expects."""

    def __init__(self, twin: JiraTwin) -> None:
        self.twin = twin
        self.told: list[tuple[str, dict[str, Any]]] = []
        self._changed = threading.Condition()
        twin.site.listeners.append(self._see)

    def _see(self, event: Event) -> None:
        with self._changed:
            if event.by == APP and event.name == "issue_property_set":
                self.told.append((event.issue.key, event.issue.properties["fairgate"]))
            self._changed.notify_all()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; a test that waits too long fails."""
        with self._changed:
            assert self._changed.wait_for(holds, PATIENCE), self.told[-3:]


@contextmanager
def served(engine: Engine) -> Iterator[str]:
    """Listen for webhooks, on a free port."""
    from time import time  # noqa: PLC0415 - the composition root of this test

    app = create_app(engine, SECRET, time)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/webhooks/jira"
    server.close()
    thread.join(timeout=10)


def hire(database: str, jira: str) -> subprocess.Popen[bytes]:
    """Start a worker process."""
    command = [sys.executable, "-m", "tests.jira_app.worker.clerk", database, jira]
    return subprocess.Popen(command, cwd=ROOT)


def waiting(engine: Engine) -> int:
    """Count what is not done yet."""
    with engine.connect() as db:
        counts = [
            db.scalar(select(func.count()).select_from(table).where(table.c.state == WAITING)) or 0
            for table in (inbox, outbox)
        ]
    return sum(counts)


@pytest.mark.parametrize("issues", [4, pytest.param(8, marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", KINDS)
def test_two_workers_that_are_killed_in_turn_lose_nothing_and_repeat_nothing(
    kind: str, issues: int, tmp_path: Path
) -> None:
    """Five edits each, every message twice and out of order, a tenth of all requests refused."""
    plan = Plan(manners=Manners(retries=(0.05,) * 50, duplicate_every=1, shuffle=5))
    with new_store(kind, tmp_path) as engine, served(engine) as url, JiraTwin(plan) as twin:
        database = engine.url.render_as_string(hide_password=False)
        twin.add_webhook(url, SECRET)
        watch = Watch(twin)
        twin.trouble(
            Trouble("lost", None, every=4, method="POST", path="/comment"),
            Trouble("429", None, every=20, retry_after=0),
            Trouble("503", None, every=20),
        )
        crew = [hire(database, twin.url) for _ in range(2)]
        keys = [twin.create_issue("ED", f"0 by {WORDS[n % 3]}").key for n in range(issues)]
        for number in range(1, ROUNDS):
            seen = len(watch.told)
            for place, key in enumerate(keys):
                twin.edit_issue(key, summary=f"{number} by {WORDS[(place + number) % 3]}")
            watch.until(lambda seen=seen: len(watch.told) >= seen + 3)  # type: ignore[misc]
            if number in {2, 4}:
                crew[0].kill()
                crew[0].wait()
                crew = [crew[1], hire(database, twin.url)]
        watch.until(lambda: all(told(twin, key) == risk(twin, key) for key in keys))
        assert twin.settle()
        for each in crew:
            each.kill()
            each.wait()
        twin.calm()
        finish(database, engine, twin)
        assert len(twin.deliveries.attempts) >= 25 * issues
        for key in keys:
            markers = [each.properties["fairgate"]["marker"] for each in twin.issue(key).comments]
            assert max(Counter(markers).values(), default=1) == 1, key
            assert told(twin, key) == risk(twin, key)
            versions = [value for issue, value in watch.told if issue == key]
            assert in_order(versions), key
        with engine.begin() as db:
            assert letters(db) == []


def told(twin: JiraTwin, key: str) -> str | None:
    """Say which risk an issue shows: property, label and gate must agree."""
    issue = twin.issue(key)
    labels = [label for label in issue.values.get("labels", ()) if label.startswith("fairgate-")]
    shown: str | None = issue.properties.get("fairgate", {}).get("risk")
    agreed = labels == ([] if shown in {None, "none"} else [f"fairgate-risk-{shown}"])
    gate = issue.values.get(GATE_SELECT) == ("open" if shown == "none" else "closed")
    return shown if agreed and gate else None


def risk(twin: JiraTwin, key: str) -> str:
    """Say which risk an issue has."""
    word = twin.issue(key).values["summary"].split()[-1]
    return {"age": "high", "name": "medium"}.get(word, "none")


def in_order(values: list[dict[str, Any]]) -> bool:
    """Whether an issue's answers quote ever newer versions; harmless ones quote nothing."""
    quoted = [int(value["signals"][0]["text"].split()[0]) for value in values if value["signals"]]
    return quoted == sorted(quoted)


def finish(database: str, engine: Engine, twin: JiraTwin) -> None:
    """Work off the echoes of our own changes once the dead workers' leases are over."""
    before = {key: issue.updated for key, issue in twin.site.issues.items()}
    worker = clerk(database, twin.url, ahead=3600.0)
    worker.drain()
    worker.desk.engine.dispose()
    assert waiting(engine) == 0
    assert {key: issue.updated for key, issue in twin.site.issues.items()} == before
