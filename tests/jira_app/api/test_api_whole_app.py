"""The API within the whole app: real tokens, real headers, and limits for those who guess."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from fairgate.checklist.library import open_library
from jira_app.access.bearer import bearer
from jira_app.access.tokens import Token, digest_of
from jira_app.app import create_app
from jira_app.web import Web
from tests.jira_app import envelopes
from tests.jira_app.databases import new_store
from tests.jira_app.town import Clock

SECRET = "It's a Secret to Everybody"  # noqa: S105 - Atlassian's example
TOKEN = "fgt_" + "a" * 40
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def client(tmp_path: Path, keys: envelopes.Keys) -> Iterator[FlaskClient]:
    """Serve the app as ``fairgate serve`` makes it, with one token."""
    known = Token(
        name="ci", sha256=digest_of(TOKEN), scopes=["evidence", "read"], projects=["LOAN"]
    )
    web = Web("k" * 32, open_library(), authenticate=bearer([known]), evidence_keys=keys.public)
    with new_store("sqlite", tmp_path) as engine:
        yield create_app(engine, SECRET, Clock(), web=web).test_client()


def test_a_job_sends_and_a_program_reads(client: FlaskClient, keys: envelopes.Keys) -> None:
    """No cookie and no CSRF token is asked of programs; the metrics count them."""
    body = envelopes.signed(keys.private, "fail")
    assert client.post("/api/evidence", data=body, headers=BEARER).status_code == 201
    found = client.get("/api/issues/LOAN-1", headers=BEARER)
    assert found.json["decision"]["open"] is False
    assert found.headers["Cache-Control"] == "no-store"
    assert client.get("/api/issues/LOAN-1/evidence", headers=BEARER).data == body
    assert client.get("/openapi.json").json["openapi"] == "3.1.0"
    assert b'route="/api/evidence",status="201"' in client.get("/metrics").data
    assert client.post("/api/rollouts", json={}, headers=BEARER).status_code == 403


def test_whoever_guesses_tokens_is_slowed_down(client: FlaskClient) -> None:
    """With an answer that the description promises."""
    wrong = {"Authorization": "Bearer guessed"}
    answers = [client.post("/api/evidence", headers=wrong).status_code for _ in range(40)]
    assert {*answers} == {401, 429}
    last = client.post("/api/evidence", headers=wrong)
    assert (last.status_code, last.mimetype) == (429, "application/problem+json")
