"""Feedback on a module: anonymous as far as it says, once each, shown where enough gave some."""

from __future__ import annotations

import random
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from cohort_room import ADA, ADMIN, AUTHOR, BELA, LEARNERS, RIVAL, TRAINER, Room
from databases import new_store
from learners import module, words
from seeded import as_
from sqlalchemy import Engine, select

from jira_app.store.training import feedback_answers
from jira_app.training import feedback_store
from jira_app.training.cohorts import Chance
from jira_app.training.desk import Desk
from jira_app.training.feedback_pages import FeedbackPages
from jira_app.training.feedback_store import About

ANSWERS = {"useful": "4", "pace": "Right", "monday": "  The\r\nrates  "}


def test_answers_are_kept_without_a_person_and_without_a_moment(room: Room) -> None:
    """That somebody answered stands apart, and nothing in one row leads to the other."""
    made = room.cohort(ADA)
    room.say(ADA, made, **ANSWERS)
    (kept,) = room.feedback()
    number = kept.pop("id")
    assert kept == {
        "cohort": made,
        "module": "05",
        "version": module("05").outline.version,
        "day": "2026-11-21",
        "answers": {"useful": 4, "pace": "Right", "monday": "The\nrates"},
    }
    assert room.given() == {(made, ADA.id, "05")}
    assert number > 2**32  # drawn: a number that counts up would tell who came when


def test_numbers_do_not_tell_who_came_first(small: Room) -> None:
    """In a hundred they are in no order of arrival."""
    about = About("05", "1.0.0")
    with small.engine.begin() as db:
        for number in range(100):
            feedback_store.give(
                db, about, f"p{number}", {"n": number}, day="2026-11-22",
                number=Chance().new_number(),
            )  # fmt: skip
        kept = db.scalars(select(feedback_answers.c.answers).order_by(feedback_answers.c.id))
        order = [each["n"] for each in kept]
    assert sorted(order) == list(range(100))
    assert order != sorted(order)


def test_everybody_answers_once_for_each_module_and_cohort(room: Room) -> None:
    """A second form adds nothing, and says so; leaving and joining again changes nothing."""
    made = room.cohort(ADA)
    room.say(ADA, made, useful="5")
    room.post(ADA, f"/training/cohorts/{made}/leave")
    room.join(made, ADA)
    client = room.app.test_client()
    again = {"cohort": made, "a:useful": "1"}
    assert client.post("/training/05/feedback", data=again, **as_(ADA)).status_code == 303
    said = words(client.get("/training/05/feedback", **as_(ADA)).text)
    assert "You had given your feedback already; nothing was added." in said
    assert "You have given feedback for: Payments squad." in said
    room.say(ADA, "", useful="2")
    assert "nothing left to answer" in words(room.get(ADA, "/training/05/feedback"))
    assert sorted(each["answers"]["useful"] for each in room.feedback()) == [2, 5]
    assert "Every question may be left out" in words(room.get(BELA, "/training/05/feedback"))


def test_of_two_forms_at_the_same_moment_one_counts(room: Room) -> None:
    """Whichever comes first."""
    start, kept = threading.Barrier(2), []

    def give(useful: int) -> None:
        about, answers = About("05", "1.0.0"), {"useful": useful}
        start.wait()
        with room.engine.begin() as db:
            new = feedback_store.give(db, about, ADA.id, answers, day="2026-11-22", number=useful)
            kept.append(new)

    threads = [threading.Thread(target=give, args=(useful,)) for useful in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False, True]
    assert len(room.feedback()) == 1


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({}, "Answer at least one question"),
        ({"monday": " \0 \r\n "}, "Answer at least one question"),
        ({"useful": "6"}, "Choose one of the answers"),
        ({"useful": "four"}, "Choose one of the answers"),
        ({"pace": "Furious"}, "Choose one of the answers"),
        ({"monday": "x" * 2001}, "2000 characters at most"),
    ],
)
def test_a_wrong_form_comes_back_and_nothing_is_kept(
    small: Room, answers: dict[str, Any], complaint: str
) -> None:
    """With what was chosen and written."""
    page = small.say(ADA, status=422, **answers)
    assert complaint in words(page)
    assert small.feedback() == []
    assert small.given() == set()


def test_what_was_written_comes_back_with_the_complaint(small: Room) -> None:
    """As text, and what was chosen is still chosen; each complaint stands at its field."""
    page = small.say(
        ADA, status=422, useful="4", pace="Furious", change="Very <b>good</b>", monday="x" * 2001
    )
    assert "Very &lt;b&gt;good" in page
    assert 'name="a:useful" value="4" checked' in page
    assert page.count("How was the pace?") == page.count("will you look at first?") == 2
    for name, described in (
        ("pace", "a:pace-error"), ("monday", "a:monday-help a:monday-error")
    ):  # fmt: skip
        (tag,) = re.findall(rf'<[^>]* id="a:{name}"[^>]*>', page)
        assert f'aria-describedby="{described}"' in tag
        assert ('aria-invalid="true"' in tag) == (name == "monday")
        assert f'<a href="#a:{name}">' in page
    assert 'id="a:useful-error"' not in page


def test_an_answer_can_be_taken_back_before_it_is_sent(small: Room) -> None:
    """No answer is one that can be chosen, and is at first."""
    page = small.get(ADA, "/training/05/feedback")
    for name in ("useful", "pace", "explain", "hardest"):
        assert f'name="a:{name}" value="" checked' in page
    assert page.count(" checked") == 4
    assert "At most 2000 characters." in words(page)
    small.say(ADA, useful="", pace="Right", hardest="", monday="")
    assert [each["answers"] for each in small.feedback()] == [{"pace": "Right"}]


