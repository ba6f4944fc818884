"""The page of modules in a real browser: offline, by keyboard, read aloud, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import MakeProfile, complaints, picture
from lms import answer
from pagechecks import never_scrolls_sideways
from playwright.sync_api import Page, expect

from fairgate.training import find_module, open_modules
from fairgate.training.module import Module

Export = Callable[..., Path]

pytestmark = pytest.mark.browser


@pytest.mark.soak
def test_axe_finds_nothing_on_the_page_of_all_modules(
    page: Page, asked: list[str], axe_source: str, export: Export
) -> None:
    """Light and dark, wide and narrow; nothing is fetched."""
    page.goto(export(*open_modules()).as_uri())
    assert complaints(page, axe_source) == []
    assert len(asked) == 1


def test_axe_finds_nothing_on_a_page_of_several_modules(
    page: Page, asked: list[str], axe_source: str, export: Export, module: Module
) -> None:
    """With its contents; nothing is fetched."""
    page.goto(export(module, find_module("01")).as_uri())
    assert complaints(page, axe_source) == []
    assert len(asked) == 1


def test_axe_finds_nothing_before_and_after_answers(
    page: Page, axe_source: str, export: Export
) -> None:
    """Right and wrong ones; pictures stay in build/screens."""
    module = find_module("01")
    page.goto(export(module).as_uri())
    picture(page, "training-export")
    assert complaints(page, axe_source) == []
    page.get_by_role("button", name="Mark my answers").click()
    assert complaints(page, axe_source) == []
    answer(page, module, wrong=3)
    picture(page, "training-export-answered")
    assert complaints(page, axe_source) == []
    never_scrolls_sideways(page, 320, 768)


def test_without_javascript_everything_can_be_read(
    profile: MakeProfile, export: Export, module: Module
) -> None:
    """Answers with their reasons unfold; no button stands there that does nothing."""
    page = profile(java_script_enabled=False).new_page()
    page.goto(export(module).as_uri())
    expect(page.get_by_role("button")).to_have_count(0)
    first = page.locator("fieldset.item").first
    expect(first.locator(".reason").first).to_be_hidden()
    first.locator("summary").press("Enter")
    expect(first.locator(".reason")).to_have_count(2)
    reason = first.locator(".reason").first
    expect(reason).to_contain_text("Right: A label element", use_inner_text=True)
    expect(reason).to_contain_text("It is read out and stays.")
    expect(page.locator(".solution p")).to_be_hidden()
    page.locator(".solution summary").click()
    expect(page.locator(".solution p")).to_be_visible()


def test_answers_to_the_feedback_form_become_a_text(
    page: Page, asked: list[str], export: Export, module: Module
) -> None:
    """Ready to be copied."""
    page.goto(export(module).as_uri())
    form = page.locator("form.feedback")
    form.get_by_label("4").check()
    form.get_by_label("What else?").fill("More time.")
    form.get_by_role("button").press("Enter")
    text = form.get_by_label("Your answers, to copy")
    expect(text).to_be_focused()
    expect(text).to_have_value(
        "90 Names on forms\n\nHow useful was it?\n4\n\nHow was the pace?\n-\n\n"
        "What else?\nMore time."
    )
    assert asked


def test_hostile_words_do_nothing(
    page: Page, asked: list[str], export: Export, hostile: Module
) -> None:
    """No script runs, no picture is fetched; what was written is read as words."""
    page.goto(export(hostile, find_module("01")).as_uri())
    answer(page, hostile, wrong=2)
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.locator("b, img").count() == 0
    expect(page.locator("#m90 > h2")).to_contain_text("<script>window.hacked = 1</script>")
    assert asked


def test_printed_it_is_a4_with_solutions_and_without_buttons(
    page: Page, export: Export, module: Module
) -> None:
    """Each part of a solution is on paper, where nothing unfolds."""
    page.goto(export(module).as_uri())
    page.emulate_media(media="print")
    expect(page.locator(".solution p")).to_be_visible()
    expect(page.get_by_role("button", name="Mark my answers")).to_be_hidden()
    expect(page.locator(".skip")).to_be_hidden()
