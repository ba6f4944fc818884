"""Records of studies with users: counts only, never who took part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from fairgate.checklist.research import Research
from fairgate.content import Complaint, ContentFile, Id, Strict, Text, read
from fairgate.errors import did_you_mean

People = Annotated[int, Field(ge=0)]


class Accommodations(Strict):
    """Help in sessions, in numbers of participants."""

    offered: People = Field(description="participants who were offered help")
    asked: People = Field(description="participants who asked for help")
    met: People = Field(description="participants who got what they asked for")


class Finding(Strict):
    """Something that a study found."""

    id: Id = Field(description="short name")
    text: Text = Field(description="what was found")
    issue: Text | None = Field(None, description="item of the backlog that it became")
    reason: Text | None = Field(None, description="why it will not become one")


class Study(Strict):
    """One study, in counts."""

    id: Id = Field(description="short name")
    title: Text = Field(description="what people call it")
    held: date = Field(description="last day of sessions, such as 2026-04-02")
    participants: int = Field(ge=1, description="people who took part")
    groups: dict[Id, People] = Field(
        description="participants by group, as quotas name them; leave out what was not asked"
    )
    consented: People = Field(description="participants who gave informed consent")
    paid: People = Field(description="participants who got the same as everybody else")
    accommodations: Accommodations = Field(description="help offered, asked for and met")
    findings: list[Finding] = Field([], description="what was found")


class Risk(Strict):
    """A quota that is not met, taken on by somebody until a day."""

    quota: Id = Field(description="id of the quota")
    reason: Text = Field(description="why it is not met, and what is not known because of it")
    owner: Text = Field(description="who answers for it")
    until: date = Field(description="last day on which it holds")
    issue: Text | None = Field(None, description="item of the backlog that will end it")


class Studies(Strict):
    """Studies of one product, over which quotas are counted."""

    schema_: Literal["fairgate/studies/v1"] = Field(
        alias="schema", description="fairgate/studies/v1"
    )
    product: Text = Field(description="what the studies are about")
    studies: list[Study] = Field(min_length=1, description="the studies")
    risks: list[Risk] = Field([], description="quotas that are not met, and who answers for it")

    @property
    def participants(self) -> int:
        """People who took part, over all studies; somebody who came twice counts twice."""
        return sum(study.participants for study in self.studies)


def read_studies(path: str | Path, research: Research) -> ContentFile[Studies]:
    """Read records of studies and check them against the quotas they are counted for.

    Raises
    ------
    UserErrors
        Groups or quotas that the rails do not know, counts that cannot be, names used twice.
    """
    return read(Studies, path, lint=lambda studies: lint(studies, research))


def lint(studies: Studies, research: Research) -> Iterator[Complaint]:
    """Find what is wrong with records that are valid otherwise."""
    groups = [quota.group for quota in research.quotas]
    seen: set[str] = set()
    for at, study in enumerate(studies.studies):
        if study.id in seen:
            problem = f"another study is called {study.id} already"
            yield Complaint(("studies", at, "id"), problem, "give each study an id of its own")
        seen.add(study.id)
        for group in study.groups:
            if group not in groups:
                problem = "no quota counts this group"
                yield Complaint(
                    ("studies", at, "groups", group), problem, did_you_mean(group, groups)
                )
        yield from _too_many(study, at)
    yield from _risks(studies, research)


def _too_many(study: Study, at: int) -> Iterator[Complaint]:
    """Find parts that are larger than their whole."""
    help_ = study.accommodations
    parts = [
        *(((("groups", name), n, study.participants)) for name, n in study.groups.items()),
        (("consented",), study.consented, study.participants),
        (("paid",), study.paid, study.participants),
        (("accommodations", "offered"), help_.offered, study.participants),
        (("accommodations", "asked"), help_.asked, study.participants),
        (("accommodations", "met"), help_.met, help_.asked),
    ]
    for path, part, whole in parts:
        if part > whole:
            of = "asked" if path[-1] == "met" else "participants"
            problem = f"{part} is more than the {whole} of {of}"
            yield Complaint(("studies", at, *path), problem, "mend one of the two numbers")


def _risks(studies: Studies, research: Research) -> Iterator[Complaint]:
    known = [quota.id for quota in research.quotas]
    seen: set[str] = set()
    for at, risk in enumerate(studies.risks):
        if risk.quota not in known:
            problem = f"there is no quota called {risk.quota!r}"
            yield Complaint(("risks", at, "quota"), problem, did_you_mean(risk.quota, known))
        if risk.quota in seen:
            problem = f"another risk is about {risk.quota} already"
            yield Complaint(("risks", at, "quota"), problem, "keep one of them")
        seen.add(risk.quota)
