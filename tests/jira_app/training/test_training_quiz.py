"""Quizzes: no answers before answering, every try counted once, the first pass certified once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from learners import MakeSchool, School, module, modules, right, words
from seeded import AUTHOR, REVIEWER

from jira_app.records.unlearning import unlearn

QUIZ = "/training/02/quiz"


@pytest.mark.parametrize("name", [each.id for each in modules()])
def test_the_answers_are_not_in_the_page_before_answering(school: School, name: str) -> None:
    """Neither rationales nor which option is right, wherever one looks in the source."""
    page = school.get(AUTHOR, f"/training/{name}/quiz")
    for item in module(name).quiz.items:
        assert page.count(f'name="q-{item.id}"') == len(item.options)
        for option in item.options:
            assert option.rationale not in words(page)
            assert option.rationale[:30].split('"')[0] not in page
    inputs = [line for line in page.splitlines() if 'class="option"' in line]
    shapes = {line.partition('value="')[0].partition('name="')[0] for line in inputs}
    assert len(shapes) <= 2  # radio buttons and boxes, with nothing that tells them apart


def test_a_pass_shows_the_score_and_every_rationale_that_is_needed(school: School) -> None:
    """One wrong of nine: why it is wrong, and what would have been right."""
    where = school.take(AUTHOR, but=1)
    page = words(school.get(AUTHOR, where))
    quiz = module().quiz
    assert f"Passed: {len(quiz.items) - 1} of {len(quiz.items)} right" in page
    wrong, rest = quiz.items[0], quiz.items[1:]
    chosen = next(option for option in wrong.options if not option.right)
    missed = next(option for option in wrong.options if option.right)
    assert f"You chose, and it is wrong: {said(chosen.text)} {said(chosen.rationale)}" in page
    assert f"You did not choose, and it is right: {said(missed.text)}" in page
    for item in rest:
        for option in item.options:
            assert (said(option.rationale) in page) is option.right
    assert "Your certificate" in page


def said(text: str) -> str:
    """Read a line of a module as the page shows it."""
    return words(f"<main>{text}</main>".replace("`", " ").replace("*", ""))


def test_whoever_does_not_pass_reads_why_and_tries_again(school: School) -> None:
    """All tries count, the best one is shown; no certificate before the first pass."""
    first = words(school.get(AUTHOR, school.take(AUTHOR, but=9)))
    assert "Not passed yet: 0 of 9 right" in first
    assert "Your certificate" not in first
    assert school.completions() == []
    school.take(AUTHOR, but=0)
    last = words(school.get(AUTHOR, school.take(AUTHOR, but=3)))
    assert "Not passed yet: 6 of 9 right" in last
    assert "Taken 3 times. Your best: 9 of 9 right." in last
    assert [each.right for each in school.attempts()] == [0, 9, 6]
    assert [each.passed for each in school.attempts()] == [False, True, False]
    (done,) = school.completions()
    assert (done.right, done.total, done.version) == (9, 9, module().outline.version)
    assert "best: 9 of 9 right, taken 3 times" in words(school.get(AUTHOR, "/training"))


def test_a_form_sent_twice_is_one_attempt(school: School) -> None:
    """Both lead to the same result."""
    form = {**school.form(AUTHOR), **right(module(), 9)}
    first = school.post(AUTHOR, QUIZ, **form)
    again = school.post(AUTHOR, QUIZ, **form)
    assert first.headers["Location"] == again.headers["Location"]
    (kept,) = school.attempts()
    assert (kept.right, kept.passed) == (0, False)
    assert school.completions() == []


def test_other_answers_in_a_form_that_was_sent_are_no_old_result(either: School) -> None:
    """Who went back and chose anew was shown the old score as if it were the new one."""
    form = either.form(AUTHOR)
    either.post(AUTHOR, QUIZ, **form, **right(module(), 9))
    page = either.post(AUTHOR, QUIZ, 409, **form, **right(module())).text
    assert "This form was sent before with other answers, and that try was counted." in page
    assert len(either.attempts()) == 1
    chosen = {name: [*options] for name, options in right(module()).items()}
    assert page.count(" checked") == sum(map(len, chosen.values()))
    (nonce,) = re.findall(r'name="nonce" value="([^"]*)"', page)
    assert nonce != form["nonce"]
    either.post(AUTHOR, QUIZ, **form | {"nonce": nonce}, **chosen)
    assert [each.right for each in either.attempts()] == [0, 9]


def test_a_form_of_one_quiz_sent_for_another_is_not_lost(either: School) -> None:
    """It led to a page that is not there."""
    form, other = either.form(AUTHOR), module("03")
    either.post(AUTHOR, QUIZ, **form, **right(module()))
    digest = either.form(AUTHOR, "03")["digest"]
    sent = form | {"digest": digest} | right(other)
    page = either.post(AUTHOR, "/training/03/quiz", 409, **sent).text
    assert "This form was sent before" in page
    assert [each.module for each in either.attempts()] == ["02"]


def test_a_form_of_one_person_is_no_form_of_another(school: School) -> None:
    """Each has an attempt; neither sees the other's."""
    form = {**school.form(AUTHOR), **right(module())}
    where = [school.post(person, QUIZ, **form).headers["Location"] for person in (AUTHOR, REVIEWER)]
    assert where[0] != where[1]
    assert [each.person for each in school.attempts()] == [AUTHOR.id, REVIEWER.id]
    school.get(REVIEWER, where[0], 404)
    school.get(AUTHOR, where[0].replace("/02/", "/03/"), 404)


