"""What Prometheus reads: routes, states and outcomes; no issue and no name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families as parse
from sqlalchemy import insert

from jira_app.intake.signature import sign
from jira_app.store.engine import open_engine
from jira_app.store.records import assessments
from jira_app.store.tables import inbox
from tests.jira_app import envelopes
from tests.jira_app.apihouse import House
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.specimens import CASE, as_row
from tests.jira_app.town import NOON

HOOK = b'{"webhookEvent": "jira:issue_created", "issue": {"key": "LOAN-7"}}'


@pytest.fixture(params=KINDS)
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """Serve the app."""
    with new_store(request.param, tmp_path) as engine:
        yield House(engine, envelopes.keys(tmp_path / "keys").public)


def read(house: House) -> dict[tuple[str, ...], float]:
    """Read all samples by name and values of labels."""
    text = house.client.get("/metrics").get_data(as_text=True)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in parse(text)
        for sample in family.samples
    }


def test_work_verdicts_and_approvals_are_counted_in_the_store(house: House) -> None:
    """So every process tells the same."""
    with house.engine.begin() as db:
        db.execute(insert(assessments).values(as_row(CASE)))
        row = {"issue": "LOAN-1", "event": "e", "received": NOON - 90}
        for number, state in enumerate(("waiting", "dead", "done")):
            db.execute(insert(inbox).values(**row, digest=str(number), state=state))
    house.send(envelopes.plain("fail"))
    found = read(house)
    assert found["fairgate_queue_depth", "inbox", "waiting"] == 2
    assert found["fairgate_queue_depth", "inbox", "dead"] == 1
    assert found["fairgate_queue_depth", "outbox", "waiting"] == 0
    assert found["fairgate_queue_age_seconds", "inbox", "waiting"] == 90
    assert found["fairgate_queue_age_seconds", "outbox", "dead"] == 0
    assert found["fairgate_verdicts", "fail", "no"] == 1
    assert found["fairgate_assessments", "approved"] == 1
    assert found["fairgate_store_up",] == 1


def test_requests_are_counted_by_route_never_by_what_was_asked_for(house: House) -> None:
    """A sender cannot make up labels, with paths or with methods."""
    house.read("/api/issues/LOAN-4711")
    house.client.get("/no/such/page")
    house.client.open("/api/rollouts", method="INVENTED")
    for body, signature in ((HOOK, "x"), (HOOK, ""), (HOOK, "")):
        headers = {"X-Hub-Signature": signature or sign("secret" * 4, body)}
        house.client.post("/webhooks/jira", data=body, headers=headers)
    found = read(house)
    assert found["fairgate_http_requests_total", "GET", "/api/issues/<key>", "404"] == 1
    assert found["fairgate_http_requests_total", "none", "none", "404"] == 1
    assert found["fairgate_http_requests_total", "none", "none", "405"] == 1
    assert found["fairgate_http_request_seconds_count", "POST", "/webhooks/jira"] == 3
    results = {name[1]: n for name, n in found.items() if name[0] == "fairgate_webhooks_total"}
    assert results == {"refused": 1, "stored": 1, "repeated": 1}
    labels = {label for name in found for label in name[1:]}
    assert not any("4711" in label or "LOAN" in label or "INV" in label for label in labels)


def test_a_store_that_is_away_is_told(tmp_path: Path) -> None:
    """And the rest is told all the same."""
    with new_store("sqlite", tmp_path) as engine:
        gone = open_engine(engine.url.set(database="/nowhere/at/all.db"), patience=0.1)
        assert read(House(gone))["fairgate_store_up",] == 0
