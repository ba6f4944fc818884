"""What training holds of one person: handed out, forgotten, and nobody else's touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, insert, select

from jira_app.records import people
from jira_app.store import training
from jira_app.store.training import (
    cohort_members,
    cohorts,
    completions,
    exercise_reports,
    feedback_answers,
    feedback_given,
    quiz_attempts,
    reading_marks,
)
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.records.archive import ANN, BEN, add_person
from tests.jira_app.town import NOON

OF_PEOPLE = tuple(
    table for table in vars(training).values() if isinstance(table, Table) and "person" in table.c
)
"""Every table of training that says of its rows whose they are, also one made tomorrow."""


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open a store in which Ann and Ben learn in a group that Ben teaches."""
    with new_store(request.param, tmp_path) as engine:
        with engine.begin() as db:
            for person, name in ((ANN, "Ann Example"), (BEN, "Ben Beispiel")):
                add_person(db, person, name)
                learn(db, person, name)
            row = {"id": "c-1", "name": "Monday", "modules": ["02"], "trainer": BEN}
            more = {"day": "2026-11-22", "code": "BCDFGHJK", "made": NOON}
            db.execute(insert(cohorts).values(**row, **more))
            said = {"module": "02", "version": "1.0.0", "day": "2026-11-22", "cohort": "c-1"}
            db.execute(insert(feedback_answers).values(**said, answers={"text": "It was good."}))
        yield engine


def learn(db: Connection, person: str, name: str) -> None:
    """Let somebody do all there is to do in one module."""
    module = {"module": "02", "version": "1.0.0", "digest": "sha256:" + "0" * 64}
    result = {"at": NOON, "right": 8, "total": 9}
    for chosen in ("a", "b"):
        row = {"person": person, **module, **result, "passed": True}
        took = {"answers": {"q": [chosen]}, "nonce": f"form-{chosen}"}
        db.execute(insert(quiz_attempts).values(row | took))
    signed = {"id": f"n-{person}", "envelope": f"signed for {name}"}
    db.execute(insert(completions).values(person=person, **module, **result, **signed))
    here = {"person": person, "module": "02"}
    db.execute(insert(exercise_reports).values(**here, at=NOON))
    db.execute(insert(reading_marks).values(**here, at=NOON, section="five-questions"))
    for cohort in ("", "c-1"):
        db.execute(insert(feedback_given).values(**here, cohort=cohort))
    row = {"cohort": "c-1", "person": person, "joined": NOON, "attended": ["02"]}
    db.execute(insert(cohort_members).values(row))


def export(store: Engine, person: str) -> dict[str, Any]:
    """Hand out, as JSON."""
    with store.begin() as db:
        return json.loads(json.dumps(people.export(db, person)))["training"]


def test_what_somebody_learnt_is_handed_out(store: Engine) -> None:
    """Also which groups they teach; feedback is not there, since nobody knows whose it is."""
    told = export(store, ANN)
    assert [each["answers"] for each in told["quiz_attempts"]] == [{"q": ["a"]}, {"q": ["b"]}]
    (done,) = told["completions"]
    assert (done["id"], done["right"], done["envelope"]) == (
        f"n-{ANN}",
        8,
        "signed for Ann Example",
    )
    assert told["exercises"] == [{"module": "02", "at": NOON}]
    assert told["reading"] == [{"module": "02", "section": "five-questions", "at": NOON}]
    group = {"cohort": "c-1", "name": "Monday", "day": "2026-11-22"}
    assert told["cohorts"] == [{**group, "joined": NOON, "attended": ["02"]}]
    alone = {"cohort": "", "name": None, "day": None}
    assert told["feedback_given"] == [{"module": "02", **alone}, {"module": "02", **group}]
    assert told["taught"] == []
    assert "It was good" not in json.dumps(told)
    assert [each["name"] for each in export(store, BEN)["taught"]] == ["Monday"]


def rows_of(db: Connection, person: str) -> dict[str, int]:
    """Count what every table of training has of somebody."""
    return {
        table.name: len(db.execute(select(table).where(table.c.person == person)).all())
        for table in OF_PEOPLE
    }


def test_no_table_of_training_is_forgotten(store: Engine) -> None:
    """A new one has to be filled by `learn`, handed out and erased."""
    with store.begin() as db:
        filled = rows_of(db, ANN)
        assert len(filled) >= 6
        assert 0 not in filled.values(), filled
        told = people.export(db, ANN)["training"]
        assert sum(map(len, told.values())) == sum(filled.values())
        people.erase(db, ANN, by="p-admin", at=NOON)
        assert set(rows_of(db, ANN).values()) == {0}


def test_an_erased_learner_leaves_nothing(store: Engine) -> None:
    """No answer, no score, no certificate; what is Ben's, or nobody's like feedback, stays."""
    before = export(store, BEN)
    with store.begin() as db:
        people.erase(db, ANN, by="p-admin", at=NOON)
        assert len(db.scalars(select(feedback_answers.c.id)).all()) == 1
    assert {name: len(each) for name, each in export(store, ANN).items()} == dict.fromkeys(
        before, 0
    )
    assert export(store, BEN) == before


def test_who_taught_a_group_stays_under_an_id(store: Engine) -> None:
    """Others are in it."""
    with store.begin() as db:
        people.erase(db, BEN, by="p-admin", at=NOON)
        assert db.scalars(select(cohorts.c.trainer)).all() == [BEN]
    assert [each["name"] for each in export(store, ANN)["cohorts"]] == ["Monday"]
