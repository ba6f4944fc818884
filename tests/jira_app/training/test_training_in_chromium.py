"""Learning in a real browser: accessible, by keyboard, with and without the script, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import MakeProfile, complaints, picture, served
from databases import new_store
from learners import School, module, modules, right
from pagechecks import never_scrolls_sideways
from playwright.sync_api import Page, expect
from seeded import AUTHOR, REVIEWER

from fairgate.signing import generate_keys
from jira_app.access import Person, Visit

pytestmark = pytest.mark.browser


class SignedIn:
    """Lets everybody in as one person, who can be changed."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app
        self.person: Person = AUTHOR

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """Put the visit where a verified one stands."""
        environ.setdefault("fairgate.visit", Visit(self.person))
        return self.app(environ, start)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[School, str]]:
    """Serve a school that signs, to Abel Author."""
    key, _public = generate_keys(tmp_path / "keys")
    with new_store("sqlite", tmp_path) as engine:
        school = School(engine, key)
        signed_in = SignedIn(school.app.wsgi_app)
        school.app.wsgi_app = signed_in
        with served(school.app) as url:
            yield school, url


def heard(page: Page) -> list[str]:
    """Collect what the browser complains of."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
    return said


@pytest.mark.soak
def test_axe_finds_nothing_on_any_page_of_learning(
    site: tuple[School, str], page: Page, axe_source: str
) -> None:
    """Before and after a quiz, with a question left out, and on a certificate."""
    school, url = site
    failed = heard(page)
    said = {}

    def look(name: str) -> None:
        for details in page.locator("details").all():
            details.evaluate("each => each.open = true")
        picture(page, f"training-{name}")
        said[name] = complaints(page, axe_source)
        never_scrolls_sideways(page, 320)
        page.set_viewport_size({"width": 1280, "height": 900})

    passed = school.take(AUTHOR, but=1)
    missed = school.take(AUTHOR, but=5)
    school.post(AUTHOR, "/training/02/mark", section="five-questions")
    school.post(AUTHOR, "/training/03/exercise", done="yes")
    pages = {
        "index": "",
        "lesson": "/02",
        "exercise": "/02/exercise",
        "exercise-done": "/03/exercise",
        "handout": "/02/handout",
        "quiz": "/02/quiz",
        "passed": passed.removeprefix("/training"),
        "missed": missed.removeprefix("/training"),
        "certificate": f"/certificates/{school.number(AUTHOR)}",
    }
    for name, path in pages.items():
        answer = page.goto(f"{url}/training{path}")
        assert answer is not None
        assert answer.status == 200, path
        look(name)
    page.goto(f"{url}/training/05/quiz")
    page.locator("form.quiz").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="See how you did").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look("left-out")
    assert {name: found for name, found in said.items() if found} == {}
    assert [each for each in failed if "422" not in each] == []


@pytest.mark.soak
@pytest.mark.parametrize("name", [each.id for each in modules()])
def test_axe_finds_nothing_in_any_module(
    site: tuple[School, str], page: Page, axe_source: str, name: str
) -> None:
    """Lesson, task, handout, questions and what comes of them."""
    school, url = site
    result = school.take(AUTHOR, name, but=2)
    addresses = [f"/training/{name}{part}" for part in ("", "/exercise", "/handout", "/quiz")]
    for path in (*addresses, result):
        page.goto(url + path)
        for details in page.locator("details").all():
            details.evaluate("each => each.open = true")
        assert complaints(page, axe_source) == [], path
        never_scrolls_sideways(page, 320)


def test_a_quiz_is_passed_by_keyboard(site: tuple[School, str], page: Page) -> None:
    """Tab, arrows, space and Enter; then focus is on the score."""
    school, url = site
    page.goto(f"{url}/training")
    page.get_by_role("link", name=module().title).press("Enter")
    page.get_by_role("link", name="Quiz", exact=True).press("Enter")
    page.wait_for_url("**/02/quiz")
    page.get_by_role("link", name="Feedback", exact=True).focus()
    for item in module().quiz.items:
        page.keyboard.press("Tab")
        if item.kind == "single":
            chosen = next(at for at, option in enumerate(item.options) if option.right)
            page.keyboard.press("Space")
            for _ in range(chosen):
                page.keyboard.press("ArrowDown")
        else:
            for at, option in enumerate(item.options):
                if at:
                    page.keyboard.press("Tab")
                if option.right:
                    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="See how you did")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Passed: 9 of 9 right")).to_be_visible()
    expect(page.get_by_role("region", name="Passed: 9 of 9 right")).to_be_focused()
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Certificate")).to_be_visible()
    assert [each.right for each in school.attempts()] == [9]


def test_without_a_script_a_quiz_is_taken_and_a_lesson_marked(
    site: tuple[School, str], profile: MakeProfile
) -> None:
    """Everything that counts is a form."""
    school, url = site
    page = profile(java_script_enabled=False).new_page()
    page.goto(f"{url}/training/02")
    page.get_by_role("button", name="I have read it").click()
    page.wait_for_url("**/02/exercise")
    page.get_by_role("button", name="I have done the exercise").click()
    expect(page.get_by_role("status")).to_contain_text("Noted as done")
    page.goto(f"{url}/training/02/quiz")
    for name, options in right(module(), but=1).items():
        for option in options:
            page.locator(f"[name='{name}'][value='{option}']").check()
    page.get_by_role("button", name="See how you did").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Passed: 8 of 9 right")
    expect(page.get_by_text("You chose, and it is wrong:").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Passed: 8 of 9 right")
    assert len(school.attempts()) == 1


def test_the_script_notes_how_far_somebody_has_read(site: tuple[School, str], page: Page) -> None:
    """By what was on the screen; the next visit leads there."""
    _school, url = site
    failed = heard(page)
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{url}/training/05")
    with page.expect_response("**/05/mark") as told:
        page.locator("#four-answers").scroll_into_view_if_needed()
    assert told.value.status == 204
    page.goto(f"{url}/training")
    expect(page.get_by_role("link", name=f"{module('05').title}: ")).to_have_count(1)
    page.get_by_role("link", name=f"{module('05').title}: ").click()
    page.wait_for_url("**/training/05#*")
    assert failed == []


def test_a_certificate_is_one_sheet_of_a4_landscape(site: tuple[School, str], page: Page) -> None:
    """Of every module, however long its objectives; nothing but the certificate is on it."""
    school, url = site
    for each in modules():
        school.take(REVIEWER, each.id)
    school.app.wsgi_app.person = REVIEWER
    for done in school.completions():
        page.goto(f"{url}/training/certificates/{done.id}")
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1, done.module
        assert b"/MediaBox [0 0 841.91998 594.95996]" in pdf or b"/MediaBox [0 0 842 595]" in pdf
    page.emulate_media(media="print")
    for gone in (".head", ".screen"):
        expect(page.locator(gone).first).to_be_hidden()
    page.set_viewport_size({"width": 1123, "height": 794})
    page.screenshot(path="build/screens/training-certificate-print.png")
