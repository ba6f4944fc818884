"""The published questionnaire becomes a template: exactly, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from assessment.surveys import REQUIREMENTS, SMALL, YES_NO, question, survey

from fairgate.assessment import assess, parse_template
from fairgate.assessment.canada.importing import imported
from fairgate.content import home
from fairgate.errors import UserError, UserErrors

SHARED = home().parent / "shared/data/instruments"
FILES = ("canada_aia_flat_en.json", "canada_aia_requirements_by_level.json")


def made(content: dict[str, Any]) -> str:
    """Import a questionnaire."""
    texts = (json.dumps(content, indent=1).encode(), json.dumps(REQUIREMENTS).encode())
    return imported(*texts, ("survey.json", "requirements.json"))


@pytest.mark.shared
def test_the_shipped_template_is_what_the_script_makes_of_the_published_files() -> None:
    """Byte by byte."""
    texts = [(SHARED / name).read_bytes() for name in FILES]
    shipped = (home() / "checklists/assessments/canada-aia.yaml").read_text(encoding="utf-8")
    assert imported(texts[0], texts[1], FILES) == shipped


def test_ids_choices_weights_and_conditions_stay() -> None:
    """A small questionnaire, read back."""
    form = parse_template(made(SMALL).encode(), "small.yaml").content
    first = form.by_id["canada-aia.first"]
    assert (first.text, first.counts_as, first.ordered) == ("first?", "risk", False)
    assert [(c.id, c.weight, c.text) for c in first.choices] == [
        ("item1-3", 3, "Yes"),
        ("item2-0", 0, "No"),
    ]
    asked = assess(form, {"canada-aia.first": "item2-0"})
    assert [q.id for q in asked.missing] == [
        "canada-aia.projectDetailsPhase",
        "canada-aia.either",
        "canada-aia.second-NS",
    ]
    assert [section.when for section in form.sections[-2:]] == ["design", "implementation"]


def test_the_suffix_of_a_question_goes_before_its_panel() -> None:
    """Its panel says risk, its own name says not scored."""
    form = parse_template(made(SMALL).encode(), "small.yaml").content
    assert form.by_id["canada-aia.second-NS"].counts_as is None


def test_equal_demands_of_several_levels_are_one_obligation() -> None:
    """None is none, and a list becomes a sentence."""
    duties = parse_template(made(SMALL).encode(), "small.yaml").content.obligations
    assert [(duty.text, duty.levels) for duty in duties] == [
        ("Peer review: Ask", ["II", "III"]),
        ("Peer review: Ask two: A; B. C", ["IV"]),
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            survey(question("a"), question("b", visible_if='{c} = "item1-3"')),
            "questions[1].visible_if: there is no earlier question called 'c'",
        ),
        (
            survey(question("a"), question("b", visible_if='{a} = "item9"')),
            "questions[1].visible_if: a has no choice item9",
        ),
        (
            survey(question("a"), question("b", visible_if='{a} > "item1-3"')),
            "questions[1].visible_if: '>' is not understood",
        ),
        (
            survey(question("a"), question("b", visible_if='({a} = "item1-3"')),
            "questions[1].visible_if: ) is missing",
        ),
        (survey(question("a"), question("a")), "questions[1].id: another question is called a"),
        (
            survey(question("a"), max_raw_impact=167),
            "scoring.max_raw_impact: the risk weights add up to 3, not 167",
        ),
        (survey(question("a"), deduction=0.2), "scoring: this score is another one"),
        (
            survey(question("a", choices=[YES_NO[0], {**YES_NO[1], "weight": 1.0}])),
            "questions[0].choices[1].weight: item2-0 weighs 0, not 1",
        ),
        (survey(question("a", type="slider")), "questions[0].type: expected"),
        (survey(question("a", page="")), "questions[0].page: "),
    ],
)
def test_what_is_not_understood_is_named_with_its_place(
    content: dict[str, Any], complaint: str
) -> None:
    """And nothing is imported."""
    with pytest.raises((UserError, UserErrors)) as caught:
        made(content)
    assert complaint in str(caught.value)
    assert str(caught.value).startswith("survey.json:")
