"""Platforms that are not there, refuse or break: the page goes on, and says so once."""

from __future__ import annotations

import pytest
from browsing import MakeProfile, complaints
from lms import Platform, answer
from playwright.sync_api import expect

from fairgate.training.module import Module

pytestmark = pytest.mark.browser

REFUSED = "Your learning platform did not take what this page told it."
ALONE = "This page was opened outside a learning platform."


@pytest.fixture
def learner(profile: MakeProfile, module: Module) -> Platform:
    """Set up a platform with the sample module."""
    return Platform(profile(), module)


@pytest.mark.parametrize(
    ("mode", "words"),
    [("none", ALONE), ("finished", REFUSED), ("refuse", REFUSED), ("throw", REFUSED)],
)
def test_the_quiz_goes_on_without_a_platform(
    learner: Platform, module: Module, mode: str, words: str
) -> None:
    """No API, a session that does not begin, one that refuses every value, one that throws."""
    sco = learner.launch(mode=mode)
    notice = sco.get_by_role("status").first
    expect(notice).to_contain_text(words)
    answer(sco, module)
    expect(sco.locator(".result")).to_contain_text("6 of 6 right")
    expect(sco.get_by_text(words)).to_have_count(1)
    learner.leave(sco)
    assert learner.errors == []


@pytest.mark.parametrize("mode", ["refuse", "throw"])
def test_what_went_wrong_is_said_beside_the_score(
    learner: Platform, module: Module, mode: str
) -> None:
    """Where people look at that moment, and not at the top of a long page."""
    sco = learner.launch(mode=mode)
    answer(sco, module, wrong=1)
    expect(sco.locator("form.quiz [data-notice]")).to_contain_text(REFUSED)
    expect(sco.locator(".progress").first).to_contain_text("best 5 of 6")


def test_a_platform_without_interactions_is_not_complained_about(
    learner: Platform, module: Module
) -> None:
    """They are optional in SCORM 1.2; score and status arrive all the same."""
    sco = learner.launch(mode="old")
    answer(sco, module)
    expect(sco.locator("[data-notice]")).to_be_hidden()
    learner.leave(sco)
    assert learner.memory["cmi.core.lesson_status"] == "passed"
    assert learner.memory["cmi.interactions"] == {}


def test_with_a_platform_nothing_is_said(learner: Platform, module: Module) -> None:
    """Nobody is told what goes without saying."""
    sco = learner.launch()
    answer(sco, module)
    expect(sco.locator("[data-notice]")).to_be_hidden()


def test_a_platform_on_another_site_is_none(profile: MakeProfile, module: Module) -> None:
    """A frame may not look into a page of another origin; that is no error either."""
    learner = Platform(profile(), module)
    learner.page.goto("https://elsewhere.test/host")
    learner.page.set_content(f'<iframe name="sco" src="https://platform.test{learner.scos[0]}">')
    sco = learner.page.frame_locator("iframe")
    expect(sco.get_by_role("status").first).to_contain_text(ALONE)
    assert learner.errors == []


def test_axe_finds_nothing_where_the_page_has_something_to_say(
    learner: Platform, axe_source: str
) -> None:
    """WCAG 2.2 AA as far as a machine can tell; light and dark, wide and narrow."""
    page = learner.page
    page.goto(f"https://platform.test{learner.scos[0]}")
    expect(page.get_by_role("status").first).to_contain_text(ALONE)
    assert complaints(page, axe_source) == []
