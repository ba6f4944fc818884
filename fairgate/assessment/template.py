"""An assessment template, whole: questions, levels, red lines, obligations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from fairgate.assessment.conditions import Condition, When
from fairgate.assessment.questions import DIMENSIONS, Dimension, Question, Section
from fairgate.content import Head, Id, Item, Strict, Text
from fairgate.content.models import Role
from fairgate.policy import Rule
from fairgate.yamlfile.reader import Path


class Level(Strict):
    """A level of risk, from a score on."""

    id: Id = Field(description="its name, such as medium")
    at_least: float = Field(ge=0, allow_inf_nan=False, description="smallest score of the level")
    text: Text = Field(description="what it means")


class RedLine(Item):
    """A situation that sets a floor under the level, whatever else was answered."""

    text: Text = Field(description="what was found, for the one who reads the result")
    when: When = Field(description="where it is drawn")
    floor: Id = Field(description="the level is never below this one")


class Obligation(Item):
    """Something that a level asks for."""

    text: Text = Field(description="what to do")
    levels: list[Id] = Field([], description="levels that ask for it; none named: every one")
    when: When | None = Field(None, description="asked for only if this holds")
    approves: list[Role] = Field([], description="roles that have to agree")
    hours: float = Field(0, ge=0, allow_inf_nan=False, description="effort, in hours of work")
    promises: list[Rule] = Field([], description="rules of the policy that this decision needs")


class Deadline(Item):
    """A date that a law names, which may move."""

    text: Text = Field(description="what begins or ends")
    day: date = Field(description="the day, such as 2026-08-02")
    checked: date = Field(description="when somebody last looked whether it still holds")


class Template(Head):
    """An assessment template."""

    schema_: Literal["fairgate/template/v1"] = Field(
        alias="schema", description="fairgate/template/v1"
    )
    scoring: Literal["risk", "record", "canada-aia"] = Field(
        "risk",
        description="risk: points and levels; canada-aia: weights and levels; "
        "record: answers are kept, not scored",
    )
    minutes: Annotated[int, Field(ge=1)] = Field(description="how long it takes at most")
    conditions: dict[Id, Condition] = Field({}, description="conditions with a name")
    sections: list[Section] = Field(min_length=1, description="what is asked")
    levels: list[Level] = Field([], description="levels of risk, lowest first")
    mitigation_cap: float = Field(
        0.5, ge=0, lt=1, allow_inf_nan=False, description="most that mitigation takes off a risk"
    )
    red_lines: list[RedLine] = Field([], description="floors under the level")
    obligations: list[Obligation] = Field([], description="what the levels ask for")
    dates: list[Deadline] = Field([], description="days that a law names")

    @model_validator(mode="after")
    def _levels_where_scored(self) -> Template:
        if (self.scoring == "record") == bool(self.levels):
            raise ValueError("scoring: a record has no levels, and all else has; mend one of them")
        return self

    def questions(self) -> Iterator[tuple[Path, Section, Question]]:
        """Yield every question with its path and section, in order."""
        for at, section in enumerate(self.sections):
            for inner, question in enumerate(section.questions):
                yield ("sections", at, "questions", inner), section, question

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Questions by their ids, in order."""
        return {question.id: question for _, _, question in self.questions()}

    @cached_property
    def speaking_of(self) -> dict[Dimension, tuple[Question, ...]]:
        """Questions whose answers can give points, by dimension."""
        known = self.by_id.values()
        return {each: tuple(one for one in known if one.speaks_of(each)) for each in DIMENSIONS}

    @cached_property
    def mitigating(self) -> tuple[Question, ...]:
        """Questions whose answers can make a risk smaller."""
        return tuple(question for question in self.by_id.values() if question.mitigates)

    def condition(self, when: When) -> Condition:
        """Look a named condition up."""
        return self.conditions[when] if isinstance(when, str) else when

    def level_at(self, score: float) -> Level:
        """Find the level of a score.

        Levels have at least one that begins at 0; :mod:`fairgate.assessment.lint` sees to it.
        """
        return [level for level in self.levels if level.at_least <= score][-1]

    def rank(self, level: str) -> int:
        """Place of a level, 0 for the lowest."""
        return [each.id for each in self.levels].index(level)
