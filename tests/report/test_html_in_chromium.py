"""The HTML report in a real browser: accessible, light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from filepage import FilePage
from pagechecks import look
from playwright.sync_api import Page, expect
from report.samples import POLICY_FILE, PREDICTIONS, empty, sample

from fairgate.report import render

pytestmark = pytest.mark.browser


@pytest.fixture(params=["sample", "empty"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write a report to a file, and return its address."""
    verdict = {"sample": sample, "empty": empty}[request.param]()
    path = tmp_path / "report.html"
    text = render(verdict, "html", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


class TestReport(FilePage):
    """An HTML report."""


def test_every_table_is_in_a_region_that_the_keyboard_reaches(page: Page, address: str) -> None:
    """So that a wide one scrolls by itself."""
    look(page, address)
    loose = page.evaluate("""() => [...document.querySelectorAll("table")]
        .filter(t => !t.closest('[role=region][tabindex="0"][aria-labelledby]')).length""")
    assert loose == 0


@pytest.mark.parametrize("width", [1280, 700, 375, 320])
def test_labels_of_plots_are_not_cut_off(page: Page, address: str, width: int) -> None:
    """No text of a plot leaves the page or runs into another."""
    look(page, address, "light", width)
    bad = page.evaluate("""() => {
        const wide = document.documentElement.clientWidth, bad = [];
        for (const svg of document.querySelectorAll("svg.plot")) {
            const texts = [...svg.querySelectorAll("text")]
                .map(t => [t.textContent, t.getBoundingClientRect()])
                .filter(([, box]) => box.width);
            texts.forEach(([words, a], at) => {
                if (a.left < 0 || a.right > wide) bad.push(words);
                for (const [other, b] of texts.slice(at + 1))
                    if (a.left < b.right && b.left < a.right && a.top < b.bottom - 4
                        && b.top < a.bottom - 4) bad.push(`${words} / ${other}`);
            });
        }
        return bad;
    }""")
    assert bad == []


def test_the_keyboard_reaches_the_findings_first(page: Page, address: str) -> None:
    """The first stop of the Tab key skips to the findings, and can be seen."""
    look(page, address)
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    expect(first).to_have_attribute("href", "#findings")
    expect(first).to_be_visible()
    assert first.bounding_box()["x"] >= 0
