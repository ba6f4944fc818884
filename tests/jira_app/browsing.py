"""Pages of the app in a real browser, headless: one browser for all tests, a new profile each."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import chromium
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
RUN_AXE = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: tags });
  return found.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html}`));
}
"""
LOOKS = (("light", 1280), ("dark", 375))
"""Colour schemes and widths that every page is looked at in: both of both."""


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """Start one browser, or skip by name where there is none."""
    path = next(filter(None, map(shutil.which, chromium.NAMES)), None)
    if path is None:
        pytest.skip("no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


MakeProfile = Callable[..., BrowserContext]


@pytest.fixture
def profile(chrome: Browser) -> Iterator[MakeProfile]:
    """Make profiles, which share nothing: one for each person of a test."""
    with ExitStack() as stack:

        def make(**parts: Any) -> BrowserContext:
            context = chrome.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **parts})
            context.set_default_timeout(10_000)
            return stack.enter_context(context)

        yield make


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app on a free port of this machine; give its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, name="app under test", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=10)
        server.trigger.pull_trigger(lambda: [each.close() for each in list(server._map.values())])
        thread.join(timeout=10)


def complaints(page: Page, axe: str) -> list[str]:
    """Look at the open page in light and dark, wide and narrow: axe-core, sideways scrolling."""
    said = []
    before = page.viewport_size
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        where = f"{scheme} {width}: "
        said += [where + each for each in violations(page, axe)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            said.append(f"{where}scrolls sideways")
    page.emulate_media(color_scheme=None)
    if before:
        page.set_viewport_size(before)
    return said


def violations(page: Page, axe: str) -> list[str]:
    """Let axe-core look at the open page: WCAG 2.2 AA as far as a machine can tell."""
    page.evaluate(axe)
    return page.evaluate(RUN_AXE)


def picture(page: Page, name: str) -> None:
    """Keep pictures for people to look at, wide and narrow, in ``build/screens``."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENS / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme=None)
    if before:
        page.set_viewport_size(before)
