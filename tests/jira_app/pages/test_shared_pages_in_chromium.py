"""Every macro and class in a real browser: accessible, by keyboard, never wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import MakeProfile, complaints, picture, served
from pagechecks import never_scrolls_sideways
from playwright.sync_api import Page, expect
from sampler import sampler


@pytest.fixture
def site() -> Iterator[str]:
    """Serve the sampler."""
    with served(sampler()) as url:
        yield url


@pytest.mark.parametrize("path", ["/sampler", "/wrong/403"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, site: str, axe_source: str, path: str
) -> None:
    """Light and dark, wide and narrow; SCREENS=1 keeps pictures."""
    page.goto(site + path)
    picture(page, path.strip("/").replace("/", "-"))
    assert complaints(page, axe_source) == []


def test_at_320_pixels_nothing_scrolls_sideways(page: Page, site: str) -> None:
    """That is 1280 at a zoom of 400 %."""
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(site + "/sampler")
    never_scrolls_sideways(page)


def test_what_is_pressed_is_at_least_44_pixels_high(page: Page, site: str) -> None:
    """Buttons, fields, tabs; links within a sentence are as high as the sentence."""
    page.goto(site + "/sampler")
    low = page.evaluate("""() => [...document.querySelectorAll(
        "button, .button, .head a, .tabs a, select, textarea, summary, .option, .matrix a," +
        "input:not([type=hidden], [type=checkbox], [type=radio])")]
        .map(each => [each.getBoundingClientRect().height, each.outerHTML])
        .filter(([height]) => height > 0 && height < 44)""")
    assert low == []


def test_the_first_tab_skips_the_head(page: Page, site: str) -> None:
    """Where nothing else asks for the focus."""
    page.goto(site + "/wrong/403")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_what_is_wrong_with_a_form_has_the_focus_and_leads_to_the_fields(
    page: Page, site: str
) -> None:
    """By keyboard alone."""
    page.goto(site + "/sampler")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.get_by_label("Reason").press("Shift+Tab")
    expect(page.get_by_label("Name")).to_be_focused()


def test_rows_shown_as_cards_stay_rows_of_a_table(page: Page, site: str) -> None:
    """For a screen reader, at any width."""
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(site + "/sampler")
    risks = page.get_by_role("table", name="Risks, highest first")
    expect(risks.get_by_role("row")).to_have_count(3)
    expect(risks.get_by_role("rowheader").first).to_contain_text("LOAN-1")


def test_colours_can_be_taken_away(page: Page, site: str) -> None:
    """Shapes of badges stay where the system chooses all colours."""
    page.emulate_media(forced_colors="active")
    page.goto(site + "/sampler")
    fill = page.evaluate("""() => getComputedStyle(
        document.querySelector(".level-high"), "::before").backgroundColor""")
    assert fill not in {"rgba(0, 0, 0, 0)", "transparent"}


def test_printed_there_is_the_content_and_nothing_to_press(page: Page, site: str) -> None:
    """No head, no filters."""
    page.goto(site + "/sampler")
    page.emulate_media(media="print")
    for gone in (".head", ".filters", ".tabs", ".confirm"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("heading", name="Everything once")).to_be_visible()


def test_a_language_is_chosen_without_a_script(profile: MakeProfile, site: str) -> None:
    """And the page comes back in it."""
    page = profile(java_script_enabled=False).new_page()
    page.goto(site + "/sampler")
    page.get_by_role("button", name="Deutsch").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.url == site + "/sampler"
