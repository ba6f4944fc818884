"""The hardest questions of a cohort: of first tries, of enough people, of nobody by name."""

from __future__ import annotations

from html import unescape

from cohort_room import ADA, BELA, CEM, LEARNERS, TRAINER, Room
from learners import module, words
from sqlalchemy import update

from jira_app.store.training import quiz_attempts


def test_below_five_first_tries_nothing_is_shown(room: Room) -> None:
    """But how many are lacking; the fifth shows it."""
    made = room.cohort(*LEARNERS[:5])
    for person in LEARNERS[:4]:
        room.take(person, "05", but=2)
        room.take(person, "05", but=1)
    page = words(room.page(made, "/questions"))
    assert "4 first tries so far. One more is needed before anything is shown." in page
    assert "wrong:" not in page
    room.take(LEARNERS[4], "05")
    assert "5 first tries" in words(room.page(made, "/questions"))


def test_the_hardest_comes_first_with_what_was_chosen_and_the_objective(room: Room) -> None:
    """Only the first try of each counts."""
    made = room.cohort(*LEARNERS)
    for number, person in enumerate(LEARNERS):
        room.take(person, "05", but=number // 2)
        room.take(person, "05", but=9)
    page = words(room.page(made, "/questions"))
    first, second, third, *_others = module("05").quiz.items
    slip = next(option for option in first.options if not option.right)
    objective = next(each for each in module("05").objectives if each.id == first.objective)
    told = page.partition("The hardest question comes first.")[2]
    assert told.index(first.text) < told.index(second.text) < told.index(third.text)
    assert "71 % wrong: 5 of 7" in told
    assert "43 % wrong: 3 of 7" in told
    assert f"Chosen wrongly most often (5 of 7): {slip.text}" in told
    assert f"Objective: {objective.text}" in told
    assert "14 % wrong: 1 of 7 No mistake was made twice." in told
    for person in LEARNERS:
        assert person.name not in page


def test_only_what_members_first_did_since_the_cohort_was_made_counts(room: Room) -> None:
    """Neither what others did, nor what somebody did who had read the answers before."""
    room.take(ADA, "05", but=5)
    room.clock.pass_(60)
    made = room.cohort(*LEARNERS[:6])
    room.take(ADA, "05")
    for person in LEARNERS[1:5]:
        room.take(person, "05", but=1)
    room.take(LEARNERS[6], "05", but=9)
    assert "4 first tries so far" in words(room.page(made, "/questions"))
    room.take(LEARNERS[5], "05", but=1)
    page = words(room.page(made, "/questions"))
    assert "100 % wrong: 5 of 5" in page
    assert "9 questions that nobody answered wrongly" in page


def test_first_tries_before_the_module_was_changed_are_left_out_and_told(room: Room) -> None:
    """Their questions may have been others."""
    made = room.cohort(*LEARNERS)
    for person in LEARNERS:
        room.take(person, "05", but=1)
    old = quiz_attempts.c.person.in_([ADA.id, BELA.id])
    with room.engine.begin() as db:
        db.execute(update(quiz_attempts).where(old).values(digest="sha256:0"))
    page = words(room.page(made, "/questions"))
    assert "2 first tries were at other versions" in page
    assert "wrong: 5 of 5" in page
    with room.engine.begin() as db:
        more = quiz_attempts.c.person == CEM.id
        db.execute(update(quiz_attempts).where(more).values(digest="sha256:0"))
    assert "One more is needed" in words(room.page(made, "/questions"))


def test_first_tries_whose_answers_were_deleted_are_no_wrong_answers(room: Room) -> None:
    """They were kept long enough; nor does a later try take their place."""
    made = room.cohort(*LEARNERS[:6])
    for person in LEARNERS[:6]:
        room.take(person, "05", but=1)
    old = quiz_attempts.c.person == ADA.id
    with room.engine.begin() as db:
        db.execute(update(quiz_attempts).where(old).values(answers=None))
    room.take(ADA, "05", but=9)
    assert "wrong: 5 of 5" in words(room.page(made, "/questions"))


def test_who_leaves_takes_their_answers_along(room: Room) -> None:
    """The fifth one's leaving hides all again."""
    made = room.cohort(*LEARNERS[:5])
    for person in LEARNERS[:5]:
        room.take(person, "05", but=1)
    room.post(ADA, f"/training/cohorts/{made}/leave")
    assert "4 first tries so far" in words(room.page(made, "/questions"))


def test_questions_are_told_in_their_own_language_and_harmless(room: Room) -> None:
    """Text of a module is text; the bars say nothing that the words do not say."""
    made = room.cohort(*LEARNERS)
    for person in LEARNERS:
        room.take(person, "05", but=3)
    page = room.get(TRAINER, f"/training/cohorts/{made}/questions")
    assert page.count('<svg class="bars" aria-hidden="true"') == 3
    assert '<h3 lang="en">' in page
    assert "&amp;quot;" not in page
    assert 'The gate says "warn" and ends' in unescape(page)
