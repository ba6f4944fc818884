"""The form by keyboard only, with the script and without it, looked at by axe-core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from assessing import ANN, MakeOffice, Office, example
from browsing import MakeProfile, complaints, picture, served
from playwright.sync_api import Page, expect

from jira_app.assessments.case import State

pytestmark = pytest.mark.browser

FORM = "/issues/LOAN-1/assessment"
ANSWERS = ("nobody", "nothing", "same-data", "stays")


@contextmanager
def opened(office: Office, make: MakeProfile, **parts: object) -> Iterator[tuple[Page, str]]:
    """Open a page of the office as Ann."""
    office.signed_in = ANN
    with served(office.app) as address:
        yield make(**parts).new_page(), address


def tab_to(page: Page, matches: str, most: int = 60) -> None:
    """Press Tab until the focus is where it should be."""
    for _ in range(most):
        if page.evaluate("m => document.activeElement.matches(m)", matches):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{most} times Tab does not lead to {matches}")


def answer_by_keyboard(page: Page) -> None:
    """Give the five answers of a refactoring: words, and the first choice four times."""
    tab_to(page, 'textarea[name="a:preflight.screen.change"]')
    page.keyboard.type("One stylesheet becomes three.")
    for question in ("notice", "decides", "data", "door"):
        tab_to(page, f'input[name="a:preflight.screen.{question}"]')
        page.keyboard.press("Space")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_five_answers_by_keyboard_lead_to_level_none(
    make_office: MakeOffice,
    profile: MakeProfile,
    script: bool,  # noqa: FBT001 - of the table
) -> None:
    """From the empty form to an approval, without touching a pointer."""
    office = make_office()
    with opened(office, profile, java_script_enabled=script) as (page, address):
        page.goto(f"{address}{FORM}")
        answer_by_keyboard(page)
        if script:
            expect(page.locator("#saved")).to_contain_text("Saved at")
            expect(page.locator("#progress")).to_have_text("5 of 5 answered")
            expect(page.locator("#result")).to_contain_text("Nothing more is asked of you")
        tab_to(page, 'button[value="submit"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/submit")
        tab_to(page, "main form button")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("so it is approved")
        assert page.context.pages == [page]
    case = office.case()
    assert (case.state, case.level) == (State.APPROVED, "none")
    assert tuple(case.answers.values())[1:] == ANSWERS


def test_questions_come_and_go_as_answers_are_given(
    make_office: MakeOffice,
    profile: MakeProfile,
) -> None:
    """And a second editor is told without losing a word."""
    office = make_office()
    with opened(office, profile) as (page, address):
        page.goto(f"{address}{FORM}")
        stakes = page.locator('[data-question="preflight.stakes.area"]')
        expect(stakes).to_be_hidden()
        page.get_by_label("It decides", exact=True).check()
        expect(stakes).to_be_visible()
        page.get_by_label("It decides nothing", exact=False).first.check()
        expect(stakes).to_be_hidden()
        office.save(ANN, example("css-refactor"))
        words = page.locator('textarea[name="a:preflight.screen.change"]')
        words.fill("Mine")
        expect(page.locator("#saved")).to_contain_text("Somebody else changed")
        expect(words).to_have_value("Mine")
    assert office.case().answers["preflight.screen.change"] != "Mine"


def nothing(_office: Office) -> None:
    """Leave the office as it is."""


def full(office: Office) -> None:
    """Fill the whole form in."""
    office.save(ANN, example("credit-scoring"))


def submitted(office: Office) -> None:
    """Let it wait for a decision."""
    full(office)
    office.step(ANN, "submit")


def approved(office: Office) -> None:
    """Let it be approved."""
    office.save(ANN, example("css-refactor"))
    office.step(ANN, "submit")


@pytest.mark.soak  # story/test_every_page looks at each page once
@pytest.mark.parametrize(
    ("path", "prepare"),
    [
        (FORM, nothing),
        (FORM, full),
        (f"{FORM}/preflight/submit", full),
        (FORM, submitted),
        (FORM, approved),
        ("/issues/LOAN-1/checklist/inclusive-design", nothing),
    ],
    ids=["form", "form-full", "submit", "submitted", "approved", "checklist"],
)
def test_axe_finds_nothing(
    make_office: MakeOffice,
    profile: MakeProfile,
    axe_source: str,
    path: str,
    prepare: Callable[[Office], None],
) -> None:
    """WCAG 2.2 AA in light and dark, wide and narrow, with everything unfolded."""
    office = make_office()
    prepare(office)
    with opened(office, profile) as (page, address):
        page.goto(f"{address}{path}")
        picture(page, f"assessment-{prepare.__name__}-{path.rsplit('/', 1)[-1]}")
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        assert complaints(page, axe_source) == []