def test_two_passes_at_the_same_moment_are_one_completion(either: School) -> None:
    """Of eight at once one is certified, and all eight are kept."""
    forms = [either.form(AUTHOR) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(either.post, AUTHOR, QUIZ, **form, **right(module())) for form in forms]
        where = {each.result().headers["Location"] for each in sent}
    assert len(where) == 8
    (done,) = either.completions()
    assert done.envelope
    assert len(either.attempts()) == 8


def test_one_form_sent_many_times_at_once_is_one_attempt(either: School) -> None:
    """A nervous finger."""
    form = {**either.form(AUTHOR), **right(module())}
    with ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(either.post, AUTHOR, QUIZ, **form) for _ in range(6)]
        where = {each.result().headers["Location"] for each in sent}
    assert len(where) == len(either.attempts()) == len(either.completions()) == 1


def test_a_question_left_out_is_asked_for_and_nothing_counts(school: School) -> None:
    """What was chosen stays chosen."""
    form = {**school.form(AUTHOR), **right(module())}
    left = module().quiz.items[2]
    form.pop(f"q-{left.id}")
    page = school.post(AUTHOR, QUIZ, 422, **form).text
    assert "Question 3 has no answer" in page
    assert f'href="#q-{left.id}"' in page
    assert page.count(" checked") == sum(len(v) for k, v in form.items() if k.startswith("q-"))
    assert not any(option.rationale in page for option in left.options)
    assert school.attempts() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": ""},
        {"nonce": "x" * 33},
        {"nonce": "'; drop--"},
        {"q-no-such-question": "a"},
        {"q-*": "no-such-option"},
    ],
)
def test_a_forged_form_is_refused_and_nothing_is_noted(
    school: School, wrong: dict[str, str]
) -> None:
    """Questions and options that there are not; forms that the app never made."""
    first = f"q-{module().quiz.items[0].id}"
    form = {**school.form(AUTHOR), **right(module())}
    form |= {name.replace("q-*", first): value for name, value in wrong.items()}
    answer = school.post(AUTHOR, QUIZ, 400, **form)
    assert "<script" not in answer.text.partition("<main")[2]
    assert school.attempts() == []


def test_several_answers_to_a_question_that_takes_one_are_refused(school: School) -> None:
    """A browser would not send them."""
    single = next(item for item in module().quiz.items if item.kind == "single")
    form = {**school.form(AUTHOR), **right(module())}
    form[f"q-{single.id}"] = [option.id for option in single.options]
    school.post(AUTHOR, QUIZ, 400, **form)
    assert school.attempts() == []


def changed(name: str = "02") -> tuple[object, ...]:
    """Read the modules, one of them in a later version."""
    old = module(name)
    items = old.quiz.items[1:]
    quiz = old.quiz.model_copy(update={"items": items})
    file = replace(old.quiz_file, content=quiz, text=old.quiz_file.text + b"# another\n")
    return tuple(replace(each, quiz_file=file) if each is old else each for each in modules())


def test_questions_that_changed_meanwhile_are_asked_anew(school: School) -> None:
    """Nothing is noted, since it was never asked like this."""
    form = {**school.form(AUTHOR), **right(module())}
    school.app = school.open(changed())
    page = school.post(AUTHOR, QUIZ, 409, **form).text
    assert "The questions have changed meanwhile" in page
    assert school.attempts() == []
    assert f'value="{module().digest}"' not in page


def test_the_result_of_older_questions_keeps_its_score(school: School) -> None:
    """But single answers are not shown beside questions that they were not given to."""
    where = school.take(AUTHOR, but=1)
    school.app = school.open(changed())
    page = words(school.get(AUTHOR, where))
    assert "Passed: 8 of 9 right" in page
    assert "The questions have changed since then" in page
    assert "You chose" not in page


def test_a_result_whose_answers_were_kept_long_enough_keeps_its_score(either: School) -> None:
    """It is not shown as one in which nothing was answered."""
    where = either.take(AUTHOR, but=5)
    either.clock.pass_(366 * 86_400.0)
    assert unlearn(either.engine, either.clock, 365).answers == 1
    page = words(either.get(AUTHOR, where))
    assert "Not passed yet: 4 of 9 right" in page
    assert "Single answers are deleted after a while, and these were. The score stays." in page
    assert "You did not choose" not in page
    assert "Read below why" not in page
    assert "best: 4 of 9 right, taken once" in words(either.get(AUTHOR, "/training"))


def test_a_certificate_that_cannot_be_signed_keeps_nothing(
    make_school: MakeSchool, tmp_path: object
) -> None:
    """The answers stay on the page; once the key is back the same form is taken."""
    school = make_school(key=tmp_path / "fairgate.key")
    form = {**school.form(AUTHOR), **right(module())}
    page = school.post(AUTHOR, QUIZ, 503, **form).text
    assert "The certificate could not be signed, so nothing was noted" in page
    assert page.count(" checked") > 8
    assert school.attempts() == school.completions() == []
    assert "fairgate.key" not in page
