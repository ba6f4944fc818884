"""What becomes of messages: stored once and then answered, or refused with a reason."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, text
from werkzeug.test import TestResponse

from jira_app.app import create_app
from jira_app.intake.signature import sign
from jira_app.intake.together import Together
from jira_app.jira import JiraError
from jira_app.store.engine import database_url, open_engine
from jira_app.store.inbox import Hint, accept_all
from jira_app.store.tables import inbox
from tests.jira_app.databases import new_store
from tests.waiting import eventually

SECRET = "It's a Secret to Everybody"  # noqa: S105 - Atlassian's example
LIMIT = 4096


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store that waits for no lock."""
    with new_store("sqlite", tmp_path, patience=0.05) as engine:
        yield engine


@pytest.fixture
def client(store: Engine) -> FlaskClient:
    """Serve the app with a secret."""
    return create_app(store, SECRET, float, largest_body=LIMIT).test_client()


def message(key: str = "ED-1", event: str = "jira:issue_updated", **more: object) -> bytes:
    """Write a webhook's body."""
    return json.dumps({"webhookEvent": event, "issue": {"key": key}, **more}).encode()


def deliver(
    client: FlaskClient, body: bytes, identifier: str = "", signature: str | None = ""
) -> TestResponse:
    """Deliver a message; signed, unless a signature is given."""
    headers = {"X-Atlassian-Webhook-Identifier": identifier} if identifier else {}
    if signature is not None:
        headers["X-Hub-Signature"] = signature or sign(SECRET, body)
    return client.post("/webhooks/jira", data=body, headers=headers)


def stored(store: Engine) -> int:
    """Count stored hints."""
    with store.connect() as db:
        return db.scalar(select(func.count()).select_from(inbox)) or 0


def test_atlassians_example_has_the_signature_that_atlassian_gives() -> None:
    """Jira's documentation on secured webhooks."""
    expected = "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    assert sign(SECRET, b"Hello World!") == f"sha256={expected}"


def test_a_signed_message_is_stored(client: FlaskClient, store: Engine) -> None:
    """With 202, once it is committed."""
    answer = deliver(client, message())
    assert (answer.status_code, answer.json) == (202, {"stored": True})
    assert stored(store) == 1


def test_a_repetition_is_answered_alike_and_does_nothing(
    client: FlaskClient, store: Engine
) -> None:
    """By identifier (another body), or by body (another identifier, or none)."""
    deliver(client, message(), "a")
    for body, identifier in ((message(more=1), "a"), (message(), "b"), (message(), "")):
        answer = deliver(client, body, identifier)
        assert (answer.status_code, answer.json) == (202, {"stored": False})
    assert stored(store) == 1


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "sha256=",
        "sha256=" + "0" * 64,
        sign("another secret", message()),
        sign(SECRET, message() + b" "),
        sign(SECRET, message()).replace("sha256", "sha1"),
        "sha256=\xe9",
    ],
)
def test_a_missing_or_wrong_signature_is_401(
    client: FlaskClient, store: Engine, signature: str | None
) -> None:
    """Before anything of the body is read."""
    answer = deliver(client, message(), signature=signature)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert stored(store) == 0


def test_without_a_secret_everything_is_taken_for_jira(store: Engine) -> None:
    """For development on one machine; the settings allow it nowhere else."""
    client = create_app(store, "", float).test_client()
    assert deliver(client, message(), signature=None).status_code == 202
    assert stored(store) == 1


@pytest.mark.parametrize(
    "headers",
    [{"Host": "fairgate.example.org"}, {"X-Forwarded-For": "203.0.113.7"}, {"Host": "[:"}],
)
def test_without_a_secret_nothing_is_taken_from_a_proxy(
    store: Engine, headers: dict[str, str]
) -> None:
    """Listening on this machine only protects nothing once something hands requests on."""
    client = create_app(store, "", float).test_client()
    answer = client.post("/webhooks/jira", data=message(), headers=headers)
    assert answer.status_code in {400, 401}
    assert stored(store) == 0


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"\xff\xfe", "body"),
        (b"[]", "body"),
        (b"[" * 2000, "body"),
        (b"{}", "webhookEvent"),
        (message(event="jira:\0"), "webhookEvent"),
        (json.dumps({"webhookEvent": "jira:issue_updated", "issue": {}}).encode(), "issue.key"),
        (message(key="ED-1/comment?x="), "issue.key"),
        (message(key="../../user"), "issue.key"),
        (message(key="ED-1\n"), "issue.key"),
        (message(key="ED-\u0661"), "issue.key"),
        (message(key="E" * 300 + "-1"), "issue.key"),
    ],
)
def test_a_malformed_message_is_400_and_says_where(
    client: FlaskClient, store: Engine, body: bytes, place: str
) -> None:
    """A key that holds a path goes no further."""
    answer = deliver(client, body)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.data)["detail"].startswith(place)
    assert stored(store) == 0


@pytest.mark.parametrize("event", ["comment_created", "jira:version_released", "user_created"])
def test_an_event_that_changes_nothing_judged_is_answered_and_not_stored(
    client: FlaskClient, store: Engine, event: str
) -> None:
    """Comments, versions, people."""
    assert deliver(client, message(event=event)).json == {"stored": False}
    assert stored(store) == 0


@pytest.mark.parametrize("identifier", ["i" * 5000, "\xe9" * 300, "a\tb"])
def test_an_odd_identifier_is_still_one(
    client: FlaskClient, store: Engine, identifier: str
) -> None:
    """It is known again, whatever its length and letters."""
    stored_now = [deliver(client, message(n=n), identifier).json for n in range(2)]
    assert stored_now == [{"stored": True}, {"stored": False}]
    assert stored(store) == 1


