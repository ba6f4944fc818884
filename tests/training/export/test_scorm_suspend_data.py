"""What a package keeps on a platform: never longer than the 4096 characters of SCORM 1.2."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from browsing import MakeProfile
from lms import Platform
from playwright.sync_api import expect

from fairgate.training import find_module
from fairgate.training.library import places
from fairgate.training.module import Module, read_module

pytestmark = pytest.mark.browser

LIMIT = 4096
CHOOSE_ALL = """() => {
  const inputs = [...document.querySelectorAll("form.quiz input")];
  for (const input of inputs) input.checked = true;
  inputs[0].dispatchEvent(new Event("change", { bubbles: true }));
}"""


def longest(platform: Platform) -> int:
    """Choose everything, have it marked, and leave; measure what was kept."""
    sco = platform.launch()
    sco.evaluate(CHOOSE_ALL)
    sco.locator("button.mark").press("Enter")
    expect(sco.locator(".result")).to_be_visible()
    platform.leave(sco)
    kept = platform.sent("cmi.suspend_data")
    assert kept
    assert kept[-1] == platform.memory["cmi.suspend_data"]
    return max(map(len, kept))


@pytest.fixture
def huge(sample: Path) -> Module:
    """Give the sample 60 questions of 12 options, most of them right, with long names."""
    quiz = {
        "schema": "fairgate/quiz/v1",
        "items": [
            {
                "id": f"a-question-with-a-rather-long-name-{item}",
                "objective": "90.label" if item % 2 else "90.read",
                "text": f"Which of these, number {item}?",
                "kind": "multiple",
                "options": [
                    {
                        "id": f"an-option-with-a-rather-long-name-{option}",
                        "text": f"Option {option}",
                        "right": option > 0,
                        "rationale": "So it is.",
                    }
                    for option in range(12)
                ],
            }
            for item in range(60)
        ],
    }
    (sample / "quiz.yaml").write_text(yaml.safe_dump(quiz), encoding="utf-8")
    return read_module(sample)


@pytest.mark.parametrize("name", [place.id for place in places()])
def test_every_module_keeps_everything(profile: MakeProfile, name: str) -> None:
    """With room to spare."""
    assert longest(Platform(profile(), find_module(name))) < LIMIT / 4


def test_sixty_questions_of_twelve_options_fit(profile: MakeProfile, huge: Module) -> None:
    """Every one chosen, and all there again; letters of options are short, names are not."""
    platform = Platform(profile(), huge)
    assert longest(platform) <= LIMIT
    told = platform.memory["cmi.interactions"].values()
    assert [each["student_response"] for each in told] == ["a,b,c,d,e,f,g,h,i,j,k,l"] * 60
    sco = platform.launch()
    expect(sco.locator("form.quiz input:checked")).to_have_count(720)
