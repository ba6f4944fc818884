"""Answers files: what is refused, what is written, and answers to another version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from assessment.drawn_answers import some, whole
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgate.assessment import Answers, assess, parse_template, read_answers, read_template
from fairgate.assessment.rescore import check_version, difference
from fairgate.assessment.schemas import MODELS, schema_text
from fairgate.assessment.values import NotApplicable, Stamp
from fairgate.assessment.writing import answers_text
from fairgate.errors import UserError, UserErrors

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/assessment"
SMALL = parse_template((CASES / "small.yaml").read_bytes(), "small.yaml").content
PREFLIGHT = read_template("preflight")
WRONG = yaml.safe_load((CASES / "wrong-answers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["what"])
def test_wrong_answers_are_refused_with_place_and_cure(case: dict[str, Any]) -> None:
    """Every complaint, as people read it."""
    with pytest.raises((UserError, UserErrors)) as caught:
        read_answers(case["file"].encode(), "f", SMALL)
    assert str(caught.value).splitlines() == case["says"]


@settings(max_examples=40)
@given(st.data())
def test_what_is_written_is_read_again(data: st.DataObject) -> None:
    """Any answers, whole or in part, in the template's order."""
    values = data.draw(some(data.draw(whole(PREFLIGHT.content))))
    text = answers_text(Answers(values, "a: b"), PREFLIGHT.content, PREFLIGHT.digest, "low")
    again = read_answers(text.encode(), "f", PREFLIGHT.content)
    assert again.values == values
    assert (again.subject, again.level) == ("a: b", "low")
    assert again.stamp == Stamp("preflight", PREFLIGHT.content.version, PREFLIGHT.digest)


@given(st.text(min_size=1).filter(lambda text: text.strip() == text))
def test_any_words_survive_being_written(words: str) -> None:
    """Line ends, quotes, words that YAML would read otherwise; in answers and in reasons."""
    for value in (words, NotApplicable(words)):
        answers = Answers({"small.note": value})
        text = answers_text(answers, SMALL, "", "")
        assert read_answers(text.encode(), "f", SMALL).values == {"small.note": value}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_survives_being_written(number: float) -> None:
    """Also very large and very small ones, which YAML 1.1 reads as text."""
    text = answers_text(Answers({"small.hours": number}), SMALL, "", "")
    assert read_answers(text.encode(), "f", SMALL).values == {"small.hours": number}


def test_answers_to_another_major_version_are_not_scored_unless_asked() -> None:
    """Their points may have meant something else."""
    with pytest.raises(UserError) as caught:
        check_version(Stamp("small", "0.9.0"), SMALL, "sha256:0", "a.yaml")
    assert str(caught.value) == (
        "a.yaml: template.version: these are answers to small 0.9.0, and it is 1.2.0 now "
        "(say --rescore to score them anew and see what differs)"
    )


def test_a_smaller_difference_is_noted() -> None:
    """Another minor version, or other bytes under one version."""
    same = Stamp("small", "1.2.0", "sha256:1")
    assert check_version(same, SMALL, "sha256:1", "f") == ""
    assert "without a version" in check_version(same, SMALL, "sha256:2", "f")
    older = check_version(Stamp("small", "1.0.0"), SMALL, "sha256:1", "f")
    assert older == "answers to small 1.0.0, scored by 1.2.0"


def test_scoring_anew_tells_what_differs() -> None:
    """Questions that are gone, answers that no longer fit, questions that are new."""
    text = (
        'schema: fairgate/answers/v1\ntemplate: {id: small, version: "0.9.0"}\nlevel: none\n'
        "answers: {small.people: some, small.who: users, small.colour: red}\n"
    )
    answers = read_answers(text.encode(), "f", SMALL, other_version=True)
    given_ids = {"small.people": "some", "small.who": "users", "small.colour": "red"}
    found = difference(given_ids, answers, assess(SMALL, answers.values))
    assert found.gone == ("small.colour",)
    assert found.unfit == ("small.who",)
    assert found.unanswered == ("small.who", "small.help", "small.hours")
    assert (found.before, found.after) == ("0.9.0", "1.2.0")
    assert (found.level_before, found.level_after) == ("none", "none")


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_the_published_schema_is_that_of_the_model(kind: str) -> None:
    """Run ``python -m fairgate.assessment.schemas KIND > checklists/schemas/KIND.json``."""
    published = ROOT / "checklists" / "schemas" / f"{kind}.json"
    assert published.read_text(encoding="utf-8") == schema_text(kind)
