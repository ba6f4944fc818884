"""Learning inside Jira, in a real browser: styles, reading that is noted, a file that opens."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from browsing import complaints, picture
from flask import Flask
from inside_jira import Forge
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select

from fairgate.training import find_module
from jira_app.store.training import reading_marks
from jira_app.training.lessons import exercise_zip

pytestmark = pytest.mark.browser


@pytest.fixture
def app(whole: Flask) -> Flask:
    """Have the whole app instead of the small one."""
    return whole


def lead(page: Page, path: str) -> None:
    """Follow a link to a page, as one stands in an assessment that asks for training."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    link = f"<p><a href='{path}'>Lead on</a></p>"
    page.locator("#main").evaluate(
        "(main, link) => main.insertAdjacentHTML('beforeend', link)", link
    )
    page.get_by_role("link", name="Lead on").click()
    expect(page.get_by_role("link", name="Lead on")).to_have_count(0)


def test_a_lesson_has_the_styles_of_the_app(page: Page, axe_source: str) -> None:
    """What is there for those who hear the page is not seen: a citation reads 1, not source 1."""
    lead(page, "/training/02")
    unseen = page.locator(".text .unseen").first
    expect(unseen).to_have_css("position", "absolute")
    expect(unseen).to_have_css("clip-path", "inset(50%)")
    picture(page, "forge-lesson")
    assert complaints(page, axe_source) == []


def test_bars_of_a_group_have_a_size(page: Page) -> None:
    """And what is said on another page keeps the room that it has there."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shapes = "<svg class='bars' viewBox='0 0 100 12'></svg><p class='said done'>Saved.</p>"
    page.locator("#main").evaluate(
        "(main, html) => main.insertAdjacentHTML('beforeend', html)", shapes
    )
    expect(page.locator("svg.bars")).to_have_css("height", "12px")
    expect(page.locator(".said.done")).to_have_css("font-size", "16px")


TOLD = """(section) => {
  const heads = [...document.querySelectorAll("[data-lesson] h2")].map((each) => each.id);
  const fields = window.__answered.flatMap((each) => each.form);
  const told = fields.filter(([name]) => name === "section").map(([, value]) => value);
  return told.some((each) => heads.indexOf(each) >= heads.indexOf(section));
}"""


def test_reading_is_noted_by_itself(page: Page, forge: Forge, engine: Engine) -> None:
    """As far as was on the screen; the page stays where it is."""
    lead(page, "/training/05")
    page.locator("#four-answers").scroll_into_view_if_needed()
    page.wait_for_function(TOLD, arg="four-answers")
    told = [each for each in forge.asked if each["path"] == "/training/05/mark"]
    assert {(each["method"], each["accept"]) for each in told} == {("POST", "application/json")}
    with engine.connect() as db:
        row = db.execute(select(reading_marks)).one()
    assert row.module == "05"
    assert row.section in {dict(each["form"])["section"] for each in told}
    expect(page.get_by_role("heading", level=1)).to_have_text(find_module("05").title)


def test_the_exercise_is_saved_and_opens(page: Page) -> None:
    """The bytes on the learner's disk are those that the app packed."""
    lead(page, "/training/02/exercise")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the exercise (ZIP)").click()
    assert download.value.suggested_filename == "02-pre-flight-assessment.zip"
    saved = Path(download.value.path())
    assert saved.read_bytes() == exercise_zip(find_module("02"))
    with zipfile.ZipFile(saved) as opened:
        assert opened.testzip() is None
