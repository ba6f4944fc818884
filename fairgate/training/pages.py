"""A module as a document, and what its solution changes."""

from __future__ import annotations

import difflib
import filecmp
from collections.abc import Iterator, Sequence
from pathlib import Path

from fairgate.render import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Line,
    Link,
    Paragraph,
    Strong,
    Table,
)
from fairgate.training.exercise import folder_name
from fairgate.training.laying import files_below
from fairgate.training.models import AgendaItem
from fairgate.training.module import Module


def module_page(module: Module) -> Document:
    """Make a document of a module, as a trainer wants to know it.

    Parameters
    ----------
    module : Module
        What to show.
    """
    outline = module.outline
    return Document(
        "Module",
        f"{module.id} {module.title}",
        (
            Paragraph((outline.summary,)),
            Paragraph((_length(module),)),
            Heading("For whom"),
            Bullets(tuple((one,) for one in outline.audience)),
            *(Paragraph((Strong(f"{one.name}."), f" {one.text}")) for one in outline.profiles),
            Heading("Afterwards you can"),
            Bullets(tuple((objective.text,) for objective in outline.objectives)),
            _agenda(outline.agenda),
            Heading("Exercise"),
            Bullets(tuple(_steps(module))),
            *_sources(module),
        ),
        footer=(Code(folder_name(module)), f", version {outline.version}, {outline.licence}."),
    )


def solution_text(module: Module) -> str:
    """Show what the solution changes, file by file, as a diff.

    A file that is a copy of another one of the start is named instead: nobody reads two
    thousand rows.
    """
    pieces: list[str] = []
    starts = files_below(module.start)
    for name, path in files_below(module.solution).items():
        same = next(
            (old for old, one in starts.items() if filecmp.cmp(one, path, shallow=False)), ""
        )
        if same:
            pieces.append(f"solution/{name} is a copy of start/{same}\n")
            continue
        before, after = _lines(module.start / name), _lines(path)
        pieces += difflib.unified_diff(before, after, f"start/{name}", f"solution/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in pieces)


def _length(module: Module) -> str:
    before = ", ".join(module.outline.prerequisites)
    after = f" Do {before} before." if before else ""
    if module.core_minutes == module.minutes:
        return f"{module.minutes} minutes.{after}"
    return f"{module.minutes} minutes; its core takes {module.core_minutes}.{after}"


def _agenda(agenda: Sequence[AgendaItem]) -> Table:
    rows = tuple(((item.title,), (_minutes(item),)) for item in agenda)
    return Table("Agenda", ("Part", "How long, and how"), rows)


def _minutes(item: AgendaItem) -> str:
    spare = ", may be left out" if item.optional else ""
    return f"{item.minutes} minutes, {item.kind}{spare}"


def _steps(module: Module) -> Iterator[Line]:
    for step in module.exercise.steps:
        words = step.title or step.id
        line: Line = (f"{words}: ", Code(step.file), ", decided by ", Code(step.tool))
        yield (*line, ", may be left out") if step.optional else line


def _sources(module: Module) -> Iterator[Block]:
    if module.outline.sources:
        yield Heading("Sources")
        yield Bullets(
            tuple(
                (f"{source.title}. ", Link(source.url, source.url))
                for source in module.outline.sources
            )
        )


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
