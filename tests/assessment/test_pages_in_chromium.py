"""Filled-in forms in a real browser: accessible, and never wider than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from assessment.pages import EXAMPLES, document
from pagechecks import axe_finds_nothing, look, never_scrolls_sideways
from playwright.sync_api import Page

from fairgate.render import render

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", EXAMPLES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, name: str, axe_source: str, tmp_path: Path
) -> None:
    """Wide and narrow: WCAG 2.2 AA as far as a machine can tell."""
    path = tmp_path / "page.html"
    path.write_text(render(document(name), "html"), encoding="utf-8")
    for width in (1280, 375):
        look(page, path.as_uri(), "light", width)
        never_scrolls_sideways(page)
        axe_finds_nothing(page, axe_source)
