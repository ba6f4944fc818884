"""Sections, questions and choices of a template."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from fairgate.assessment.conditions import When
from fairgate.content import Id, Item, Strict, Text

Dimension: TypeAlias = Literal["severity", "reach", "reversibility", "vulnerability"]
DIMENSIONS: tuple[Dimension, ...] = ("severity", "reach", "reversibility", "vulnerability")

Points: TypeAlias = Annotated[float, Field(ge=0, le=4, allow_inf_nan=False)]


class Scope(Strict):
    """Which risks something is about: those of some stakeholders, of some harms, or of all."""

    stakeholders: list[Id] | None = Field(None, min_length=1, description="default: all")
    harms: list[Id] | None = Field(None, min_length=1, description="default: all")

    def covers(self, stakeholder: str, harm: str) -> bool:
        """Whether a risk is among those that are meant.

        Examples
        --------
        >>> Scope(harms=["safety"]).covers("users", "safety"), Scope().covers("users", "safety")
        (True, True)
        """
        return (self.stakeholders is None or stakeholder in self.stakeholders) and (
            self.harms is None or harm in self.harms
        )


class Credit(Scope):
    """A share of certain risks that an answer takes away."""

    share: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] = Field(
        description="share of the risk that is taken away, such as 0.2"
    )


class Choice(Strict):
    """One possible answer."""

    id: Id = Field(description="short name, as answers have it")
    text: Text = Field(description="what people read")
    points: dict[Dimension, Points] = Field({}, description="points by dimension, 0 to 4")
    mitigates: list[Credit] = Field([], description="risks that this answer makes smaller")
    weight: int = Field(0, ge=0, description="weight of the answer, where weights are added up")
    exclusive: bool = Field(False, description="true: no other choice goes with it")
    attribute: Text | None = Field(None, description="a column to compare people by")


class Label(Strict):
    """A row or a column of a matrix."""

    id: Id = Field(description="short name")
    text: Text = Field(description="what people read")


class Band(Strict):
    """Points from a number on."""

    at_least: float = Field(allow_inf_nan=False, description="smallest number of the band")
    points: dict[Dimension, Points] = Field(min_length=1, description="points by dimension")


class Question(Item):
    """A question: what is asked, how it is answered, and what the answer is worth."""

    text: Text = Field(description="what is asked")
    kind: Literal["single", "multiple", "text", "number", "date", "matrix"] = Field(
        description="how it is answered"
    )
    when: When | None = Field(None, description="asked only if this holds")
    required: bool = Field(True, description="false: may stay empty")
    not_applicable: bool = Field(False, description="true: may be refused with a reason")
    ordered: bool = Field(True, description="true: choices are listed from least to most risky")
    choices: list[Choice] = Field([], description="possible answers; of a matrix, its scale")
    rows: list[Label] = Field([], description="rows of a matrix: who")
    rows_from: Id | None = Field(None, description="a multiple question that picks the rows")
    columns: list[Label] = Field([], description="columns of a matrix: which harm")
    bands: list[Band] = Field([], description="points of a number")
    to: Scope = Field(Scope(), description="risks that the points are about; default all")
    counts_as: Literal["risk", "mitigation"] | None = Field(
        None, description="sum that the weights of its choices go to"
    )
    within_years: int | None = Field(
        None, ge=1, description="years after which a date is too long ago"
    )
    example: Text | None = Field(None, description="an answer as others gave it")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Question:
        if self.kind in ("single", "multiple", "matrix") and len(self.choices) < 2:
            raise ValueError("choices: expected two or more; add them")
        if self.kind in ("text", "number", "date") and self.choices:
            raise ValueError(f"choices: a {self.kind} question has none; remove them")
        if (self.kind == "matrix") != bool(self.rows and self.columns):
            raise ValueError("kind: rows and columns make a matrix, and only they; mend the kind")
        if self.rows_from and self.kind != "matrix":
            raise ValueError("rows_from: only a matrix has rows; remove it")
        if self.within_years and self.kind != "date":
            raise ValueError("within_years: only a date is long ago; remove it")
        if self.bands and self.kind != "number":
            raise ValueError("bands: only a number has bands; remove them")
        if any(low.at_least >= high.at_least for low, high in pairwise(self.bands)):
            raise ValueError("bands: at_least must ascend; sort them")
        return self

    @property
    def scores(self) -> bool:
        """Whether an answer adds points to a risk."""
        return bool(self.bands) or any(choice.points for choice in self.choices)

    @property
    def mitigates(self) -> bool:
        """Whether an answer can make a risk smaller."""
        return any(choice.mitigates for choice in self.choices)

    def speaks_of(self, dimension: Dimension) -> bool:
        """Whether an answer can give points on a dimension."""
        sources: tuple[Choice | Band, ...] = (*self.choices, *self.bands)
        return any(dimension in source.points for source in sources)

    @property
    def scored(self) -> tuple[Choice, ...]:
        """Choices that may be made together with others, least risky first."""
        return tuple(choice for choice in self.choices if not choice.exclusive)

    def choice(self, name: str) -> Choice:
        """Find a choice by its id."""
        return next(choice for choice in self.choices if choice.id == name)


class Section(Strict):
    """Questions about one thing."""

    id: Id = Field(description="stable name")
    title: Text = Field(description="what it is about")
    intro: Text | None = Field(None, description="words before the questions")
    when: When | None = Field(None, description="asked only if this holds")
    questions: list[Question] = Field(min_length=1, description="in the order they are asked")
