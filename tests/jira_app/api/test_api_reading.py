"""What programs and people read of an issue through the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from jira_app.access import Person
from jira_app.projects import Project, write_project
from jira_app.store.records import assessments
from tests.jira_app import envelopes
from tests.jira_app.apihouse import ANN, House, approved
from tests.jira_app.databases import new_store
from tests.jira_app.specimens import DAY
from tests.jira_app.town import NOON

APPROVAL = '{"payload":"","payloadType":"application/vnd.in-toto+json","signatures":[]}'


@pytest.fixture
def house(tmp_path: Path, keys: envelopes.Keys) -> Iterator[House]:
    """Serve the app with an approved issue and evidence that fails."""
    with new_store("sqlite", tmp_path) as engine:
        yield approved(engine, keys, APPROVAL)


def test_an_issue_is_told_whole(house: House) -> None:
    """Risk, assessment, evidence, rollout, decision and history; no answers and no envelopes."""
    found = house.read("/api/issues/LOAN-1").json
    assert {"risk", "assessment", "evidence", "rollout", "decision", "history"} <= set(found)
    assert found["assessment"]["state"] == "approved"
    assert found["assessment"]["until"] == "2026-11-22T12:00:00Z"
    assert [kept["outcome"] for kept in found["evidence"]] == ["fail"]
    assert found["evidence"][0]["judged"] == "2026-11-20T09:30:00Z"
    assert found["decision"]["open"] is False
    assert [entry["event"] for entry in found["history"]][:1] == ["evidence-stored"]
    assert "answers" not in found["assessment"]
    assert "payload" not in json.dumps(found)


PATHS = ("/api/issues/{}", "/api/issues/{}/approval", "/api/issues/{}/evidence")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("token", "key", "status"),
    [
        ("reads", "LOAN-1", 200),
        ("reads", "CARE-1", 403),
        ("sends", "LOAN-1", 403),
        ("nobody's", "LOAN-1", 401),
        ("", "LOAN-1", 401),
        ("reads", "LOAN-1 ", 404),
        ("reads", "LOAN-1%2F..%2Fuser", 404),
        ("reads", "loan-1", 404),
    ],
)
def test_a_token_reads_the_issues_of_its_projects(
    house: House, path: str, token: str, key: str, status: int
) -> None:
    """With the scope read; every route alike."""
    answer = house.read(path.format(key), token)
    assert answer.status_code == status
    assert answer.is_json or answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(("path", "status"), [*zip(PATHS, (200, 200, 401), strict=True)])
def test_people_read_issues_that_they_may_browse(house: House, path: str, status: int) -> None:
    """But not evidence, which holds exact counts: that is for programs with a token."""
    assert house.read(path.format("LOAN-1"), "", ANN).status_code == status
    assert house.read(path.format("CARE-1"), "", ANN).status_code in {404, 401}
    assert house.read(path.format("LOAN-1"), "", Person("b", "Ben")).status_code in {404, 401}


def test_a_token_that_is_wrong_is_not_made_up_for_by_signing_in(house: House) -> None:
    """Whoever sends a token is judged by it."""
    assert house.read("/api/issues/LOAN-1", "nobody's", ANN).status_code == 401


def test_an_issue_of_which_nothing_is_known_is_404(house: House) -> None:
    """A typo in a key is not an issue without risk."""
    assert house.read("/api/issues/LOAN-404").status_code == 404


def test_an_approval_is_read_as_it_was_signed_while_it_holds(house: House) -> None:
    """Afterwards, and once it lapsed, there is none."""
    assert house.read("/api/issues/LOAN-1/approval").get_data(as_text=True) == APPROVAL
    house.clock.pass_(2 * DAY)
    assert house.read("/api/issues/LOAN-1/approval").status_code == 404
    house.clock.pass_(-2 * DAY)
    with house.engine.begin() as db:
        db.execute(update(assessments).values(state="lapsed"))
    assert house.read("/api/issues/LOAN-1/approval").status_code == 404


def test_the_newest_signed_evidence_is_read_as_it_came(house: House, keys: envelopes.Keys) -> None:
    """Byte by byte, so that its signature can be checked; by policy or model if asked for."""
    path = "/api/issues/LOAN-1/evidence"
    first = envelopes.signed(keys.private, "fail")
    other = envelopes.signed(keys.private, "pass", name="other", model="b")
    house.send(other)
    house.send(envelopes.plain("unknown"))
    assert house.read(path).data == other
    assert house.read(f"{path}?policy=loan-approval").data == first
    assert house.read(f"{path}?model={'a' * 64}").data == first
    assert house.read(f"{path}?model={'a' * 64}&policy=other").status_code == 404
    assert house.read(f"{path}?model=a").status_code == 400
    with house.engine.begin() as db:
        write_project(db, Project("LOAN", policies=(envelopes.policy_digest(),)), NOON)
    assert house.read(path).data == first
