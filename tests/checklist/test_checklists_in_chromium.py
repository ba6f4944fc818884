"""A checklist in a real browser: accessible, ticked by keyboard, narrow and wide, on paper."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import pytest
from chromium import look, violations
from selenium import webdriver
from selenium.webdriver.common.by import By

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
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write a page to a file, and return its address."""
    path = tmp_path / "page.html"
    path.write_text(render(document(request.param), "html"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_axe_finds_nothing(
    browser: webdriver.Chrome, page: str, scheme: str, width: int, axe_source: str
) -> None:
    """WCAG 2.2 AA as far as a machine can tell."""
    look(browser, page, scheme, width)
    assert violations(browser, axe_source) == []


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_the_page_never_scrolls_sideways(browser: webdriver.Chrome, page: str, width: int) -> None:
    """Wide tables scroll in a region of their own."""
    look(browser, page, "light", width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_nothing_is_fetched_and_no_script_runs(browser: webdriver.Chrome, page: str) -> None:
    """The page can be sent by mail and opened anywhere."""
    look(browser, page, "light", 1280)
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.execute_script("return document.scripts.length") == 0


@pytest.fixture
def launch(tmp_path: Path) -> str:
    """Write the launch checklist, and return its address."""
    path = tmp_path / "launch.html"
    path.write_text(render(document("launch"), "html"), encoding="utf-8")
    return path.as_uri()


def test_every_box_is_ticked_by_its_label_and_by_the_keyboard(
    browser: webdriver.Chrome, launch: str
) -> None:
    """Real check boxes with labels, large enough to hit."""
    look(browser, launch, "light", 375)
    boxes = browser.find_elements(By.CSS_SELECTOR, "input[type=checkbox]")
    assert len(boxes) == 18
    assert all(min(box.size.values()) >= 24 for box in boxes)
    browser.find_element(By.CSS_SELECTOR, f"label[for='{boxes[0].get_attribute('id')}']").click()
    boxes[1].send_keys(" ")
    assert [box.is_selected() for box in boxes] == [True, True] + [False] * 16


def test_it_prints_on_few_pages(browser: webdriver.Chrome, launch: str) -> None:
    """A real PDF on A4, without the sentence about printing."""
    look(browser, launch, "light", 1280)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.7})
    pdf = base64.b64decode(printed["data"])
    assert pdf.startswith(b"%PDF")
    assert 2 <= pdf.count(b"/Type /Page\n") <= 8
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not browser.find_element(By.CSS_SELECTOR, ".screen").is_displayed()
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
