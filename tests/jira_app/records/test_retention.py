"""What is gone and was kept long enough is deleted, and the history says so and holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select

from jira_app.projects import Project, write_project
from jira_app.records.daily import ENDED, daily
from jira_app.records.history import broken_at, read
from jira_app.records.retention import BATCH, DAY, EXPIRED, Counts, due, expire
from jira_app.store.records import assessments, evidence, issues, words
from jira_app.store.tables import DEAD, inbox, outbox
from tests.jira_app.databases import KINDS, new_store
from tests.jira_app.records.archive import (
    ANN,
    accept_risk,
    add_assessment,
    add_evidence,
    add_issue,
    add_rollout,
)
from tests.jira_app.town import NOON, Clock

WHOLE = Counts(issues=1, assessments=1, evidence=2, rollouts=1, acceptances=1, texts=2)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open a store in which ED keeps for ten days, and LOAN for ever."""
    with new_store(request.param, tmp_path) as engine:
        with engine.begin() as db:
            write_project(db, Project("ED", kept_for_days=10), NOON)
            write_project(db, Project("LOAN"), NOON)
        yield engine


def fill(store: Engine, key: str, *, gone: bool = True) -> None:
    """Let an issue have everything an issue can have."""
    with store.begin() as db:
        add_issue(db, key, gone=gone)
        add_assessment(db, key)
        add_evidence(db, key)
        add_evidence(db, key, "cd" * 32)
        add_rollout(db, key)
        accept_risk(db, key, ANN, f"A reason for {key}.")


def later(days: float) -> Clock:
    """Give a clock that stands some days after noon."""
    clock = Clock()
    clock.pass_(days * DAY)
    return clock


def test_an_issue_that_is_gone_long_enough_is_emptied(store: Engine) -> None:
    """Neither before its time, nor one that is still there, nor one that is kept for ever."""
    fill(store, "ED-1")
    fill(store, "ED-2", gone=False)
    fill(store, "LOAN-1")
    fill(store, "OTHER-1")
    assert expire(store, later(9.9)) == Counts()
    assert due(store, later(10)()) == {"ED-1": WHOLE}
    assert expire(store, later(10)) == WHOLE
    assert expire(store, later(20)) == Counts()
    assert due(store, later(20)()) == {}
    with store.begin() as db:
        row = db.execute(select(issues).where(issues.c.key == "ED-1")).one()
        assert (row.summary, row.status, row.owner, row.squad) == ("", "", "", "")
        for table, rows in ((assessments, 3), (evidence, 6)):
            assert db.scalar(select(func.count()).select_from(table)) == rows
        left = set(db.scalars(select(words.c.text)))
    assert left == {None, *(f"A reason for {key}." for key in ("ED-2", "LOAN-1", "OTHER-1"))}


def test_the_history_stays_and_says_what_was_deleted(store: Engine) -> None:
    """Facts and hashes as before, without words."""
    fill(store, "ED-1")
    expire(store, later(10))
    with store.begin() as db:
        told = read(db, "ED-1")
        assert broken_at(db, "ED-1") is None
    assert [entry.event for entry in told] == ["assessment-begun", "risk-accepted", EXPIRED]
    assert told[1].facts == {"until": NOON + 1000}
    assert {entry.reason for entry in told} == {None}
    expected = {"assessments": 1, "evidence": 2, "rollouts": 1, "acceptances": 1, "texts": 2}
    assert (told[2].actor, told[2].facts) == ("fairgate", expected)


def test_what_comes_after_it_was_emptied_is_deleted_too(store: Engine) -> None:
    """Such as evidence of a job that did not know."""
    fill(store, "ED-1")
    expire(store, later(10))
    with store.begin() as db:
        add_evidence(db, "ED-1")
    assert expire(store, later(11)) == Counts(issues=1, evidence=1)


def test_letters_that_quote_the_issue_go_as_well(store: Engine) -> None:
    """Those that were given up on; whatever waits is still told."""
    fill(store, "ED-1")
    with store.begin() as db:
        for state in (DEAD, "waiting"):
            parcel = {"issue": "ED-1", "kind": "flag", "payload": {}, "made": NOON, "state": state}
            hint = {"issue": "ED-1", "event": "e", "digest": state, "received": NOON}
            db.execute(insert(outbox).values(parcel))
            db.execute(insert(inbox).values(**hint, state=state))
    expire(store, later(10))
    with store.begin() as db:
        for box in (inbox, outbox):
            assert list(db.scalars(select(box.c.state))) == ["waiting"]


def test_many_issues_go_in_several_transactions(tmp_path: Path) -> None:
    """One more than two batches."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            write_project(db, Project("ED", kept_for_days=1), NOON)
            for number in range(2 * BATCH + 1):
                add_issue(db, f"ED-{number}", gone=True)
        assert expire(engine, later(1)) == Counts(issues=2 * BATCH + 1)


def hints(store: Engine) -> list[tuple[str, str]]:
    """List what Jira has yet to be told, and why."""
    with store.begin() as db:
        found = db.execute(select(inbox.c.issue, inbox.c.event).order_by(inbox.c.id))
        return [(row.issue, row.event) for row in found]


def test_an_approval_lapses_at_its_end_and_jira_is_told_once(store: Engine) -> None:
    """Or when its template has a new major version; what holds longer is left alone."""
    with store.begin() as db:
        add_assessment(db, "ED-1", state="approved", until=NOON + 5)
        add_assessment(db, "ED-2", state="approved", until=NOON + 2 * DAY)
        add_assessment(db, "ED-3", state="approved", until=NOON + 2 * DAY, template="other")
    assert daily(store, Clock()).lapsed == 0
    majors = {"preflight": "1", "other": "2"}
    assert [daily(store, later(1), majors).lapsed for _ in range(2)] == [2, 0]
    assert hints(store) == [("ED-1", "assessment-lapsed"), ("ED-3", "assessment-lapsed")]
    with store.begin() as db:
        assert read(db, "ED-1")[-1].facts["why"] == "until"
        assert read(db, "ED-3")[-1].facts["why"] == "template"
        assert [broken_at(db, f"ED-{number}") for number in (1, 2, 3)] == [None] * 3


def test_the_end_of_an_acceptance_is_told_once(store: Engine) -> None:
    """What Jira shows may change by it."""
    with store.begin() as db:
        accept_risk(db, "ED-4", ANN, "For a while.")
    for days in (0, 1, 2, 30):
        daily(store, later(days))
    assert hints(store) == [("ED-4", ENDED)]


def test_deleting_is_done_once_a_day_whoever_asks(store: Engine) -> None:
    """The next process that day leaves it; the day after it is done again."""
    clock = later(10)
    assert daily(store, clock).deleted == Counts()
    fill(store, "ED-1")
    clock.pass_(DAY - 1)
    assert daily(store, clock).deleted == Counts()
    clock.pass_(1)
    assert daily(store, clock).deleted == WHOLE


def test_a_process_that_dies_at_it_is_followed_by_another(store: Engine) -> None:
    """An hour later, not a day."""
    fill(store, "ED-1")
    clock, calls = later(10), list[float]()

    def dying() -> float:
        calls.append(clock())
        if len(calls) == 2:
            raise KeyboardInterrupt
        return calls[-1]

    with pytest.raises(KeyboardInterrupt):
        daily(store, dying)
    assert daily(store, clock).deleted == Counts()
    clock.pass_(3600)
    assert daily(store, clock).deleted == WHOLE