def test_feedback_for_a_cohort_is_for_its_members_and_modules(small: Room) -> None:
    """A forged form is refused like one for a cohort that is not there."""
    made, other = small.cohort(ADA), small.make(modules=["02"])
    small.join(other, ADA)
    small.say(BELA, made, 404, useful="1")
    small.say(ADA, other, 404, useful="1")
    small.say(ADA, "none", 404, useful="1")
    small.get(ADA, "/training/99/feedback", 404)
    assert small.feedback() == []


def test_the_form_says_how_far_anonymity_goes(small: Room) -> None:
    """And for which cohort it is, the newest first."""
    made = small.cohort(ADA)
    page = small.get(ADA, "/training/05/feedback")
    for said in (
        "we store the module, the group and the day, and no name",
        "what was answered to a question once 5 people have answered it",
        "In a small group what you write, or how you write it, can give you away",
        "whoever looks before and after you answer sees what was added",
        "could find out from its logs, or from traces in the database, which answers are yours",
        "neither show it to you later nor delete it",
    ):
        assert said in words(page)
    assert f'<option value="{made}" selected>' in page
    assert "none: I learn alone" in page
    assert small.get(ADA, f"/training/05/feedback?cohort={made}").count(" selected>") == 1


def test_a_trainer_sees_nothing_below_five_answers_to_a_question(room: Room) -> None:
    """But how many forms are lacking; from five on, counts, means and texts without names."""
    made = room.cohort(*LEARNERS)
    for number, person in enumerate(LEARNERS[:4]):
        room.say(person, made, useful=str(number + 1), monday=f"Text {number} <i>")
    page = words(room.page(made, "/feedback"))
    assert "4 forms so far. One more is needed before anything is shown." in page
    assert "Text" not in page
    assert "mean" not in page
    room.say(LEARNERS[4], made, useful="5", pace="Too fast", access="My screen reader failed.")
    page = words(room.page(made, "/feedback"))
    assert "5 forms." in page
    assert "5 answers, mean 3.0 of 1 to 5" in page
    assert page.count("Fewer than 5 people answered this") == 6
    for alone in ("Text", "screen reader failed", "Too fast", "Nobody"):
        assert alone not in page
    room.say(LEARNERS[5], made, monday="Text 5 <i>")
    whole = room.page(made, "/feedback")
    page = words(whole)
    assert all(f"Text {number}" in page for number in (0, 1, 2, 3, 5))
    assert "Too fast" not in page
    assert "<i>" not in whole
    assert not [person for person in LEARNERS if person.name in page]


def test_answers_that_a_form_no_longer_has_do_not_make_up_five(small: Room) -> None:
    """Four of today and one to an older form are four."""
    about = About("05", "0.9.0")
    with small.engine.begin() as db:
        for number, pace in enumerate(["Right"] * 4 + ["As before", 7]):
            feedback_store.give(
                db, about, f"p{number}", {"pace": pace}, day="2026-11-22", number=number
            )
    page = words(small.get(TRAINER, "/training/feedback"))
    assert "6 forms." in page
    assert "Right 4" not in page
    assert page.count("Fewer than 5 people answered this") == 7


def test_a_mean_is_written_as_the_reader_writes_numbers(small: Room) -> None:
    """With a comma in German."""
    for person in LEARNERS[:5]:
        small.say(person, useful="4")
    client = small.app.test_client()
    client.set_cookie("language", "de")
    page = client.get("/training/feedback", **as_(TRAINER)).text
    assert "4,0" in words(page)
    assert "4.0" not in words(page)


def test_feedback_without_a_cohort_is_for_all_trainers_and_kept_apart(small: Room) -> None:
    """Those of a cohort are for its own trainer and administrators."""
    made = small.cohort(*LEARNERS[:5])
    for person in LEARNERS[:5]:
        small.say(person, made, monday="in the cohort")
        small.say(person, monday="alone")
    for person in (TRAINER, RIVAL, ADMIN):
        page = words(small.get(person, "/training/feedback"))
        assert page.count("alone") > 5
        assert "in the cohort" not in page
    small.get(AUTHOR, "/training/feedback", 403)
    assert "alone" not in words(small.page(made, "/feedback"))
    small.get(RIVAL, f"/training/cohorts/{made}/feedback", 404)


def test_texts_stand_in_another_order_for_each_question(tmp_path: Path) -> None:
    """So that what one person wrote does not stand in the same place everywhere."""
    with new_store("sqlite", tmp_path) as engine:
        room = Room(engine)
        for number, person in enumerate(LEARNERS):
            room.say(person, monday=f"M{number}", change=f"C{number}", access=f"A{number}")
        texts = _texts(engine, room, random.Random(3).shuffle)  # noqa: S311 - a known order
        orders = {tuple(text[1:] for text in each) for each in texts}
        assert len(orders) == 3
        again = _texts(engine, room, random.Random(4).shuffle)  # noqa: S311 - a known order
        assert again != texts
        assert [sorted(each) for each in again] == [sorted(each) for each in texts]


def _texts(engine: Engine, room: Room, shuffle: Any) -> list[tuple[str, ...]]:
    desk = Desk(engine, room.clock, {"05": module("05")}, None, lambda: "")
    pages = FeedbackPages(desk, lambda: 0, shuffle)
    with engine.connect() as db:
        given = feedback_store.answers(db, None)
    ((_module, summary),) = pages.summaries(["05"], given)
    return [tally.texts for tally in summary.tallies if tally.texts]
