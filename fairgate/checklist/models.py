"""What a checklist and a collection of cases hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from fairgate.content import Head, Id, Item, Strict, Text


class Check(Item):
    """Something to check before going on."""

    summary: Text = Field(description="a few words that name it")
    text: Text = Field(description="the whole of it, so that it can be answered with yes")
    why: Text | None = Field(None, description="who is wronged where it is left out")


class Section(Strict):
    """Checks that belong together."""

    id: Id = Field(description="short name, unique in the file")
    title: Text = Field(description="what people read")
    checks: list[Check] = Field(min_length=1, description="what to check, in order")


class Checklist(Head):
    """A checklist."""

    schema_: Literal["fairgate/checklist/v1"] = Field(
        alias="schema", description="fairgate/checklist/v1"
    )
    about: Text | None = Field(None, description="when to use it, and who does")
    sections: list[Section] = Field(min_length=1, description="the checks, in groups")

    def items(self) -> Iterator[Check]:
        """Yield every check, in order."""
        for section in self.sections:
            yield from section.checks


class Case(Item):
    """Something that happened, and what it teaches."""

    title: Text = Field(description="what people call it")
    year: int = Field(ge=1900, le=2100, description="year it became known, or was decided")
    text: Text = Field(description="what happened, in a few sentences")
    lesson: Text = Field(description="what would have helped")
    see: list[Id] = Field(min_length=1, description="ids of the items it gives the reason for")


class Cases(Head):
    """Real cases, each joined to the items that it gives the reason for."""

    schema_: Literal["fairgate/cases/v1"] = Field(alias="schema", description="fairgate/cases/v1")
    about: Text | None = Field(None, description="how the cases were chosen")
    cases: list[Case] = Field(min_length=1, description="the cases")

    def items(self) -> Iterator[Case]:
        """Yield every case, in order."""
        yield from self.cases
