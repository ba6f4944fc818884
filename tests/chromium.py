"""Pages in a real browser, headless: what every test of a page needs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

NAMES = ("chromium", "chromium-browser", "google-chrome")
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


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start a browser of its own, that keeps nothing."""
    options = webdriver.ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, NAMES)), "")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def look(browser: webdriver.Chrome, page: str, scheme: str, width: int) -> None:
    """Open a page at a width, in a colour scheme, with everything unfolded."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get(page)
    browser.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")


def violations(browser: webdriver.Chrome, axe_source: str) -> list[str]:
    """Let axe-core look at the open page: WCAG 2.2 AA as far as a machine can tell."""
    browser.execute_script(axe_source)
    return browser.execute_async_script(RUN_AXE)
