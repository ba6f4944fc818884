"""One person's data: all of it is handed out, all of it is forgotten, and histories hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, Text, cast, select
from sqlalchemy.schema import Table

from jira_app.projects import Project, read_project, write_project
from jira_app.records import people
from jira_app.records.history import append, broken_at, read
from jira_app.store.records import people as people_table
from jira_app.store.tables import metadata
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.records.archive import (
    ANN,
    BEN,
    accept_risk,
    add_assessment,
    add_issue,
    add_person,
)
from tests.jira_app.town import NOON


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open a store in which Ann and Ben worked."""
    with new_store(request.param, tmp_path) as engine:
        with engine.begin() as db:
            add_person(db, ANN)
            add_person(db, BEN, "Ben Beispiel")
            write_project(db, Project("ED", reviewers=(ANN,)), NOON)
            add_issue(db, "ED-1", owner="Ann Example")
            add_issue(db, "ED-2", owner="account-p-ben")
            add_assessment(db, "ED-1", state="approved", decided_by=BEN, envelope="{signed}")
            add_assessment(db, "ED-2", BEN, decided_by=ANN, envelope="{signed}")
            accept_risk(db, "ED-1", ANN, "Ann's reason.")
            append(db, "ED-1", "sent-back", actor=BEN, at=NOON, facts={"to": [ANN]}, reason="Ben's")
            append(db, "ED-2", "looked", actor=BEN, at=NOON, facts={"to": "p-annabel"})
        yield engine


def held(store: Engine) -> str:
    """Write everything in all tables as one text."""
    with store.begin() as db:
        return "\n".join(
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in db.execute(select(*(cast(column, Text) for column in table.c)))
        )


def test_all_that_is_held_about_a_person_is_handed_out(store: Engine) -> None:
    """As JSON; what others wrote is theirs, what is about others stays out."""
    with store.begin() as db:
        document = json.loads(json.dumps(people.export(db, ANN)))
    assert document["person"]["email"] == "p-ann@example.org"
    events = [(each["event"], each["issue"], each["words"]) for each in document["history"]]
    assert events == [
        ("assessment-begun", "ED-1", None),
        ("risk-accepted", "ED-1", "Ann's reason."),
        ("sent-back", "ED-1", None),
    ]
    assert document["words"] == ["Ann's reason."] * 2
    mine, decided = document["assessments"]
    assert mine["did"] == ["author"]
    assert mine["answers"] == {"who": "everybody who rents"}
    assert "approval" not in mine
    assert (decided["did"], decided["approval"]) == (["decided_by"], "{signed}")
    assert "answers" not in decided
    assert document["acceptances"] == [
        {"issue": "ED-1", "at": NOON, "until": NOON + 1000, "words": "Ann's reason."}
    ]
    assert document["issues"] == ["ED-1"]
    assert document["reviewer_of"] == ["ED"]


def test_an_erased_person_leaves_an_id_and_nothing_else(store: Engine) -> None:
    """Neither name nor address nor words stand in any table; everybody else's still do."""
    with store.begin() as db:
        done = people.erase(db, ANN, by="p-admin", at=NOON + 5)
    assert done == people.Erasure(ANN, texts=2, issues=1)
    everything = held(store)
    for gone in ("Ann Example", "p-ann@example.org", "account-p-ann", "subject-p-ann", "Ann's"):
        assert gone not in everything, gone
    for kept in ("Ben Beispiel", "p-ben@example.org", "Ben's", "account-p-ben"):
        assert kept in everything
    with store.begin() as db:
        row = db.execute(select(people_table).where(people_table.c.id == ANN)).one()
        assert (row.erased, row.roles) == (NOON + 5, [])
        assert read_project(db, "ED").reviewers == (ANN,)


def test_the_histories_of_an_erased_person_still_hold(store: Engine) -> None:
    """And the erasure is one of the events, with the id alone."""
    with store.begin() as db:
        people.erase(db, ANN, by="p-admin", at=NOON)
        assert [broken_at(db, key) for key in ("ED-1", "ED-2", people.PEOPLE)] == [None] * 3
        (told,) = read(db, people.PEOPLE)
    assert (told.event, told.actor, told.facts) == (people.ERASED, "p-admin", {"person": ANN})
    assert told.reason is None


def test_erasing_twice_is_erasing_once(store: Engine) -> None:
    """The second time nothing happens; the export says that it happened."""
    with store.begin() as db:
        people.erase(db, ANN, by="p-admin", at=NOON)
        assert people.erase(db, ANN, by="p-admin", at=NOON + 1).again
        assert len(read(db, people.PEOPLE)) == 1
        document = people.export(db, ANN)
    assert document["person"]["erased"] == NOON
    assert document["words"] == []


def test_two_erased_people_do_not_get_in_each_others_way(store: Engine) -> None:
    """Both came from one issuer; and who signs in again is somebody new."""
    with store.begin() as db:
        for person in (ANN, BEN):
            people.erase(db, person, by="p-admin", at=NOON)
        add_person(db, "p-new", subject="subject-p-ann")
        assert people.find(db, "p-new@example.org") == ("p-new",)


def test_people_are_found_by_id_address_or_account(store: Engine) -> None:
    """However the address is written; nobody is found by nothing."""
    with store.begin() as db:
        for who in (ANN, "P-Ann@Example.org", "account-p-ann"):
            assert people.find(db, who) == (ANN,)
        people.erase(db, BEN, by="p-admin", at=NOON)
        assert people.find(db, "p-ben@example.org") == people.find(db, "") == ()
        for act in (people.export, lambda db, who: people.erase(db, who, by="a", at=NOON)):
            with pytest.raises(LookupError):
                act(db, "p-nobody")


PEOPLES = {
    "people": {"id", "issuer", "subject", "account", "name", "email", "roles", "created", "erased"},
    "assessments": {"author", "submitted_by", "decided_by"},
    "acceptances": {"by"},
    "history": {"actor", "facts"},
    "words": {"author", "text"},
    "issues": {"owner"},
    "projects": {"settings"},
    "quiz_attempts": {"person"},
    "completions": {"person"},
    "exercise_reports": {"person"},
    "reading_marks": {"person"},
    "cohorts": {"trainer", "name"},
    "cohort_members": {"person"},
    "feedback_given": {"person"},
}
"""Columns that say something about people, all of which `people.py` or `learning.py` knows."""

WORDS_FOR_PEOPLE = ("by", "author", "actor", "owner", "person", "user", "email", "account", "name",
                    "trainer")  # fmt: skip


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_no_column_about_people_is_overlooked(table: Table) -> None:
    """A new one has to be handed out and erased too, and then stands above."""
    named = {
        column.name
        for column in table.c
        if not {*column.name.split("_")}.isdisjoint(WORDS_FOR_PEOPLE)
    }
    assert named - PEOPLES.get(table.name, set()) - {"identifier"} <= (
        {"name"} if table.name == "pauses" else set()
    )
