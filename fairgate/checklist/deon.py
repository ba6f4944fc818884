"""Checklists in the format of deon (https://deon.drivendata.org): import and export, without loss.

Deon knows a title, sections and lines; reasons, sources and roles of ours stay behind on export.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import yaml
from pydantic import Field

from fairgate.checklist.models import Check, Checklist, Section
from fairgate.content import Complaint, ContentFile, Source, Strict, Text, parse
from fairgate.errors import UserError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*")
_NAMES = "letters, digits, - and _, with dots between parts"


class DeonLine(Strict):
    """One line of a section."""

    line_id: Text = Field(description="such as A.1")
    line_summary: Text = Field(description="a few words that name it")
    line: Text = Field(description="the whole of it")


class DeonSection(Strict):
    """Lines that belong together."""

    title: Text = Field(description="what people read")
    section_id: Text = Field(description="such as A")
    lines: list[DeonLine] = Field(min_length=1, description="the lines")


class Deon(Strict):
    """A checklist as deon has it."""

    title: Text = Field(description="what people call it")
    sections: list[DeonSection] = Field(min_length=1, description="the sections")


def read_deon(text: bytes, name: str) -> ContentFile[Deon]:
    """Read a checklist in deon's format.

    Raises
    ------
    UserErrors
        Unknown keys, names used twice, words that YAML misreads: nothing is half-imported.
    """
    return parse(Deon, text, name, lint=_lint)


def from_deon(deon: Deon, *, name: str, licence: str, source: Source) -> Checklist:
    """Turn deon's checklist into ours.

    Parameters
    ----------
    deon : Deon
        As read.
    name : str
        Id of the new checklist; its items are called ``name.A.1`` and so on.
    licence : str
        Licence of the text.
    source : Source
        Where the text is from; every item cites it.

    Examples
    --------
    >>> line = DeonLine(line_id="A.1", line_summary="Consent", line="Did people agree?")
    >>> section = DeonSection(title="Collection", section_id="A", lines=[line])
    >>> source = Source(id="deon", title="deon", url="https://deon.drivendata.org/")
    >>> ours = from_deon(Deon(title="Ethics", sections=[section]), name="ethics",
    ...                  licence="MIT", source=source)
    >>> [check.id for check in ours.items()], to_deon(ours).sections[0].lines[0] == line
    (['ethics.A.1'], True)
    """
    sections = [
        Section(
            id=section.section_id,
            title=section.title,
            checks=[
                Check(
                    id=f"{name}.{line.line_id}",
                    summary=line.line_summary,
                    text=line.line,
                    source=[source.id],
                )
                for line in section.lines
            ],
        )
        for section in deon.sections
    ]
    return Checklist(
        schema="fairgate/checklist/v1",
        id=name,
        version="1.0.0",
        title=deon.title,
        licence=licence,
        sources=[source],
        sections=sections,
    )


def to_deon(checklist: Checklist) -> Deon:
    """Turn our checklist into deon's."""
    return Deon(
        title=checklist.title,
        sections=[
            DeonSection(
                title=section.title,
                section_id=section.id,
                lines=[
                    DeonLine(
                        line_id=check.id.removeprefix(f"{checklist.id}."),
                        line_summary=check.summary,
                        line=check.text,
                    )
                    for check in section.checks
                ],
            )
            for section in checklist.sections
        ],
    )


def deon_text(deon: Deon) -> str:
    """Write deon's checklist as its own files are laid out.

    Examples
    --------
    >>> line = DeonLine(line_id="A.1", line_summary="NO", line="Why: because?")
    >>> section = DeonSection(title="Collection", section_id="A", lines=[line])
    >>> print(deon_text(Deon(title="Ethics", sections=[section])), end="")
    title: Ethics
    sections:
      - title: Collection
        section_id: A
        lines:
            - line_id: A.1
              line_summary: 'NO'
              line: 'Why: because?'
    """
    return "\n".join(_lines(deon)) + "\n"


def scalar(text: str) -> str:
    """Write text in one line of YAML, in quotes only where it needs them."""
    style = None if text.isprintable() else '"'  # line ends and the like stay in one line
    written: str = yaml.safe_dump(text, width=math.inf, allow_unicode=True, default_style=style)
    return written.removesuffix("\n").removesuffix("\n...")


def slug(title: str) -> str:
    """Make an id of a title.

    Examples
    --------
    >>> slug("Data Science Ethics Checklist")
    'data-science-ethics-checklist'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "checklist"


def _lines(deon: Deon) -> Iterator[str]:
    yield f"title: {scalar(deon.title)}"
    yield "sections:"
    for section in deon.sections:
        yield f"  - title: {scalar(section.title)}"
        yield f"    section_id: {scalar(section.section_id)}"
        yield "    lines:"
        for line in section.lines:
            yield f"        - line_id: {scalar(line.line_id)}"
            yield f"          line_summary: {scalar(line.line_summary)}"
            yield f"          line: {scalar(line.line)}"


def _lint(deon: Deon) -> Iterator[Complaint]:
    sections: set[str] = set()
    lines: set[str] = set()
    for at, section in enumerate(deon.sections):
        place = ("sections", at, "section_id")
        yield from _name(place, section.section_id, sections, "section")
        for inner, line in enumerate(section.lines):
            place_of_line = ("sections", at, "lines", inner, "line_id")
            yield from _name(place_of_line, line.line_id, lines, "line")


def _name(
    place: tuple[str | int, ...], name: str, seen: set[str], what: str
) -> Iterator[Complaint]:
    if not _NAME.fullmatch(name):
        yield Complaint(place, f"expected {_NAMES}, got {name!r}", "rename it")
    if name in seen:
        problem = f"another {what} is called {name} already"
        yield Complaint(place, problem, f"give each {what} an id of its own")
    seen.add(name)


def check_name(name: str) -> str:
    """Return the id of a checklist, if it can be one.

    Raises
    ------
    UserError
        Where it has other characters than ids have.
    """
    if not _NAME.fullmatch(name):
        raise UserError(f"expected {_NAMES}, got {name!r}", "write --id NAME")
    return name
