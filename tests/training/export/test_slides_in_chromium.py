"""The slide show in a real browser: keys, buttons, notes, the address, paper, no JavaScript."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import MakeProfile, complaints, picture
from playwright.sync_api import Page, expect

from fairgate.training import find_module
from fairgate.training.export.slideshow import slideshow
from fairgate.training.module import Module

pytestmark = pytest.mark.browser


@pytest.fixture
def show(tmp_path: Path, module: Module) -> str:
    """Write a show of two modules: 13 slides, then 8 of the sample; give its address."""
    path = tmp_path / "slides.html"
    path.write_text(slideshow([find_module("01"), module]), encoding="utf-8")
    return path.as_uri()


def shown(page: Page) -> str:
    """Say which slides can be seen."""
    return ", ".join(page.locator(".frame:visible").evaluate_all("all => all.map(one => one.id)"))


def test_axe_finds_nothing_on_slides_and_notes(page: Page, show: str, axe_source: str) -> None:
    """Light and dark, wide and narrow; pictures stay in build/screens."""
    page.goto(f"{show}#3")
    assert complaints(page, axe_source) == []
    page.keyboard.press("n")
    picture(page, "training-slides")
    assert complaints(page, axe_source) == []


def test_keys_turn_pages(page: Page, show: str) -> None:
    """Forth, back, to both ends and no further; the address says where."""
    page.goto(show)
    assert shown(page) == "s1"
    seen = []
    for key in ("ArrowLeft", "ArrowRight", " ", "PageDown", "Shift+ ", "PageUp", "End",
                "ArrowRight", "Home"):  # fmt: skip
        page.keyboard.press(key)
        seen.append(shown(page))
    assert seen == ["s1", "s2", "s3", "s4", "s3", "s2", "s21", "s21", "s1"]
    page.keyboard.press("End")
    assert page.url.endswith("#21")
    expect(page.locator("#s21")).to_be_focused()
    page.reload()
    assert shown(page) == "s21"


def test_buttons_turn_pages_and_say_so(page: Page, show: str) -> None:
    """The focus stays at the button, so that it can be pressed again."""
    page.goto(show)
    following = page.get_by_role("button", name="Next")
    following.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(following).to_be_focused()
    assert shown(page) == "s3"
    expect(page.get_by_role("status")).to_have_text("Slide 3: Six places")
    expect(page.get_by_role("progressbar")).to_have_js_property("value", 3)
    page.get_by_label("Module").select_option("90 Names on forms")
    assert shown(page) == "s14"


def test_the_letter_shows_notes_on_a_slide_and_nowhere_else(page: Page, show: str) -> None:
    """A single letter must not be taken from people who speak to their machine."""
    page.goto(show)
    notes, button = page.locator("#s1 .notes"), page.get_by_role("button", name="Notes")
    expect(notes).to_be_hidden()
    page.keyboard.press("n")
    expect(notes).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.focus()
    page.keyboard.press("n")
    expect(notes).to_be_visible()
    button.press("Enter")
    expect(notes).to_be_hidden()


@pytest.mark.parametrize("address", ["#0", "#-1", "#nothing", "#s1", "#1.5", "#s1.9"])
def test_an_address_that_names_no_slide_begins_at_the_first(
    page: Page, show: str, address: str
) -> None:
    """And one beyond the end is the last."""
    page.goto(show + address)
    assert shown(page) == "s1"
    page.goto(f"{show}#99")
    expect(page.locator("#s21")).to_be_visible()


def test_on_paper_each_slide_is_a_sheet_with_its_notes(page: Page, show: str) -> None:
    """Whichever is shown."""
    page.goto(f"{show}#2")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 21
    page.emulate_media(media="print")
    expect(page.locator(".notes:visible")).to_have_count(21)
    expect(page.locator(".bar")).to_be_hidden()


def test_without_javascript_all_slides_and_notes_follow_each_other(
    profile: MakeProfile, show: str
) -> None:
    """No button stands there that does nothing."""
    page = profile(java_script_enabled=False).new_page()
    page.goto(show)
    expect(page.locator(".frame:visible")).to_have_count(21)
    expect(page.locator(".notes:visible")).to_have_count(21)
    expect(page.get_by_role("button")).to_have_count(0)


def test_nothing_moves_and_nothing_is_fetched(profile: MakeProfile, show: str) -> None:
    """Not even for those who have not asked for less motion."""
    page = profile(reduced_motion="no-preference").new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(show)
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") == 0
    assert {each.partition("#")[0] for each in asked} == {show}


def test_notes_on_a_phone_begin_in_the_middle_of_the_screen(page: Page, show: str) -> None:
    """As on wide screens: who asks for them sees them."""
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(f"{show}#14")
    page.keyboard.press("n")
    top = page.locator("#s14 .notes").evaluate("notes => notes.getBoundingClientRect().top")
    assert top < 667 * 0.6


def test_a_short_slide_fits_on_the_screen_of_a_phone(page: Page, show: str) -> None:
    """It need not be scrolled to be read."""
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(f"{show}#14")
    room = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
    assert room == 0
