"""What holds for every page that is a file: one class, which test modules of pages inherit."""

from __future__ import annotations

import pytest
from pagechecks import axe_finds_nothing, fetches_nothing, look, never_scrolls_sideways
from playwright.sync_api import Page


class FilePage:
    """Whoever inherits it gives ``address``, a fixture: where the page is."""

    @pytest.mark.parametrize(
        ("scheme", "width"),
        [
            ("light", 1280),
            ("dark", 375),
            pytest.param("light", 375, marks=pytest.mark.soak),
            pytest.param("dark", 1280, marks=pytest.mark.soak),
        ],
    )
    def test_axe_finds_nothing(
        self, page: Page, address: str, scheme: str, width: int, axe_source: str
    ) -> None:
        """WCAG 2.2 AA as far as a machine can tell, with every detail unfolded."""
        look(page, address, scheme, width)
        axe_finds_nothing(page, axe_source)

    @pytest.mark.parametrize("width", [1280, 375, 320])
    def test_the_page_never_scrolls_sideways(self, page: Page, address: str, width: int) -> None:
        """Wide tables scroll in a region of their own, which the keyboard can reach."""
        look(page, address, "light", width)
        never_scrolls_sideways(page)

    def test_nothing_is_fetched_and_no_script_runs(self, page: Page, address: str) -> None:
        """It can be sent by mail and opened anywhere, and names in it stay names."""
        look(page, address)
        fetches_nothing(page)
