"""What ``options`` and ``expect`` of a step may hold, tool by tool.

The files that a tool reads are seen from the exercise's folder, as the learner has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from pydantic import Field, ValidationError

from fairgate.content.models import Id, Strict, Text
from fairgate.content.schema import json_schema
from fairgate.modelfile import Complaint, Grammar, Shape, complaints
from fairgate.training.models import Exercise, Relative, Step

Outcome: TypeAlias = Literal["pass", "warn", "unknown", "fail"]
Risk: TypeAlias = Literal["none", "low", "medium", "high"]


class Nothing(Strict):
    """A tool without options."""


class CheckOptions(Strict):
    """``fairgate check`` on the policy that is ``file``."""

    predictions: Relative | None = Field(None, description="in place of the policy's own")
    baseline: Relative | None = Field(None, description="predictions of the model in use now")
    first_model: bool = Field(False, description="true: there is no model in use yet")
    today: date | None = Field(None, description="day on which waivers are judged; default: today")


class CheckExpect(Strict):
    """What the gate has to answer."""

    exit: Literal[0, 3, 4] = Field(description="0 pass or warn, 3 fail, 4 unknown")
    findings: dict[Text, Outcome] = Field(
        {}, description='outcome by rule, or by rule and grouping: "four-fifths [race]"'
    )
    limits: dict[Text, float] = Field(
        {}, description="limit by rule, so that nobody passes by promising less"
    )


class PlanOptions(Strict):
    """``fairgate plan`` on the policy that is ``file``."""

    predictions: Relative | None = Field(None, description="in place of the policy's own")


class PlanExpect(Strict):
    """What the plan has to say."""

    enough: dict[Text, bool] = Field(
        min_length=1,
        description='whether the rows can show must_detect, by rule or "rule [grouping]"',
    )


class AssessOptions(Strict):
    """``fairgate assess`` on the answers that are ``file``."""

    template: Id = Field(description="name of the template, such as preflight")


class AssessExpect(Strict):
    """What the assessment has to come to."""

    level: Text | None = Field(None, description="the level, when nothing more can raise it")
    missing: int | None = Field(None, ge=0, description="how many answers may be missing at most")
    red_lines: list[Id] | None = Field(None, description="exactly these red lines are drawn")


class TriageExpect(Strict):
    """What triage has to say of the backlog items in ``file``, one JSON object a line."""

    ids: dict[Text, Risk] = Field(min_length=1, description="risk by id of the item")


class ChecklistOptions(Strict):
    """``fairgate checklist lint``, or ``quotas`` where ``file`` holds studies."""

    today: date | None = Field(None, description="day on which risks must hold; default: today")


class ChecklistExpect(Strict):
    """What a content file, or a file of research studies, has to hold."""

    items: int | None = Field(None, ge=1, description="how many items at least")
    has: list[Id] = Field([], description="ids of items that must be there")
    quotas: dict[Id, Literal["met", "risk", "unmet"]] = Field(
        {}, description="for studies: what each quota comes to"
    )


class RankOptions(Strict):
    """``fairgate rank``: the learner's file is a table, or YAML with these same keys."""

    file: Relative | None = Field(None, description="the table, where the learner's file is YAML")
    score: dict[Text, float] = Field({}, description="weight by column; without, file order")
    sensitive: list[Text] = Field([], description="columns, or column=value")
    k: int | None = Field(None, ge=1, description="how many make the top")
    ascending: bool = Field(False, description="true: the smallest score comes first")


class RankExpect(Strict):
    """What the measures of the ranking have to come to."""

    measures: dict[Text, Outcome] = Field(
        min_length=1, description='outcome by measure and group: "rnd [race=Black]"'
    )


class PageOptions(Strict):
    """Static accessibility rules on the page that is ``file``."""

    rules: list[Text] = Field([], description="only these rules; none: all of them")


class RolloutExpect(Strict):
    """What the rollout of ``file`` has to be decided as."""

    open: bool | None = Field(None, description="whether anybody may see the feature")
    ceiling: int | None = Field(None, ge=0, le=100, description="largest share of people, percent")
    reasons: list[Text] = Field([], description="words that a reason must contain")


class Near(Strict):
    """A number, and how far off an answer may be."""

    value: float = Field(description="the right number")
    tolerance: float = Field(ge=0, description="how far off an answer may be")


Answer: TypeAlias = Near | float | bool | str | list[str]


class AnswersExpect(Strict):
    """Right answers to a reading task; the learner's ``file`` has ``name: answer``."""

    answers: dict[Id, Answer] = Field(
        min_length=1, description="right answer by name; a list is in any order"
    )


@dataclass(frozen=True)
class Form:
    """Models of a tool's ``options`` and ``expect``."""

    options: type[Strict]
    expect: type[Strict]


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "check": Form(CheckOptions, CheckExpect),
        "plan": Form(PlanOptions, PlanExpect),
        "assess": Form(AssessOptions, AssessExpect),
        "triage": Form(Nothing, TriageExpect),
        "checklist": Form(ChecklistOptions, ChecklistExpect),
        "rank": Form(RankOptions, RankExpect),
        "page": Form(PageOptions, Nothing),
        "rollout": Form(Nothing, RolloutExpect),
        "answers": Form(Nothing, AnswersExpect),
    }
)
"""For every tool: what a step may say."""


def options_of(step: Step) -> Any:
    """Read the options of a step that was linted."""
    return FORMS[step.tool].options.model_validate(step.options)


def expect_of(step: Step) -> Any:
    """Read what a step that was linted expects.

    Examples
    --------
    >>> step = Step(id="a", objective="05.read", tool="check", file="fairgate.yaml",
    ...             expect={"exit": 0}, hints=["look", "look again"])
    >>> expect_of(step).exit
    0
    """
    return FORMS[step.tool].expect.model_validate(step.expect)


def lint_steps(exercise: Exercise) -> Iterator[Complaint]:
    """Find what does not fit a step's tool, at its place in ``module.yaml``."""
    for at, step in enumerate(exercise.steps):
        form = FORMS[step.tool]
        for key, model in (("options", form.options), ("expect", form.expect)):
            data = getattr(step, key)
            try:
                model.model_validate(data)
            except ValidationError as error:
                grammar = Grammar(Shape(json_schema(model)))
                for found in complaints(error, data, grammar):
                    path = ("exercise", "steps", at, key, *found.path)
                    yield Complaint(path, found.problem, found.cure)
