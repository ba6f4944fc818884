"""The HTML report in a real browser: accessible, light and dark, wide and narrow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from report.samples import POLICY_FILE, PREDICTIONS, empty, sample
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from fairgate.report import render

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("FAIRGATE_AXE", ROOT / "build/tools/node_modules/axe-core/axe.min.js"))
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                             "best-practice"]})
   .then(found => done(found.violations.map(v => `${v.id}: ${v.nodes[0].html}`)))
   .catch(error => done([String(error)]));
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium or chromedriver is missing"),
]
needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason=f"axe-core is missing: no {AXE}; set FAIRGATE_AXE"
)

Look = Callable[[str, int], None]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start a browser of its own, that keeps nothing."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(params=["sample", "empty"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Write a report to a file, and return its address."""
    verdict = {"sample": sample, "empty": empty}[request.param]()
    path = tmp_path / "report.html"
    text = render(verdict, "html", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    path.write_text(text, encoding="utf-8")
    return path.as_uri()


def look(browser: webdriver.Chrome, page: str, scheme: str, width: int) -> None:
    """Open a page at a width, in a colour scheme, with everything unfolded."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(page)
    browser.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")


@needs_axe
@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: webdriver.Chrome, page: str, scheme: str, width: int) -> None:
    """WCAG 2.2 AA as far as a machine can tell, with every detail unfolded."""
    look(browser, page, scheme, width)
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    assert browser.execute_async_script(RUN_AXE) == []


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
