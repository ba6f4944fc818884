"""Small declarative conditions on earlier answers: their form in a template.

There is no ``not``: what opens a branch or draws a red line can only grow with risk, so a
riskier answer never closes a question or lifts a floor.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import Field, model_validator

from fairgate.content import Id, Strict
from fairgate.yamlfile.reader import Path

KINDS = ("question", "any", "all")


class Condition(Strict):
    """One question's answer, or several conditions of which any or all must hold."""

    question: Id | None = Field(None, description="id of an earlier question")
    is_: list[Id] | None = Field(
        None, alias="is", min_length=1, description="choices of which one was made"
    )
    columns: list[Id] | None = Field(
        None, min_length=1, description="columns of a matrix that count; default all"
    )
    at_least: float | None = Field(
        None, allow_inf_nan=False, description="smallest number that counts"
    )
    any: list[When] | None = Field(None, min_length=1, description="one of these is enough")
    all: list[When] | None = Field(None, min_length=1, description="every one of these is needed")

    @model_validator(mode="after")
    def _one_kind(self) -> Condition:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"expected one of question, any and all, got {found}; keep one")
        if self.question is not None and (self.is_ is None) == (self.at_least is None):
            raise ValueError("question: expected is or at_least beside it; write one of the two")
        if self.question is None and (self.is_ or self.columns or self.at_least is not None):
            raise ValueError("is, columns and at_least go with question; name one")
        return self

    def parts(self, path: Path = ()) -> Iterator[tuple[Path, Condition | str]]:
        """Yield this condition and all inside it, with their paths; names as text."""
        yield path, self
        for kind in ("any", "all"):
            for at, part in enumerate(getattr(self, kind) or ()):
                if isinstance(part, str):
                    yield (*path, kind, at), part
                else:
                    yield from part.parts((*path, kind, at))


When: TypeAlias = Annotated[
    Id | Condition, Field(description="a condition, or the name of one under conditions")
]

Condition.model_rebuild()
