"""The published questionnaire and its requirements by level, as files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from pydantic import Field

from fairgate.content import Complaint, ContentFile, Strict, Text, parse

Kind: TypeAlias = Literal["risk", "mitigation", "not_scored", "text"]
SUFFIXES: dict[str, Kind] = {"-RS": "risk", "-MS": "mitigation", "-NS": "not_scored"}
"""End of a question's name that says what its weights are, whatever its panel says."""

_WEIGHT = re.compile(r"-(\d+)$")
_SCORING = "0.8 of a phase's mitigation takes 0.15 off; levels end at 0.25, 0.5 and 0.75"


class SurveyChoice(Strict):
    """A possible answer; its weight is the number after the last hyphen of its value."""

    value: Text = Field(description="such as item1-3")
    weight: float = Field(ge=0, allow_inf_nan=False, description="the weight in its value")
    text: Text = Field(description="what people read")


class SurveyQuestion(Strict):
    """A question of the questionnaire, with the kind that its panel gives it."""

    page: Text = Field(description="page it stands on")
    id: Text = Field(description="its name")
    type: Literal["text", "comment", "radiogroup", "dropdown", "checkbox"] = Field(
        description="how it is answered"
    )
    kind: Kind = Field(description="what its weights are")
    title: Text = Field(description="what is asked")
    visible_if: Text | None = Field(description="condition on other answers")
    choices: list[SurveyChoice] = Field(description="possible answers")

    @property
    def counts_as(self) -> Kind:
        """What its weights are: by its own name, else by its panel."""
        return SUFFIXES.get(self.id[-3:], self.kind)


class Scoring(Strict):
    """The numbers of the score."""

    max_raw_impact: int = Field(description="largest raw impact")
    max_mitigation_per_phase: int = Field(description="largest mitigation of a phase")
    mitigation_trigger: Text = Field(description="mitigation that takes something off")
    deduction: float = Field(description="share that is taken off")
    level_cutoffs: list[float] = Field(description="shares of the maximum at which levels end")


class Survey(Strict):
    """The questionnaire."""

    source: Text = Field(description="repository, commit and licence")
    scoring: Scoring = Field(description="the numbers of the score")
    questions: list[SurveyQuestion] = Field(min_length=1, description="the questions")


class Demand(Strict):
    """What one level asks for."""

    text: Text = Field(description="the words of the directive")


class Topic(Strict):
    """A topic of the directive: a demand for each of four levels."""

    title: Text = Field(description="its heading")
    elements: list[Demand] = Field(min_length=4, max_length=4, description="levels I to IV")


class Topics(Strict):
    """All topics."""

    title: Text = Field(description="heading of the section")
    elements: list[Topic] = Field(min_length=1, description="the topics")


class Requirements(Strict):
    """What each level asks for."""

    source: Text = Field(description="repository, commit and licence")
    requirements: Topics = Field(description="the topics")


def read_survey(text: bytes, name: str) -> ContentFile[Survey]:
    """Read the questionnaire and check that its numbers are those that its weights give.

    Raises
    ------
    UserErrors
        Everything that is wrong with it, at once.
    """
    return parse(Survey, text, name, lint=_lint)


def read_requirements(text: bytes, name: str) -> ContentFile[Requirements]:
    """Read the requirements by level."""
    return parse(Requirements, text, name)


def weight_in(value: str) -> int:
    """Read the weight in the value of a choice.

    Examples
    --------
    >>> weight_in("item1-3"), weight_in("item6")
    (3, 0)
    """
    found = _WEIGHT.search(value)
    return int(found[1]) if found else 0


def _lint(survey: Survey) -> Iterator[Complaint]:
    seen: set[str] = set()
    for at, question in enumerate(survey.questions):
        if question.id in seen:
            problem = f"another question is called {question.id} already"
            yield Complaint(("questions", at, "id"), problem, "give it an id of its own")
        seen.add(question.id)
        yield from _choices(at, question)
    yield from _numbers(survey)


def _choices(at: int, question: SurveyQuestion) -> Iterator[Complaint]:
    for inner, choice in enumerate(question.choices):
        weight = weight_in(choice.value)
        if choice.weight != weight:
            problem = f"{choice.value} weighs {weight}, not {choice.weight:g}"
            yield Complaint(
                ("questions", at, "choices", inner, "weight"), problem, f"write {weight}"
            )


def _numbers(survey: Survey) -> Iterator[Complaint]:
    scoring = survey.scoring
    risk, mitigation = (_largest(survey, kind) for kind in ("risk", "mitigation"))
    if scoring.max_raw_impact != risk:
        problem = f"the risk weights add up to {risk}, not {scoring.max_raw_impact}"
        yield Complaint(("scoring", "max_raw_impact"), problem, f"write {risk}")
    if 2 * scoring.max_mitigation_per_phase != mitigation:
        problem = f"the mitigation weights of two phases add up to {mitigation}"
        cure = f"write {mitigation / 2:g}"
        yield Complaint(("scoring", "max_mitigation_per_phase"), problem, cure)
    if scoring.deduction != 0.15 or scoring.level_cutoffs != [0.25, 0.5, 0.75]:
        problem = f"this score is another one; known is: {_SCORING}"
        yield Complaint(("scoring",), problem, "import the form of b900dc7d")


def _largest(survey: Survey, kind: str) -> int:
    total = 0
    for question in survey.questions:
        weights = [weight_in(choice.value) for choice in question.choices]
        if question.counts_as == kind:
            total += sum(weights) if question.type == "checkbox" else max(weights, default=0)
    return total
