"""The quiz of the page in a real browser: by keyboard, with reasons, kept by the browser or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lms import again, answer
from playwright.sync_api import Page, expect

from fairgate.training import find_module
from fairgate.training.module import Module

Export = Callable[..., Path]

pytestmark = pytest.mark.browser


def test_a_quiz_is_passed_by_keyboard(
    page: Page, asked: list[str], export: Export, module: Module
) -> None:
    """The score is told, has the focus, and is noted in the contents."""
    page.goto(export(module, find_module("01")).as_uri())
    answer(page, module)
    expect(page.locator("#m90--quiz .result")).to_be_focused()
    score = page.locator("#m90--quiz").get_by_role("status")
    expect(score).to_have_text("6 of 6 right, 100 %. That is a pass.")
    expect(page.locator(".contents")).to_contain_text("Quiz passed, best 6 of 6.")
    expect(page.locator("[data-passed-count]")).to_have_text("1")
    assert asked


def test_wrong_answers_show_their_reasons_and_right_ones_that_were_missed(
    page: Page, export: Export, module: Module
) -> None:
    """Which is which is said in words; the result leads back to the questions."""
    page.goto(export(module).as_uri())
    answer(page, module, wrong=1)
    questions = page.locator(".quiz fieldset")
    first, last = questions.first, questions.last
    reasons = first.get_by_role("listitem")
    expect(reasons).to_have_count(2)
    expect(reasons.filter(has_text="Wrong, your answer")).to_contain_text("It goes away while")
    expect(reasons.filter(has_text="It is read out and stays.")).to_contain_text("Right")
    expect(last.get_by_role("listitem")).to_have_count(2)
    expect(last).not_to_contain_text("It says how much is known.", use_inner_text=True)
    links = page.locator(".result a:visible")
    expect(links).to_have_text(["Question 1"])
    links.press("Enter")
    expect(page.locator("fieldset:target legend")).to_contain_text("number 1?")


def test_questions_left_open_are_said_and_nothing_is_marked(
    page: Page, export: Export, module: Module
) -> None:
    """The first of them gets the focus."""
    page.goto(export(module).as_uri())
    page.locator("fieldset").first.locator("input").first.check()
    page.get_by_role("button", name="Mark my answers").press("Enter")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(5)
    expect(page.locator("fieldset").nth(1).locator("input").first).to_be_focused()
    expect(page.locator(".result")).to_be_hidden()


def test_answers_and_place_survive_a_reload_and_can_be_forgotten(
    page: Page, export: Export, module: Module
) -> None:
    """The best result stays when the quiz is taken again; forgotten is forgotten."""
    page.goto(export(module, find_module("02")).as_uri())
    answer(page, module, wrong=1)
    page.reload()
    quiz = page.locator("#m90--quiz")
    expect(quiz.get_by_role("status")).to_have_text("5 of 6 right, 83 %. That is a pass.")
    again(page)
    expect(quiz.locator("input:checked")).to_have_count(0)
    quiz.locator("input").nth(1).check()
    page.reload()
    expect(quiz.locator("input").nth(1)).to_be_checked()
    expect(quiz).to_contain_text("Quiz passed, best 5 of 6.")
    expect(page.locator("[data-resume] a")).to_have_text("90 Names on forms: Quiz")
    page.get_by_role("button", name="Forget my answers").click()
    page.reload()
    expect(quiz.locator("input:checked")).to_have_count(0)
    expect(page.locator("[data-passed-count]")).to_have_text("0")


@pytest.mark.parametrize("kept", ["no JSON", "[]", '{"d":7}', '{"d":{"90":{"k":"other","p":1}}}'])
def test_what_a_browser_kept_of_something_else_is_not_taken(
    page: Page, asked: list[str], export: Export, module: Module, kept: str
) -> None:
    """Nor does it stop the page."""
    page.goto(export(module).as_uri())
    page.evaluate("kept => localStorage.setItem('fairgate-training-1', kept)", kept)
    page.reload()
    answer(page, module)
    expect(page.locator(".progress").first).to_have_text("Quiz passed, best 6 of 6.")
    assert asked


def test_a_browser_that_keeps_nothing_still_marks(
    page: Page, asked: list[str], export: Export, module: Module
) -> None:
    """A page from a file may be refused any storage."""
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})"
    )
    page.goto(export(module).as_uri())
    answer(page, module)
    expect(page.locator(".progress").first).to_have_text("Quiz passed, best 6 of 6.")
    assert asked


def test_a_question_that_is_answered_is_no_longer_called_open(
    page: Page, export: Export, module: Module
) -> None:
    """What was said of it goes with the answer; of the others it stays."""
    page.goto(export(module).as_uri())
    page.get_by_role("button", name="Mark my answers").press("Enter")
    page.locator("fieldset").nth(1).locator("input").first.check()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(5)
    expect(page.locator("fieldset").nth(1).get_by_role("alert")).to_have_count(0)


def test_answers_of_a_page_of_one_module_can_be_forgotten_as_well(
    page: Page, export: Export, module: Module
) -> None:
    """As on the page of several."""
    page.goto(export(module).as_uri())
    answer(page, module)
    page.get_by_role("button", name="Forget my answers").click()
    expect(page.locator(".result")).to_be_hidden()
    page.reload()
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.locator(".progress").first).to_have_text("")


def test_the_place_where_somebody_stopped_outlives_a_tall_screen_and_a_look_round(
    page: Page, export: Export, module: Module
) -> None:
    """Opening the page is no reading, and the way back stays while other parts are looked at."""
    page.set_viewport_size({"width": 1280, "height": 3000})
    page.goto(export(module).as_uri())
    page.evaluate("""localStorage.setItem("fairgate-training-1", '{"s":"m90--handout","d":{}}')""")
    page.reload()
    resume = page.locator("[data-resume] a")
    expect(resume).to_have_attribute("href", "#m90--handout")
    kept = page.evaluate(
        """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
            () => done(localStorage.getItem("fairgate-training-1")))))"""
    )
    assert "m90--handout" in kept
    page.locator("#m90--quiz input").first.focus()
    assert "m90--quiz" in page.evaluate("localStorage.getItem('fairgate-training-1')")
    expect(resume).to_have_attribute("href", "#m90--handout")


def test_answers_that_nobody_had_marked_are_not_shown_as_marked(
    page: Page, export: Export, module: Module
) -> None:
    """Where answers of a marked quiz had no room left, and others were chosen since."""
    page.goto(export(module).as_uri())
    answer(page, module)
    page.evaluate(
        """() => {
            const kept = JSON.parse(localStorage.getItem("fairgate-training-1"));
            delete kept.d["90"].a;
            localStorage.setItem("fairgate-training-1", JSON.stringify(kept));
        }"""
    )
    page.reload()
    for question in page.locator("fieldset.item[data-item]").all():
        question.locator("input").first.check()
    page.reload()
    expect(page.locator("input:checked")).to_have_count(len(module.quiz.items))
    expect(page.locator(".result")).to_be_hidden()
    expect(page.get_by_role("button", name="Mark my answers")).to_be_visible()
