"""Rails for research with users: what every study does, and whom studies together must reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field, model_validator

from fairgate.checklist.models import Section
from fairgate.content import Head, Id, Item, Text
from fairgate.modelfile import Complaint


class Quota(Item):
    """A least number of people of a group, counted over all studies together."""

    text: Text = Field(description="the quota in one sentence")
    basis: Text = Field(description="why this number")
    group: Id = Field(description="name of the group, as studies count it")
    share: float | None = Field(
        None, gt=0, le=1, allow_inf_nan=False, description="least share of all participants"
    )
    people: int | None = Field(None, ge=1, description="least number of people")

    @model_validator(mode="after")
    def _one_measure(self) -> Quota:
        if (self.share is None) == (self.people is None):
            raise ValueError("id: a quota has either share or people; write one of them")
        return self


class Research(Head):
    """Rails for research with users."""

    schema_: Literal["fairgate/research/v1"] = Field(
        alias="schema", description="fairgate/research/v1"
    )
    about: Text | None = Field(None, description="when to use it, and who does")
    suppress_under: int = Field(5, ge=3, description="smaller counts are not shown")
    quotas: list[Quota] = Field(min_length=1, description="whom studies together must reach")
    sections: list[Section] = Field(min_length=1, description="what every study does")

    def items(self) -> Iterator[Item]:
        """Yield every quota and every rail, in order."""
        yield from self.quotas
        for section in self.sections:
            yield from section.checks


def lint(research: Research) -> Iterable[Complaint]:
    """Find quotas that would tell a count which must stay hidden, and groups counted twice.

    Examples
    --------
    >>> from fairgate.checklist.library import open_library
    >>> (rails,) = [f.content for f in open_library().files if isinstance(f.content, Research)]
    >>> list(lint(rails))
    []
    """
    groups: dict[str, str] = {}
    for at, quota in enumerate(research.quotas):
        if quota.people is not None and quota.people < research.suppress_under:
            problem = (
                f"{quota.people} is under suppress_under ({research.suppress_under}), "
                "so whether it is met would tell a hidden count"
            )
            cure = f"write {research.suppress_under} or more"
            yield Complaint(("quotas", at, "people"), problem, cure)
        if quota.group in groups:
            problem = f"{groups[quota.group]} counts the group {quota.group} already"
            yield Complaint(("quotas", at, "group"), problem, "keep one quota a group")
        groups.setdefault(quota.group, quota.id)
