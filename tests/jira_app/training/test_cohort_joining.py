"""Joining and leaving a cohort: who will see what is read first, and codes are not guessed."""

from __future__ import annotations

from cohort_room import ADA, ADMIN, BELA, CEM, RIVAL, TRAINER, Room
from learners import words

from jira_app.access.shield import WRONG_CODES

WRONG = "BCDFGHJK"


def names(room: Room, cohort: str) -> set[str]:
    """List who is in a cohort."""
    return {row["name"] for row in room.sheet(cohort)}


def test_who_will_see_what_is_read_before_joining(room: Room) -> None:
    """By name, and looking joins nobody."""
    made = room.make()
    page = words(room.get(ADA, f"/training/join/{room.code(made)}"))
    for said in (
        "Join the group Payments squad",
        "Tess Trainer and the administrators of fairgate will see",
        "01 Where unfairness enters a product",
        "how often you took the quiz, your best result, and the day on which you passed",
        "your certificate, with the result of your first pass",
        "They do not see your single answers beside your name",
        "You can leave whenever you want",
    ):
        assert said in page
    assert names(room, made) == set()
    room.join(made, ADA)
    assert names(room, made) == {ADA.name}


def test_joining_twice_is_joining_once(room: Room) -> None:
    """What was marked stays."""
    made = room.cohort(ADA)
    room.post(TRAINER, f"/training/cohorts/{made}/attendance", now=[f"01:{ADA.id}"])
    room.join(made, ADA)
    assert [row["attended"] for row in room.sheet(made)] == ["yes", "no"]
    assert "You are in this group" in words(room.get(ADA, f"/training/join/{room.code(made)}"))


def test_a_code_is_taken_however_it_is_typed(small: Room) -> None:
    """With a line in the middle, in small letters; what is none is said on the page."""
    made = small.make()
    code = small.code(made)
    typed = f" {code[:4].lower()}-{code[4:]}"
    answer = small.ask(ADA, "/training/join", query_string={"code": typed})
    assert answer.headers["Location"].endswith(f"/training/join/{code}")
    answer = small.ask(ADA, "/training/join", query_string={"code": "hello <b>"})
    assert answer.status_code == 422
    assert "A code has eight letters" in words(answer.text)
    assert "<b>" not in answer.text


def test_a_closed_cohort_takes_nobody(room: Room) -> None:
    """Those who are in stay in, may press again, and may leave."""
    made = room.cohort(ADA)
    room.post(TRAINER, f"/training/cohorts/{made}/close")
    where = f"/training/join/{room.code(made)}"
    page = room.get(BELA, where)
    assert "takes nobody any more" in words(page)
    assert "Do not join" not in words(page)
    room.post(BELA, where, 409)
    room.post(ADA, where)
    assert names(room, made) == {ADA.name}
    room.post(ADA, f"/training/cohorts/{made}/leave")
    room.post(ADA, where, 409)
    room.post(TRAINER, f"/training/cohorts/{made}/reopen")
    room.join(made, BELA)
    assert names(room, made) == {BELA.name}


def test_who_leaves_is_seen_no_more(room: Room) -> None:
    """What was marked about them is gone; what they learnt is theirs, and seen if they return."""
    made = room.cohort(ADA, BELA)
    room.take(ADA, "05")
    room.post(TRAINER, f"/training/cohorts/{made}/attendance", now=[f"01:{ADA.id}"])
    assert "Leave Payments squad" in words(room.get(ADA, "/training/join"))
    room.post(ADA, f"/training/cohorts/{made}/leave")
    assert ADA.name not in room.page(made)
    assert names(room, made) == {BELA.name}
    assert "You are in no group" in words(room.get(ADA, "/training/join"))
    room.join(made, ADA)
    ada = [row for row in room.sheet(made) if row["name"] == ADA.name]
    assert [(row["attended"], row["tries"]) for row in ada] == [("no", "0"), ("no", "1")]


def test_one_leaves_ones_own_cohorts_only(small: Room) -> None:
    """Where one is not in, there is none."""
    made = small.cohort(ADA)
    for person in (BELA, TRAINER, RIVAL):
        small.post(person, f"/training/cohorts/{made}/leave", 404)
    small.post(ADA, "/training/cohorts/none/leave", 404)
    assert names(small, made) == {ADA.name}


def test_trainers_learn_too(small: Room) -> None:
    """Also in a cohort of their own."""
    made = small.cohort(TRAINER, ADMIN)
    assert names(small, made) == {TRAINER.name, ADMIN.name}


def test_guessing_codes_is_slowed_down_for_the_one_who_guesses(small: Room) -> None:
    """Others at the same address still join; right codes are not counted, later all is well."""
    made = small.make()
    right = f"/training/join/{small.code(made)}"
    most = int(WRONG_CODES.split()[0])
    for _ in range(most + 2):
        small.get(ADA, right)
    small.get(ADA, f"/training/join/{WRONG}", 404)
    for number in range(most - 1):
        wrong = f"/training/join/{WRONG[number % 8 :]}x"
        (small.get(ADA, wrong, 404) if number % 2 else small.post(ADA, wrong, 404))
    refused = small.ask(ADA, f"/training/join/{WRONG}")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 60
    small.get(ADA, right, 429)
    small.post(ADA, right, 429)
    small.join(made, BELA, CEM)
    assert names(small, made) == {BELA.name, CEM.name}
