"""Packages in a real run time of SCORM 1.2, in Chromium: what a platform hears of a learner."""

from __future__ import annotations

import json
import re

import pytest
from browsing import MakeProfile
from lms import Platform, again, answer
from playwright.sync_api import expect

from fairgate.training import find_module
from fairgate.training.module import Module

pytestmark = pytest.mark.browser


@pytest.fixture
def learner(profile: MakeProfile, module: Module) -> Platform:
    """Set up a platform with the sample module: six questions, five right ones pass."""
    return Platform(profile(), module)


@pytest.mark.parametrize("way", ["frame", "deep", "window"])
def test_a_learner_passes_by_keyboard_and_the_platform_hears_of_it(
    profile: MakeProfile, way: str
) -> None:
    """A module that comes along, all answers right, wherever the platform opens it."""
    module = find_module("05")
    platform = Platform(profile(), module)
    sco = platform.launch(way)
    assert platform.read("cmi.core.lesson_status") == "incomplete"
    answer(sco, module)
    platform.leave(sco)
    kept = platform.memory
    assert kept["cmi.core.lesson_status"] == "passed"
    score = [kept[f"cmi.core.score.{name}"] for name in ("raw", "min", "max")]
    assert score == ["100", "0", "100"]
    assert 0 < len(kept["cmi.suspend_data"]) <= 4096
    assert kept["cmi.core.lesson_location"] == "m05--quiz"
    assert [name for name, *_ in platform.calls].count("LMSFinish") == 1
    assert [call for call in platform.calls if call[3] == "false"] == []
    assert platform.errors == []


def test_a_visit_that_is_cut_off_can_be_gone_on_with(learner: Platform) -> None:
    """A machine that stops sends no farewell: so the way of leaving is told at the beginning."""
    learner.launch()
    assert learner.memory["cmi.core.exit"] == "suspend"


def test_the_time_of_a_visit_is_told_as_scorm_writes_it(learner: Platform) -> None:
    """HHHH:MM:SS.SS, each time something is committed, and never less than before."""
    learner.leave(learner.launch())
    times = learner.sent("cmi.core.session_time")
    assert len(times) >= 2
    assert all(re.fullmatch(r"\d{4}:[0-5]\d:[0-5]\d\.\d\d", time) for time in times)
    assert times == sorted(times)


def test_every_answer_arrives_as_an_interaction(learner: Platform, module: Module) -> None:
    """With letters for options, as SCORM 1.2 has it, and what would have been right."""
    sco = learner.launch()
    answer(sco, module, wrong=1)
    learner.leave(sco)
    told = list(learner.memory["cmi.interactions"].values())
    assert [each["id"] for each in told] == [f"90.{item.id}" for item in module.quiz.items]
    assert [each["result"] for each in told] == ["wrong"] + ["correct"] * 5
    for each, item in zip(told, module.quiz.items, strict=True):
        pattern = ",".join("abcdef"[at] for at, option in enumerate(item.options) if option.right)
        assert each["correct_responses"]["0"]["pattern"] == pattern
        assert (each["student_response"] == pattern) == (each["result"] == "correct")
        assert each["type"] == "choice"
        assert re.fullmatch(r"\d\d:\d\d:\d\d", each["time"])


def test_who_fails_first_may_pass_then(learner: Platform, module: Module) -> None:
    """In the same visit; the better score counts."""
    sco = learner.launch()
    answer(sco, module, wrong=3)
    assert learner.read("cmi.core.lesson_status") == "failed"
    assert learner.read("cmi.core.score.raw") == "50"
    again(sco)
    answer(sco, module)
    learner.leave(sco)
    assert learner.memory["cmi.core.lesson_status"] == "passed"
    assert learner.memory["cmi.core.score.raw"] == "100"
    assert len(learner.memory["cmi.interactions"]) == 12


