"""Changing a cohort: name, day, code, members, trainer; and deleting it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cohort_room import ADA, ADMIN, BELA, FORM, RIVAL, TRAINER, Room
from learners import words
from sqlalchemy import select, update

from jira_app.access import Person
from jira_app.records import history
from jira_app.store.records import people
from jira_app.store.training import cohort_members, cohorts, feedback_answers, feedback_given
from jira_app.training import cohort_changes, cohort_store
from jira_app.training.cohort import Cohort
from jira_app.training.cohort_store import CHAIN


def acts(room: Room) -> list[tuple[str, str, dict[str, Any]]]:
    """Read what was recorded since the cohort was made: event, who, further facts."""
    with room.engine.connect() as db:
        assert history.broken_at(db, CHAIN) is None
        told = [(each.event, each.actor, dict(each.facts)) for each in history.read(db, CHAIN)]
    for _event, _actor, facts in told:
        del facts["cohort"]
    return [each for each in told if each[0] != "cohort-made"]


def change(room: Room, cohort: str, part: str, person: Person = TRAINER, **form: Any) -> str:
    """Send a form of the page; the page that follows."""
    answer = room.post(person, f"/training/cohorts/{cohort}/{part}", **form)
    return str(answer.headers["Location"])


def lose_role(room: Room, person: Person) -> None:
    """Take all roles but the first from somebody."""
    with room.engine.begin() as db:
        mine = people.c.id == person.id
        db.execute(update(people).where(mine).values(roles=["squad"]))


def test_name_and_day_can_be_changed_and_the_modules_cannot(room: Room) -> None:
    """Members agreed to these; what changes nothing is no act."""
    made = room.cohort(ADA)
    new = {"name": " Cards \n squad", "day": "2026-12-01", "modules": ["02"]}
    for _ in range(2):
        change(room, made, "change", **new)
    page = words(room.get(TRAINER, "/training/cohorts"))
    assert "Cards squad 2026-12-01 01, 05 1 can be joined" in page
    assert "Cards squad" in words(room.get(ADA, "/training/join"))
    assert acts(room) == [("cohort-changed", TRAINER.id, {})]


@pytest.mark.parametrize(
    ("part", "form", "complaint"),
    [
        ("change", {**FORM, "name": " "}, "Give the group a name"),
        ("change", {**FORM, "day": "tomorrow"}, "Give the day"),
        ("remove", {}, "Choose at least one member"),
        ("hand-over", {}, "Choose a trainer"),
        ("hand-over", {"trainer": ADA.id}, "Choose a trainer"),
        ("hand-over", {"trainer": "nobody"}, "Choose a trainer"),
    ],
)
def test_a_wrong_change_comes_back_and_changes_nothing(
    small: Room, part: str, form: dict[str, Any], complaint: str
) -> None:
    """With what was written."""
    made = small.cohort(ADA)
    page = small.post(ADMIN, f"/training/cohorts/{made}/{part}", 422, **form).text
    assert words(page).count(complaint) == 2  # above, and at the field
    assert 'aria-invalid="true"' in page or 'aria-describedby="member-help member-error"' in page
    assert acts(small) == []


def test_another_code_makes_the_one_before_lead_nowhere(room: Room) -> None:
    """Members stay; the same form sent twice draws one code."""
    made = room.cohort(ADA)
    before = room.code(made)
    for _ in range(2):
        change(room, made, "code", code=before)
    after = room.code(made)
    assert after != before
    room.get(BELA, f"/training/join/{before}", 404)
    room.join(made, BELA)
    assert {row["name"] for row in room.sheet(made)} == {ADA.name, BELA.name}
    assert acts(room) == [("cohort-recoded", TRAINER.id, {})]


def test_another_code_is_nobody_elses(room: Room) -> None:
    """Where none is free, the code stays."""
    drawn = iter(["BCDFGHJK", "KJHGFDCB", "KJHGFDCB", "BBBBBBBB", *["KJHGFDCB"] * 9])
    new = [Cohort(f"c{n}", "Squad", ("01",), TRAINER.id, "2026-11-22", "", 0.0) for n in range(2)]
    with room.engine.begin() as db:
        made, _other = [cohort_store.make(db, each, lambda: next(drawn)) for each in new]
        cohort_changes.recode(db, made, lambda: next(drawn), by=TRAINER.id, now=0.0)
    with pytest.raises(RuntimeError), room.engine.begin() as db:
        cohort_changes.recode(db, made, lambda: next(drawn), by=TRAINER.id, now=0.0)
    assert (room.code("c0"), room.code("c1")) == ("BBBBBBBB", "KJHGFDCB")


def test_members_are_removed_with_what_was_marked_about_them(room: Room) -> None:
    """Twice is once; who was never in it is left alone, and other groups are."""
    made, other = room.cohort(ADA, BELA), room.cohort(ADA)
    room.post(TRAINER, f"/training/cohorts/{made}/attendance", now=[f"01:{ADA.id}"])
    for _ in range(2):
        change(room, made, "remove", member=[ADA.id, RIVAL.id])
    assert {row["name"] for row in room.sheet(made)} == {BELA.name}
    assert {row["name"] for row in room.sheet(other)} == {ADA.name}
    room.join(made, ADA)
    assert {row["attended"] for row in room.sheet(made)} == {"no"}
    assert acts(room) == [("cohort-member-removed", TRAINER.id, {"person": ADA.id})]


def test_a_deleted_cohort_takes_members_attendance_and_feedback_along(room: Room) -> None:
    """And nothing of others; what members learnt, and their certificates, stay."""
    gone, stays = room.cohort(ADA), room.cohort(ADA, BELA)
    room.take(ADA, "05")
    for cohort in (gone, stays, ""):
        room.say(ADA, cohort, useful="5")
    code = room.code(gone)
    change(room, gone, "delete")
    room.get(TRAINER, f"/training/cohorts/{gone}", 404)
    room.get(ADA, f"/training/join/{code}", 404)
    room.post(TRAINER, f"/training/cohorts/{gone}/delete", 404)
    with room.engine.connect() as db:
        assert set(db.scalars(select(cohorts.c.id))) == {stays}
        assert set(db.scalars(select(cohort_members.c.cohort))) == {stays}
        assert set(db.scalars(select(feedback_answers.c.cohort))) == {stays, None}
        assert set(db.scalars(select(feedback_given.c.cohort))) == {stays, ""}
    assert "Certificate" in room.get(ADA, f"/training/certificates/{room.number(ADA)}")
    assert acts(room) == [("cohort-deleted", TRAINER.id, {})]


def test_an_administrator_hands_a_cohort_to_another_trainer(room: Room) -> None:
    """Who then sees it in the place of the one before; members read the name."""
    made = room.cohort(ADA)
    for _ in range(2):
        change(room, made, "hand-over", ADMIN, trainer=RIVAL.id)
    room.get(TRAINER, f"/training/cohorts/{made}", 404)
    assert ADA.name in words(room.page(made, person=RIVAL))
    assert "Ria Rival and the administrators" in words(room.get(ADA, "/training/join"))
    assert acts(room) == [("cohort-handed-over", ADMIN.id, {"trainer": RIVAL.id})]


def test_trainers_cannot_hand_a_cohort_over_themselves(small: Room) -> None:
    """They are not even offered to, for members agreed to their name."""
    made = small.cohort(ADA)
    assert "Hand it to another trainer" not in small.page(made, "/change")
    assert "Hand it to another trainer" in small.page(made, "/change", ADMIN)
    small.post(TRAINER, f"/training/cohorts/{made}/hand-over", 403, trainer=RIVAL.id)
    small.post(RIVAL, f"/training/cohorts/{made}/hand-over", 404, trainer=RIVAL.id)
    assert acts(small) == []


def test_a_cohort_without_a_trainer_takes_nobody_and_names_nobody(room: Room) -> None:
    """Until it is handed to one; those who are in it may leave."""
    made = room.cohort(ADA)
    where = f"/training/join/{room.code(made)}"
    lose_role(room, TRAINER)
    page = words(room.get(BELA, where))
    assert "This group has no trainer any more, so it takes nobody." in page
    assert "Join the group" not in page.replace("Join the group Payments squad", "")
    room.post(BELA, where, 409)
    mine = words(room.get(ADA, "/training/join"))
    assert "The administrators of fairgate see" in mine
    assert TRAINER.name not in mine
    room.post(ADA, where)
    assert "An administrator can hand it to one" in words(room.page(made, person=ADMIN))
    assert "nobody any more closed" in words(room.get(ADMIN, "/training/cohorts"))
    room.post(ADMIN, f"/training/cohorts/{made}/close")
    room.post(ADMIN, f"/training/cohorts/{made}/reopen", 409)
    change(room, made, "hand-over", ADMIN, trainer=RIVAL.id)
    room.post(RIVAL, f"/training/cohorts/{made}/reopen")
    room.post(BELA, where)
    assert BELA.name in words(room.page(made, person=RIVAL))


def test_a_form_sent_again_with_other_words_says_so_and_makes_nothing(room: Room) -> None:
    """The words are kept; sent once more, they make another group."""
    first = re.search(r'name="form" value="(\w+)"', room.get(TRAINER, "/training/cohorts/new"))
    assert first
    made = room.make(form=first[1])
    other = {**FORM, "name": "Cards squad"}
    page = room.post(TRAINER, "/training/cohorts", 409, form=first[1], **other).text
    assert "This form was sent before, with other words" in words(page)
    assert 'value="Cards squad"' in page
    second = re.search(r'name="form" value="(\w+)"', page)
    assert second
    assert second[1] != first[1]
    assert "Payments squad" in words(room.page(made))
    assert "Cards squad" in words(room.page(room.make(form=second[1], name="Cards squad")))
