"""Evidence about another model ends an approval; other evidence does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from jira_app.assessments import shelf
from jira_app.assessments.case import State
from jira_app.records import history
from jira_app.store.records import assessments
from tests.jira_app import envelopes
from tests.jira_app.apihouse import House
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.specimens import CASE, as_row

MODEL = "a"


@pytest.fixture(params=KINDS)
def house(tmp_path: Path, keys: envelopes.Keys, request: pytest.FixtureRequest) -> Iterator[House]:
    """Serve the app with an approved assessment of the model ``a``."""
    with new_store(request.param, tmp_path) as engine:
        with engine.begin() as db:
            approved = replace(CASE, model_digest=MODEL * 64)
            db.execute(insert(assessments).values(as_row(approved)))
        yield House(engine, keys.public)


def state(house: House) -> tuple[State, str]:
    """Give the state of the assessment, and its model's first digit."""
    with house.engine.connect() as db:
        case = shelf.current(db, "LOAN-1")
    assert case is not None
    return case.state, case.model_digest[:1]


def test_an_approval_of_another_model_lapses(house: House, keys: envelopes.Keys) -> None:
    """In the same transaction, with an entry of its own in the history."""
    house.send(envelopes.signed(keys.private, model="b"))
    assert state(house) == (State.LAPSED, "b")
    with house.engine.connect() as db:
        told = [entry.event for entry in history.read(db, "LOAN-1")]
    assert told == ["evidence-stored", "assessment-lapsed"]


@pytest.mark.parametrize(
    ("parts", "signed"),
    [
        ({"model": "a"}, True),
        ({"model": "b", "binding": "declared"}, True),
        ({"model": "b"}, False),
    ],
)
def test_an_approval_stands(
    house: House,
    keys: envelopes.Keys,
    parts: dict[str, str],
    signed: bool,  # noqa: FBT001
) -> None:
    """With evidence of its own model, of one that is only named, or that nobody signed."""
    body = envelopes.signed(keys.private, **parts) if signed else envelopes.plain(**parts)
    assert house.send(body).status_code == 201
    assert state(house) == (State.APPROVED, "a")
