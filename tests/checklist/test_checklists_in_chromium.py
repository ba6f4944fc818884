"""A checklist in a real browser: accessible, ticked by keyboard, narrow and wide, on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from filepage import FilePage
from pagechecks import look, sheets
from playwright.sync_api import Page, expect

from fairgate.checklist import open_library
from fairgate.checklist.pages import page as page_of
from fairgate.checklist.quotapage import quotas_page
from fairgate.checklist.quotas import count
from fairgate.checklist.studies import read_studies
from fairgate.render import Document, render

STUDIES = Path(__file__).resolve().parents[1] / "cases" / "checklist" / "studies.yaml"

pytestmark = pytest.mark.browser


def document(name: str) -> Document:
    """Make one of the pages."""
    library = open_library(kinds=("checklist", "research", "cases"))
    if name == "quotas":
        research = library.file("research-rails").content
        records = read_studies(STUDIES, research).content
        return quotas_page(count(research, records, today=date(2026, 11, 22)))
    return page_of(library.file(name), library)


@pytest.fixture(params=["inclusive-design", "research-rails", "cases", "quotas"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write a page to a file, and return its address."""
    path = tmp_path / "page.html"
    path.write_text(render(document(request.param), "html"), encoding="utf-8")
    return path.as_uri()


class TestChecklist(FilePage):
    """A page of a checklist."""


@pytest.fixture
def launch(tmp_path: Path) -> str:
    """Write the launch checklist, and return its address."""
    path = tmp_path / "launch.html"
    path.write_text(render(document("launch"), "html"), encoding="utf-8")
    return path.as_uri()


def test_every_box_is_ticked_by_its_label_and_by_the_keyboard(page: Page, launch: str) -> None:
    """Real check boxes with labels, large enough to hit."""
    look(page, launch, "light", 375)
    boxes = page.locator("input[type=checkbox]").all()
    assert len(boxes) == 18
    places = [box.bounding_box() for box in boxes]
    assert all(min(place["width"], place["height"]) >= 24 for place in places)
    page.locator(f"label[for='{boxes[0].get_attribute('id')}']").click()
    boxes[1].press("Space")
    assert [box.is_checked() for box in boxes] == [True, True] + [False] * 16


def test_it_prints_on_few_pages(page: Page, launch: str) -> None:
    """On A4, without the sentence about printing."""
    look(page, launch)
    assert 2 <= sheets(page) <= 8
    expect(page.locator(".screen").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".screen").first).to_be_hidden()