def test_a_body_over_the_limit_is_413(client: FlaskClient, store: Engine) -> None:
    """The limit itself is allowed."""
    padding = LIMIT - len(message(pad=""))
    assert deliver(client, message(pad="x" * (padding + 1))).status_code == 413
    assert stored(store) == 0
    assert deliver(client, message(pad="x" * padding)).status_code == 202


def test_while_the_database_is_locked_jira_is_asked_to_come_back(
    client: FlaskClient, store: Engine, tmp_path: Path
) -> None:
    """503 with Retry-After; the same message is new when it comes again."""
    other = sqlite3.connect(tmp_path / "fairgate.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = deliver(client, message(), "a")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.mimetype == "application/problem+json"
    other.execute("ROLLBACK")
    other.close()
    assert deliver(client, message(), "a").json == {"stored": True}
    assert stored(store) == 1


def test_while_postgresql_is_locked_jira_is_asked_to_come_back(tmp_path: Path) -> None:
    """Likewise."""
    with new_store("postgresql", tmp_path, patience=0.05) as engine:
        client = create_app(engine, SECRET, float).test_client()
        with engine.begin() as other:
            other.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
            assert deliver(client, message()).status_code == 503
        assert deliver(client, message()).json == {"stored": True}


def test_while_the_database_is_away_jira_is_asked_to_come_back() -> None:
    """Nobody listens there; the answer does not say where."""
    engine = open_engine(database_url("postgresql://user:hunter2@127.0.0.1:1/name"))
    client = create_app(engine, SECRET, float).test_client()
    answer = deliver(client, message())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert b"127.0.0.1" not in answer.data


def test_when_the_database_is_full_jira_is_asked_to_come_back(
    client: FlaskClient, store: Engine
) -> None:
    """SQLite's own limit on pages stands for a full disk."""
    from sqlalchemy import event  # noqa: PLC0415 - only here

    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()

    store.dispose()
    event.listen(store, "connect", no_room)
    statuses = {
        deliver(client, message(n=n, key=f"ED-{n}"), f"{n}").status_code for n in range(200)
    }
    assert statuses == {202, 503}
    event.remove(store, "connect", no_room)
    store.dispose()
    assert deliver(client, message(n=-1)).status_code == 202


def test_messages_that_come_together_are_stored_together_and_each_once(store: Engine) -> None:
    """While one commit is under way the next eight gather, and share one."""
    batches: list[int] = []
    queued, go = threading.Semaphore(0), threading.Event()

    def slow(hints: Sequence[Hint]) -> list[bool]:
        batches.append(len(hints))
        queued.release()
        go.wait(30)
        with store.begin() as db:
            return accept_all(db, hints, 0.0)

    together = Together(slow)
    hints = [Hint(f"ED-{n % 4}", "jira:issue_updated", f"digest-{n % 7}") for n in range(9)]
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(together, hints[0])
        queued.acquire(timeout=30)
        others = [pool.submit(together, hint) for hint in hints[1:]]
        eventually(lambda: len(together._waiting) >= 8, "the queue of eight")
        go.set()
        new = [each.result() for each in (first, *others)]
    assert batches == [1, 8]
    assert sum(new) == stored(store) == 7


def test_when_a_batch_cannot_be_stored_every_sender_hears_of_it() -> None:
    """And the next batch is tried anew."""
    answers: list[Exception | None] = [OSError("full"), None]

    def fail_once(hints: Sequence[Hint]) -> list[bool]:
        answer = answers.pop(0)
        if answer:
            raise answer
        return [True] * len(hints)

    together = Together(fail_once)
    hint = Hint("ED-1", "jira:issue_updated", "digest")
    with pytest.raises(OSError, match="full"):
        together(hint)
    assert together(hint)


def test_the_worker_is_woken_by_what_is_new_only(store: Engine) -> None:
    """After the commit: then it finds what it is woken for."""
    found: list[int] = []
    app = create_app(store, SECRET, float, wake=lambda: found.append(stored(store)))
    for _ in range(2):
        deliver(app.test_client(), message())
    assert found == [1]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/webhooks/jira", 405), ("GET", "/x", 404)]
)
def test_other_requests_are_refused_as_problem_details(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    """RFC 9457; 405 names what is allowed."""
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert json.loads(answer.data)["status"] == status
    assert ("Allow" in answer.headers) == (status == 405)


def test_the_app_is_alive_whatever_jira_does(client: FlaskClient) -> None:
    """Liveness asks nobody."""
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("trouble", "status", "answer"),
    [(None, 200, "ok"), (JiraError("down", "GET myself: late"), 503, "down")],
)
def test_the_app_is_ready_when_database_and_jira_are(
    store: Engine, trouble: JiraError | None, status: int, answer: str
) -> None:
    """Jira is asked once for many probes."""
    asked: list[int] = []

    def probe() -> None:
        asked.append(1)
        if trouble:
            raise trouble

    client = create_app(store, SECRET, float, probe=probe).test_client()
    answers = [client.get("/readyz") for _ in range(3)]
    assert {each.status_code for each in answers} == {status}
    assert answers[0].json == {"ready": status == 200, "database": "ok", "jira": answer}
    assert asked == [1]


def test_the_app_is_not_ready_without_its_database(store: Engine, tmp_path: Path) -> None:
    """Nor without a Jira; both are named."""
    client = create_app(store, SECRET, float).test_client()
    store.dispose()
    for file in tmp_path.glob("fairgate.db*"):
        file.unlink()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": "OperationalError", "jira": "not configured"}
