"""Who may look at a cohort: its trainer and administrators; to all others there is none."""

from __future__ import annotations

from cohort_room import ADA, ADMIN, AUTHOR, FORM, PARTS, RIVAL, TRAINER, Room
from learners import words

POSTS = (
    "/close", "/reopen", "/attendance", "/change", "/code", "/remove", "/hand-over", "/delete"
)  # fmt: skip


def test_learners_are_refused_wherever_trainers_look(small: Room) -> None:
    """Whether the cohort is there or not, and even if they are in it."""
    made = small.cohort(ADA)
    for person in (ADA, AUTHOR):
        for path in ("", "/new", *(f"/{made}{part}" for part in PARTS), "/none", "/none/sheet"):
            small.get(person, f"/training/cohorts{path}", 403)
        small.get(person, "/training/feedback", 403)
        small.post(person, "/training/cohorts", 403, **FORM)
        for part in POSTS:
            small.post(person, f"/training/cohorts/{made}{part}", 403)


def test_who_did_not_sign_in_is_asked_to(small: Room) -> None:
    """On every page, and nothing is told."""
    made = small.cohort(ADA)
    for path in ("cohorts", "feedback", "join", f"join/{small.code(made)}", "05/feedback",
                 *(f"cohorts/{made}{part}" for part in PARTS)):  # fmt: skip
        assert "Payments" not in small.get(None, f"/training/{path}", 401)


def test_another_trainers_cohort_answers_as_one_that_is_not_there(small: Room) -> None:
    """Word for word, whatever is asked of it; an administrator sees all."""
    made = small.cohort(ADA)
    for part in PARTS:
        theirs = words(small.get(RIVAL, f"/training/cohorts/{made}{part}", 404))
        nobodys = words(small.get(RIVAL, f"/training/cohorts/{'0' * 32}{part}", 404))
        assert theirs == nobodys
        assert small.ask(ADMIN, f"/training/cohorts/{made}{part}").status_code == 200
    for part in POSTS:
        form = {**FORM, "now": f"01:{ADA.id}", "member": ADA.id, "trainer": RIVAL.id}
        small.post(RIVAL, f"/training/cohorts/{made}{part}", 404, **form)
    assert "Payments squad" not in small.get(RIVAL, "/training/cohorts")
    assert "Tess Trainer" in words(small.get(ADMIN, "/training/cohorts"))
    assert {row["attended"] for row in small.sheet(made)} == {"no"}


def test_a_form_without_its_token_changes_nothing(small: Room) -> None:
    """Who is signed in by a cookie cannot be made to send one by another site."""
    made = small.cohort(ADA)
    client = small.app.test_client()
    for person in (TRAINER, ADA):
        client.set_cookie(*small.cookie(person))
        one = f"cohorts/{made}"
        for path in ("cohorts", *(f"{one}{part}" for part in POSTS), f"{one}/leave",
                     f"join/{small.code(made)}", "05/feedback"):  # fmt: skip
            assert client.post(f"/training/{path}", data=FORM).status_code == 400
    assert "can be joined 1" not in small.get(TRAINER, "/training/cohorts")
    assert len(small.sheet(made)) == 2
