"""Pages in a real browser, headless: one browser for all tests, a new profile each."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pagechecks import scrolls_sideways, violations

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

SCREENS = Path(__file__).resolve().parents[1] / "build" / "screens"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The cheapest comes first: the shell draws pages without a browser's own windows."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
LOOKS = (("light", 1280), ("dark", 375))
"""Colour schemes and widths that every page is looked at in: both of both."""


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """Start one browser, or skip by name where there is none."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, for those who need it

    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


MakeProfile = Callable[..., "BrowserContext"]


@pytest.fixture
def profile(chrome: Browser) -> Iterator[MakeProfile]:
    """Make profiles, which share nothing: one for each person of a test."""
    with ExitStack() as stack:

        def make(**parts: Any) -> BrowserContext:
            context = chrome.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **parts})
            context.set_default_timeout(10_000)
            return stack.enter_context(context)

        yield make


@pytest.fixture
def page(profile: MakeProfile) -> Page:
    """Open a tab."""
    return profile().new_page()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an app on a free port of this machine; give its address."""
    from waitress.server import create_server  # noqa: PLC0415 - slow, for those who need it

    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, name="app under test", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=10)
        with suppress(OSError):  # it may have closed by the time it is told that it was woken
            server.trigger.pull_trigger(lambda: [each.close() for each in [*server._map.values()]])
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
        if scrolls_sideways(page):
            said.append(f"{where}scrolls sideways")
    page.emulate_media(color_scheme=None)
    if before:
        page.set_viewport_size(before)
    return said


def picture(page: Page, name: str) -> None:
    """Keep pictures for people to look at, in ``build/screens``, where ``SCREENS=1`` asks for them.

    They are wide and narrow. Taking them costs as much as all that is checked of the pages.
    """
    if not os.environ.get("SCREENS"):
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENS / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme=None)
    if before:
        page.set_viewport_size(before)
