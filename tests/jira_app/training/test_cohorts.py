"""A trainer's pages: cohorts, who is in one, how far they are; files to take away."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from cohort_room import ADA, ADMIN, BELA, CEM, FORM, LEARNERS, PARTS, TRAINER, Room
from learners import module, words
from sqlalchemy import event, select, update

from jira_app.records import history
from jira_app.store.records import people
from jira_app.store.training import cohorts
from jira_app.training import cohort_store
from jira_app.training.cohort import Cohort
from jira_app.training.cohort_store import CHAIN


def test_a_cohort_is_made_and_listed_with_its_members(room: Room) -> None:
    """Under a code of its own; the history says who made it."""
    made = room.cohort(ADA, BELA)
    page = words(room.get(TRAINER, "/training/cohorts"))
    assert "Payments squad 2026-11-22 01, 05 2 can be joined" in page
    assert re.search(r"[B-Z]{4}-[B-Z]{4}", words(room.page(made)))
    with room.engine.connect() as db:
        (entry,) = history.read(db, CHAIN)
        assert history.broken_at(db, CHAIN) is None
    assert (entry.event, entry.actor, entry.facts) == ("cohort-made", TRAINER.id, {"cohort": made})


def test_the_same_form_sent_twice_makes_one_cohort(room: Room) -> None:
    """Both lead to it."""
    nonce = re.search(r'name="form" value="(\w+)"', room.get(TRAINER, "/training/cohorts/new"))
    assert nonce
    assert room.make(form=nonce[1]) == room.make(form=nonce[1]) == nonce[1]
    with room.engine.connect() as db:
        assert len(db.execute(select(cohorts)).all()) == len(history.read(db, CHAIN)) == 1


def test_a_code_that_is_taken_is_drawn_anew(room: Room) -> None:
    """And where none is free, nothing is made."""
    drawn = iter(["BCDFGHJK", "BCDFGHJK", "KJHGFDCB", *["BCDFGHJK"] * 9])
    new = [Cohort(f"c{n}", "Squad", ("01",), TRAINER.id, "2026-11-22", "", 0.0) for n in range(3)]
    with room.engine.begin() as db:
        for each in new[:2]:
            cohort_store.make(db, each, lambda: next(drawn))
    with pytest.raises(RuntimeError), room.engine.begin() as db:
        cohort_store.make(db, new[2], lambda: next(drawn))
    with room.engine.connect() as db:
        assert sorted(db.scalars(select(cohorts.c.code))) == ["BCDFGHJK", "KJHGFDCB"]


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "  ", "Give the group a name"),
        ("name", "x" * 201, "at most"),
        ("day", "22.11.2026", "Give the day"),
        ("day", "2026-02-30", "Give the day"),
        ("day", "20261122", "Give the day"),
        ("modules", [], "Choose at least one module"),
        ("modules", ["99"], "Choose at least one module"),
    ],
)
def test_a_wrong_form_comes_back_and_nothing_is_made(
    small: Room, field: str, value: Any, complaint: str
) -> None:
    """With what was written."""
    answer = small.post(TRAINER, "/training/cohorts", 422, **{**FORM, field: value})
    assert complaint in words(answer.text)
    assert field == "name" or 'value="Payments squad"' in answer.text
    assert "There is no group yet" in small.get(TRAINER, "/training/cohorts")


def test_the_table_says_how_far_everybody_is(room: Room) -> None:
    """Attendance as the trainer marks it, exercise by own word, the best try and the first pass."""
    made = room.cohort(ADA, BELA, CEM)
    room.post(ADA, "/training/05/exercise", done="yes")
    room.take(ADA, "05", but=4)
    room.clock.pass_(86_400)
    room.take(ADA, "05")
    room.clock.pass_(86_400)
    room.take(ADA, "05", but=1)
    room.take(BELA, "05", but=9)
    room.take(CEM, "02")
    room.post(TRAINER, f"/training/cohorts/{made}/attendance", now=[f"01:{BELA.id}"])
    page = words(room.page(made))
    assert "exercise done quiz: 10 of 10 right, 3 tries passed 22 Nov 2026" in page
    assert "certificate: Ada Learner, 05 Reading a verdict" in page
    assert "quiz: 1 of 10 right, 1 try" in page
    assert "Where unfairness enters a product 1 0 0 0" in page
    assert "small numbers 0 1 2 1" in page
    assert "Cem Learner – –" in page
    ada = next(row for row in room.sheet(made) if (row["name"], row["module"]) == (ADA.name, "05"))
    assert ada == {
        "group": "Payments squad",
        "day": "2026-11-22",
        "name": "Ada Learner",
        "module": "05",
        "title": "Reading a verdict: groups, intervals, unknown, small numbers",
        "attended": "no",
        "exercise": "yes",
        "tries": "3",
        "best %": "100",
        "passed": "2026-11-22",
    }


def test_no_single_answer_stands_beside_a_name(small: Room) -> None:
    """Neither on the pages nor in the files."""
    made = small.cohort(*LEARNERS[:4])
    for person in LEARNERS[:4]:
        small.take(person, "05", but=3)
        small.take(person, "05", but=1)
    told = small.told(made)
    assert {each["verb"]["display"]["en"] for each in told} == {"passed", "completed"}
    scores = [each["result"]["score"] for each in told if "score" in each["result"]]
    assert [score["raw"] for score in scores] == [9] * 4
    assert {each["result"].get("response") for each in told} == {None}
    assert {each["actor"]["account"]["name"] for each in told} == {p.id for p in LEARNERS[:4]}
    item = module("05").quiz.items[0]
    for part in PARTS:
        text = small.ask(TRAINER, f"/training/cohorts/{made}{part}").text
        assert item.text not in text
        assert item.id not in text


def test_files_tell_days_where_the_page_does_and_no_moment(room: Room) -> None:
    """The day of a pass; that an exercise is done and a try that was no pass have no time."""
    made = room.cohort(ADA, BELA)
    room.clock.pass_(61.5)
    room.post(ADA, "/training/05/exercise", done="yes")
    room.take(ADA, "05")
    room.take(BELA, "05", but=9)
    told = {
        (each["actor"]["name"], each["verb"]["display"]["en"], each["object"]["id"]): each
        for each in room.told(made)
    }
    name = "urn:fairgate:training:05"
    assert {key: each.get("timestamp") for key, each in told.items()} == {
        (ADA.name, "completed", f"{name}:exercise"): None,
        (ADA.name, "passed", f"{name}:quiz"): "2026-11-21T12:00:00Z",
        (ADA.name, "completed", name): "2026-11-21T12:00:00Z",
        (BELA.name, "failed", f"{name}:quiz"): None,
    }
    text = room.ask(TRAINER, f"/training/cohorts/{made}/xapi.jsonl").text
    assert "12:01" not in text


def test_a_pass_is_told_as_it_was_certified(room: Room) -> None:
    """With its own score and version on its own day; a better try later makes no other pass."""
    made = room.cohort(ADA)
    room.take(ADA, "05", but=1)
    before = room.told(made)
    room.clock.pass_(86_400)
    later = module("05").outline.model_copy(update={"version": "9.0.0"})
    changed = replace(module("05"), outline_file=replace(module("05").outline_file, content=later))
    room.app = room.open(changed if each.id == "05" else each for each in room.taught)
    room.take(ADA, "05")
    assert room.told(made) == before
    (passed,) = (each for each in before if "score" in each["result"])
    assert passed["result"]["score"]["raw"] == 9
    assert passed["context"]["revision"] == module("05").outline.version
    (row,) = (row for row in room.sheet(made) if row["module"] == "05")
    assert (row["best %"], row["passed"]) == ("100", "2026-11-21")


def test_names_are_neither_markup_nor_formulas(small: Room) -> None:
    """On the page, in the spreadsheet, in the name of its file."""
    evil = '=HYPERLINK("https://example.org")<script>alert(1)</script>'
    with small.engine.begin() as db:
        db.execute(update(people).where(people.c.id == ADA.id).values(name=evil))
    made = small.make(name="@SUM(A1)\r\nX: <b>")
    small.join(made, ADA)
    for page in (small.page(made), small.page(made, "/sheet"), small.page(made, "/attendance")):
        assert "<script>alert" not in page
        assert "<b>" not in page
    (first, *_) = small.sheet(made)
    assert first["name"] == f"'{evil}"
    assert first["group"] == "'@SUM(A1) X: <b>"
    answer = small.ask(TRAINER, f"/training/cohorts/{made}/cohort.csv")
    named = answer.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', named)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_more_members_take_no_more_statements(small: Room) -> None:
    """For the table."""
    asked: list[str] = []
    made = small.cohort(ADA)
    event.listen(small.engine, "before_cursor_execute", lambda *parts: asked.append(parts[2]))
    small.page(made)
    few = len(asked)
    small.join(made, *LEARNERS)
    for person in LEARNERS:
        small.take(person, "05")
    asked.clear()
    small.page(made)
    assert len(asked) == few


def test_closing_and_opening_are_recorded_once(room: Room) -> None:
    """However often somebody presses."""
    made = room.make()
    for part in ("close", "close", "reopen", "reopen"):
        room.post(TRAINER, f"/training/cohorts/{made}/{part}")
    with room.engine.connect() as db:
        events = [each.event for each in history.read(db, CHAIN)]
    assert events == ["cohort-made", "cohort-closed", "cohort-opened"]


def test_an_erased_member_is_nowhere_any_more(room: Room) -> None:
    """Not in the table, the sheets or the files, and not counted."""
    from jira_app.records.people import erase  # noqa: PLC0415 - beside what it is about

    made = room.cohort(ADA, BELA)
    room.take(ADA, "05")
    room.say(ADA, made, useful="5")
    with room.engine.begin() as db:
        erase(db, ADA.id, by=ADMIN.id, at=room.clock())
    for part in PARTS:
        text = room.ask(TRAINER, f"/training/cohorts/{made}{part}").text
        assert ADA.name not in text
        assert ADA.id not in text
    assert {row["name"] for row in room.sheet(made)} == {BELA.name}
    assert room.given() == set()
    assert len(room.feedback()) == 1  # it has no name on it


def test_a_cohort_outlives_its_trainer_and_its_module(room: Room) -> None:
    """It is closed, without a name; administrators see it. A module that is gone has its number."""
    from jira_app.records.people import erase  # noqa: PLC0415 - beside what it is about

    made = room.cohort(ADA)
    with room.engine.begin() as db:
        erase(db, TRAINER.id, by=ADMIN.id, at=room.clock())
    room.app = room.open([each for each in room.taught if each.id != "05"])
    for part in PARTS:
        text = room.ask(ADMIN, f"/training/cohorts/{made}{part}").text
        assert TRAINER.name not in text
    assert "nobody any more" in words(room.page(made, person=ADMIN))
    room.post(BELA, f"/training/join/{room.code(made)}", 409)
    with room.engine.connect() as db:
        assert db.scalar(select(cohorts.c.closed).where(cohorts.c.id == made)) == room.clock()
    assert "01 Where unfairness" in words(room.get(ADA, "/training/join"))
