"""Templates that are wrong: each mistake with line, place, value and cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from fairgate.assessment import parse_template
from fairgate.errors import UserError, UserErrors

CASES = Path(__file__).parents[1] / "cases/assessment"
SMALL = (CASES / "small.yaml").read_text(encoding="utf-8")
WRONG = yaml.safe_load((CASES / "wrong-templates.yaml").read_text(encoding="utf-8"))


def said(text: str) -> list[str]:
    """Every complaint about a template called ``f``."""
    with pytest.raises((UserError, UserErrors)) as caught:
        parse_template(text.encode(), "f")
    return str(caught.value).splitlines()


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["what"])
def test_a_wrong_template_is_refused_with_place_and_cure(case: dict[str, Any]) -> None:
    """Every complaint, as people read it."""
    assert case["replace"] in SMALL
    assert said(SMALL.replace(case["replace"], case["with"], 1)) == case["says"]


def test_a_level_that_no_answers_reach_is_found() -> None:
    """Unless a red line has it as its floor."""
    text = SMALL.replace("at_least: 32", "at_least: 65")
    parse_template(text.encode(), "f")
    (found,) = said(text.replace("floor: great-risk", "floor: some-risk"))
    assert found == (
        "f:65: levels[2].at_least: no answers score as great-risk: the weights reach 64 at most "
        "(lower it, or give choices more points)"
    )


def test_a_level_that_the_weights_jump_over_is_found() -> None:
    """A level nobody can be at is a promise nobody can keep."""
    text = SMALL.replace("at_least: 32", "at_least: 1.5")
    assert said(text) == [
        (
            "f:64: levels[1].at_least: no answers score as some-risk: the weights jump over it "
            "(lower it, or give choices more points)"
        )
    ]


def test_a_branch_that_can_never_be_reached_is_found() -> None:
    """Each part could be true, but not both at once."""
    unordered = (
        SMALL.replace(
            "        source: [s]\n  - id: small.second",
            "        source: [s]\n        ordered: false\n  - id: small.second",
        )
        .replace(", points: {reach: 2}", "")
        .replace(", points: {reach: 4}", "")
    )
    never = "{all: [{question: small.people, is: [some]}, {question: small.people, is: [many]}]}"
    text = unordered.replace("when: people", f"when: {never}")
    found = [line for line in said(text) if "no answers make this true" in line]
    assert found[0] == (
        "f:26: sections[1].when: no answers make this true "
        "(mend the condition, or remove what it opens)"
    )


def test_the_small_template_itself_is_right() -> None:
    """Or the tests above would show nothing."""
    assert parse_template(SMALL.encode(), "f").content.id == "small"
