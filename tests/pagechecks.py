"""What is checked of a page in a real browser: each check is one line of a test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

RUN_AXE = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html}`));
}
"""
HEIGHT = 900


def look(page: Page, address: str, scheme: str = "light", width: int = 1280) -> None:
    """Open a page at a width, in a colour scheme, with everything unfolded."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def violations(page: Page, axe: str) -> list[str]:
    """Let axe-core look at the open page: WCAG 2.2 AA as far as a machine can tell."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    return page.evaluate(RUN_AXE)


def scrolls_sideways(page: Page) -> bool:
    """Whether the open page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]


def axe_finds_nothing(page: Page, axe: str) -> None:
    """Check that axe-core has nothing to say of the open page."""
    found = violations(page, axe)
    assert not found, found


def never_scrolls_sideways(page: Page, *widths: int) -> None:
    """Check that the open page is never wider than the window: as it is, or at some widths."""
    for width in widths or (page.viewport_size["width"],):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert not scrolls_sideways(page), f"{page.url} is wider than {width} pixels"


def fetches_nothing(page: Page) -> None:
    """Check that the open page stands alone: it fetched nothing, and no script runs."""
    fetched = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert not fetched, fetched
    assert page.evaluate("document.scripts.length") == 0, "has a script"


def sheets(page: Page) -> int:
    """Count the sheets of A4 on which the open page is printed, with a browser's own margins."""
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "0.4in")
    pdf = page.pdf(format="A4", print_background=True, margin=margins)
    assert pdf.startswith(b"%PDF")
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))
