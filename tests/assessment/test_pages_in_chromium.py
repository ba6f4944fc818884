"""Filled-in forms in a real browser: accessible, and never wider than the screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from assessment.pages import EXAMPLES, document
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from fairgate.render import render

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
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

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start a browser of its own, that keeps nothing."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.mark.parametrize("name", EXAMPLES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: webdriver.Chrome, name: str, axe_source: str, tmp_path: Path
) -> None:
    """Wide and narrow: WCAG 2.2 AA as far as a machine can tell."""
    path = tmp_path / "page.html"
    path.write_text(render(document(name), "html"), encoding="utf-8")
    for width in (1280, 375):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(path.as_uri())
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        browser.execute_script(axe_source)
        assert browser.execute_async_script(RUN_AXE) == []
