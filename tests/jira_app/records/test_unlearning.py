"""What people did in training is kept so many days, and no longer; what approvals rest on stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, func, insert, select

from jira_app.records.daily import daily
from jira_app.records.retention import DAY
from jira_app.records.unlearning import BATCH, Unlearnt, to_unlearn, unlearn
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
from tests.jira_app.records.archive import ANN, BEN
from tests.jira_app.town import NOON, Clock

MODULE = {"module": "02", "version": "1.0.0", "digest": "sha256:" + "0" * 64}
RESULT = {"right": 8, "total": 9}
TODAY = "2026-11-21"
"""The day of `NOON`."""


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store."""
    with new_store(request.param, tmp_path) as engine:
        yield engine


def meet(db: Connection, cohort: str, day: str = TODAY) -> None:
    """Let Ann and Ben meet in a group, where Ann gives feedback."""
    row = {"id": cohort, "name": cohort, "modules": ["02"], "trainer": "p-tess", "day": day}
    db.execute(insert(cohorts).values(**row, code=cohort, made=NOON))
    for person in (ANN, BEN):
        row = {"cohort": cohort, "person": person, "joined": NOON, "attended": ["02"]}
        db.execute(insert(cohort_members).values(row))
    say(db, day, ANN, cohort)


def say(db: Connection, day: str, person: str, cohort: str = "") -> None:
    """Give feedback."""
    about = {"module": "02", "version": "1.0.0", "day": day, "cohort": cohort or None}
    db.execute(insert(feedback_answers).values(**about, answers={"text": "Good."}))
    db.execute(insert(feedback_given).values(module="02", person=person, cohort=cohort))


def learn(db: Connection, at: float, form: str = "form-1") -> None:
    """Let Ann read, do and pass a module."""
    took = {"answers": {"q": ["a"]}, "passed": True, "nonce": form}
    db.execute(insert(quiz_attempts).values(person=ANN, **MODULE, **RESULT, **took, at=at))


def certify(db: Connection, at: float) -> None:
    """Let Ann have all that stays."""
    here = {"person": ANN, "at": at}
    db.execute(insert(completions).values(**here, **MODULE, **RESULT, id="n-1", envelope="signed"))
    db.execute(insert(exercise_reports).values(**here, module="02"))
    db.execute(insert(reading_marks).values(**here, module="02", section="questions"))


def later(days: float) -> Clock:
    """Give a clock that stands some days after noon."""
    clock = Clock()
    clock.pass_(days * DAY)
    return clock


def size(store: Engine, *tables: Table) -> list[int]:
    """Count rows."""
    with store.begin() as db:
        return [db.scalar(select(func.count()).select_from(each)) or 0 for each in tables]


def column(store: Engine, which: Any) -> list[Any]:
    """Read a column, in order."""
    with store.begin() as db:
        return list(db.scalars(select(which).order_by(which)))


GROUPS = (cohort_members, feedback_answers, feedback_given)


def test_a_group_is_forgotten_days_after_its_own_day(store: Engine) -> None:
    """Neither before the days are over, nor a group that meets later; twice is once."""
    with store.begin() as db:
        meet(db, "past")
        meet(db, "coming", "2026-12-24")
    for days in (0, 9, 10.4):
        assert unlearn(store, later(days), 10) == to_unlearn(store, later(days)(), 10) == Unlearnt()
    whole = Unlearnt(memberships=2, feedback=1)
    assert to_unlearn(store, later(11)(), 10) == whole
    assert size(store, *GROUPS) == [4, 2, 2]
    assert [unlearn(store, later(11), 10) for _ in range(2)] == [whole, Unlearnt()]
    for table in GROUPS:
        assert set(column(store, table.c.cohort)) == {"coming"}


def test_nobody_joins_a_group_that_was_forgotten(store: Engine) -> None:
    """Its name and day stay, and it is closed; one that was closed before keeps its moment."""
    with store.begin() as db:
        meet(db, "a-past")
        meet(db, "b-coming", "2026-12-24")
        meet(db, "c-closed")
        here = cohorts.c.id == "c-closed"
        db.execute(cohorts.update().where(here).values(closed=NOON))
    unlearn(store, later(11), 10)
    with store.begin() as db:
        found = db.execute(select(cohorts.c.id, cohorts.c.closed).order_by(cohorts.c.id)).all()
    assert found == [("a-past", later(11)()), ("b-coming", None), ("c-closed", NOON)]


def test_single_answers_go_and_the_score_stays(store: Engine) -> None:
    """So many days after the try, to the second."""
    with store.begin() as db:
        learn(db, NOON)
        learn(db, NOON + DAY, "form-2")
        certify(db, NOON)
    assert unlearn(store, later(9.9), 10) == Unlearnt()
    assert to_unlearn(store, later(10)(), 10) == Unlearnt(answers=1)
    assert unlearn(store, later(10), 10) == Unlearnt(answers=1)
    assert unlearn(store, later(10), 10) == Unlearnt()
    with store.begin() as db:
        rows = db.execute(select(quiz_attempts).order_by(quiz_attempts.c.at)).all()
    assert [each.answers for each in rows] == [None, {"q": ["a"]}]
    assert [(each.right, each.total, each.passed) for each in rows] == [(8, 9, True)] * 2
    assert unlearn(store, later(10_000), 10) == Unlearnt(answers=1)
    assert size(store, completions, exercise_reports, reading_marks) == [1, 1, 1]
    assert column(store, completions.c.envelope) == ["signed"]


def test_feedback_of_those_who_learn_alone_goes_by_its_own_day(store: Engine) -> None:
    """That they gave it has no day, so it goes with the module's last."""
    with store.begin() as db:
        say(db, TODAY, ANN)
        say(db, "2026-11-25", BEN)
    assert unlearn(store, later(11), 10) == Unlearnt(feedback=1)
    assert column(store, feedback_answers.c.day) == ["2026-11-25"]
    assert column(store, feedback_given.c.person) == [ANN, BEN]
    assert unlearn(store, later(15), 10) == Unlearnt(feedback=1)
    assert size(store, feedback_answers, feedback_given) == [0, 0]


def test_zero_days_are_for_ever(store: Engine) -> None:
    """As for issues."""
    with store.begin() as db:
        meet(db, "past")
        learn(db, NOON)
    assert unlearn(store, later(50_000), 0) == to_unlearn(store, later(50_000)(), 0) == Unlearnt()
    assert size(store, *GROUPS) == [2, 1, 1]


def test_many_attempts_go_in_several_transactions(tmp_path: Path) -> None:
    """One more than two batches."""
    with new_store("sqlite", tmp_path) as engine:
        with engine.begin() as db:
            for number in range(2 * BATCH + 1):
                learn(db, NOON, f"form-{number}")
        assert unlearn(engine, later(1), 1) == Unlearnt(answers=2 * BATCH + 1)


def test_it_is_done_once_a_day(store: Engine) -> None:
    """With what was kept long enough of issues, by whichever process has time."""
    with store.begin() as db:
        meet(db, "past")
    clock = later(11)
    assert daily(store, clock, training_days=10).unlearnt == Unlearnt(memberships=2, feedback=1)
    with store.begin() as db:
        meet(db, "again")
    assert daily(store, clock, training_days=10).unlearnt == Unlearnt()
    clock.pass_(DAY)
    assert daily(store, clock, training_days=10).unlearnt == Unlearnt(memberships=2, feedback=1)
