"""The HTML report in a real browser: accessible, light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import look, violations
from report.samples import POLICY_FILE, PREDICTIONS, empty, sample
from selenium import webdriver

from fairgate.report import render

pytestmark = pytest.mark.browser


@pytest.fixture(params=["sample", "empty"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write a report to a file, and return its address."""
    verdict = {"sample": sample, "empty": empty}[request.param]()
    path = tmp_path / "report.html"
    text = render(verdict, "html", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: webdriver.Chrome, page: str, scheme: str, width: int, axe_source: str
) -> None:
    """WCAG 2.2 AA as far as a machine can tell, with every detail unfolded."""
    look(browser, page, scheme, width)
    assert violations(browser, axe_source) == []


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_the_page_never_scrolls_sideways(browser: webdriver.Chrome, page: str, width: int) -> None:
    """Wide tables scroll in a region of their own, which the keyboard can reach."""
    look(browser, page, "light", width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    loose = browser.execute_script("""
        return [...document.querySelectorAll("table")]
            .filter(t => !t.closest('[role=region][tabindex="0"][aria-labelledby]')).length""")
    assert loose == 0


@pytest.mark.parametrize("width", [1280, 700, 375, 320])
def test_labels_of_plots_are_not_cut_off(browser: webdriver.Chrome, page: str, width: int) -> None:
    """No text of a plot leaves the page or runs into another."""
    look(browser, page, "light", width)
    bad = browser.execute_script("""
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
        return bad""")
    assert bad == []


def test_nothing_is_fetched_and_no_script_runs(browser: webdriver.Chrome, page: str) -> None:
    """A report can be opened anywhere, and names in it stay names."""
    look(browser, page, "light", 1280)
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.execute_script("return document.scripts.length") == 0


def test_the_keyboard_reaches_the_findings_first(browser: webdriver.Chrome, page: str) -> None:
    """The first stop of the Tab key skips to the findings, and can be seen."""
    look(browser, page, "light", 1280)
    browser.switch_to.active_element.send_keys("\ue004")
    first = browser.switch_to.active_element
    assert first.get_attribute("href").endswith("#findings")
    assert first.is_displayed()
    assert browser.execute_script("return arguments[0].getBoundingClientRect().left >= 0", first)