@pytest.mark.parametrize("settings", [{}, {"mastery": "80"}], ids=["plain", "judging"])
def test_a_pass_stays_a_pass(learner: Platform, module: Module, settings: dict[str, str]) -> None:
    """After a worse attempt in the next visit, also where the platform judges the score itself."""
    sco = learner.launch(**settings)
    answer(sco, module, wrong=1)
    learner.leave(sco)
    assert learner.memory["cmi.core.lesson_status"] == "passed"
    sco = learner.launch(**settings)
    again(sco)
    answer(sco, module, wrong=5)
    expect(sco.locator(".result")).to_contain_text("1 of 6 right")
    learner.leave(sco)
    assert learner.memory["cmi.core.lesson_status"] == "passed"
    assert learner.memory["cmi.core.score.raw"] == "83.33"


@pytest.mark.parametrize(("wrong", "status"), [(1, "passed"), (2, "failed")])
def test_platform_and_page_judge_alike(
    learner: Platform, module: Module, wrong: int, status: str
) -> None:
    """Where the platform compares the score with the manifest's mark once more at the end."""
    sco = learner.launch(mastery="80")
    answer(sco, module, wrong=wrong)
    assert learner.read("cmi.core.lesson_status") == status
    learner.leave(sco)
    assert learner.memory["cmi.core.lesson_status"] == status


def test_a_platform_that_judges_says_nothing_of_a_quiz_that_was_not_taken(
    learner: Platform,
) -> None:
    """A visit without an answer is incomplete, and no failure."""
    learner.leave(learner.launch(mastery="80"))
    assert learner.memory["cmi.core.lesson_status"] == "incomplete"
    assert learner.memory["cmi.core.score.raw"] == ""


def test_who_leaves_half_way_goes_on_there(learner: Platform, module: Module) -> None:
    """Answers that were not marked yet are there again, and where the learner had read to."""
    sco = learner.launch()
    first = module.quiz.items[0]
    sco.locator(f"[data-item={first.id}] input").nth(1).check()
    learner.page.wait_for_function("running('cmi.core.lesson_location') === 'm90--quiz'")
    learner.leave(sco)
    assert learner.memory["cmi.core.exit"] == "suspend"
    assert learner.memory["cmi.core.lesson_status"] == "incomplete"

    sco = learner.launch()
    assert learner.read("cmi.core.entry") == "resume"
    expect(sco.locator("input:checked")).to_have_count(1)
    expect(sco.locator(f"[data-item={first.id}] input").nth(1)).to_be_checked()
    expect(sco.locator("[data-resume]")).to_contain_text("Quiz")


def test_a_marked_quiz_is_shown_marked_on_the_next_visit(learner: Platform, module: Module) -> None:
    """And what was told before is not told again."""
    sco = learner.launch()
    answer(sco, module)
    learner.leave(sco)
    sco = learner.launch()
    expect(sco.locator(".result")).to_contain_text("6 of 6 right")
    learner.leave(sco)
    assert learner.sent("cmi.core.lesson_status") == []
    assert learner.sent("cmi.core.score.raw") == []


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_looking_only_changes_nothing(learner: Platform, module: Module, mode: str) -> None:
    """Neither status nor score, where the platform says that this visit does not count."""
    sco = learner.launch(lesson_mode=mode)
    answer(sco, module, wrong=6)
    learner.leave(sco)
    assert learner.sent("cmi.core.lesson_status") == []
    assert learner.sent("cmi.core.score.raw") == []
    assert learner.memory["cmi.interactions"] == {}


def test_what_another_page_left_behind_is_no_answer(learner: Platform) -> None:
    """A state that is no state, or another quiz's, leaves the quiz empty."""
    for left in ('{"d":{"90":{"k":"other","a":"1.1.1.1.1.1"}}}', "[1]", "<b>", '{"d":7}'):
        learner.page.goto("https://platform.test/host")
        kept = json.dumps({"cmi.suspend_data": left, "cmi.core.exit": "suspend"})
        learner.page.evaluate("kept => localStorage.setItem('kept', kept)", kept)
        sco = learner.launch()
        expect(sco.locator("input:checked")).to_have_count(0)
        learner.leave(sco)
    assert learner.errors == []
