"""A module as a page shows it: every text as HTML, every part with its id."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fairgate.checklist import Cases, open_library
from fairgate.content.models import Source
from fairgate.training.exercise import folder_name
from fairgate.training.export.pictures import pictures
from fairgate.training.markdown import html_of, lesson_html, sources_html
from fairgate.training.module import Module
from fairgate.training.quiz import score


@dataclass(frozen=True)
class Part:
    """A part of a module: its id on the page, and what people read."""

    id: str
    title: str


@dataclass(frozen=True)
class View:
    """A module, ready to be put on a page.

    Attributes
    ----------
    module : Module
        Itself.
    level : int
        Level of its heading.
    lesson, task, handout, sources : str
        Its texts as HTML that is safe.
    """

    module: Module
    level: int
    lesson: str
    task: str
    handout: str
    sources: str

    @property
    def id(self) -> str:
        """Id of the module on the page."""
        return f"m{self.module.id}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the module has, in order."""
        titles = {
            "about": "For whom, and what for", "lesson": "Lesson", "exercise": "Exercise",
            "quiz": "Quiz", "handout": "Handout", "sources": "Sources", "feedback": "Feedback",
        }  # fmt: skip
        return tuple(
            Part(f"{self.id}--{name}", title)
            for name, title in titles.items()
            if name != "sources" or self.sources
        )

    @property
    def folder(self) -> str:
        """Name of the folder that the exercise is handed out in."""
        return folder_name(self.module)

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that a learner gets."""
        return tuple(sorted(_files(self.module.start)))

    @property
    def key(self) -> str:
        """Name of exactly this quiz, so that answers to another one are not taken for its own."""
        return hashlib.sha256(self.module.quiz_file.text).hexdigest()[:8]

    @property
    def needed(self) -> int:
        """How many right answers pass."""
        return score(self.module.quiz, {}).needed


def view(module: Module, level: int) -> View:
    """Write a module's texts as HTML.

    Parameters
    ----------
    module : Module
        What to show.
    level : int
        Level of its own heading; its parts are one deeper, their headings two.
    """
    sources = sources_of(module)
    at = f"m{module.id}"

    def text(name: str, part: str) -> str:
        return html_of(
            module.texts[name],
            sources=sources,
            level=level + 2,
            prefix=f"{at}--{part}-",
            sources_at=f"{at}-",
            images=pictures(module, name),
            language=module.outline.language,
        )

    lesson = lesson_html(
        module.lesson,
        sources,
        level=level + 2,
        prefix=f"{at}-",
        images=pictures(module, "lesson.md"),
        language=module.outline.language,
    )
    return View(
        module,
        level,
        lesson,
        text(module.exercise.task, "exercise"),
        text("handout.md", "handout"),
        sources_html(sources, f"{at}-"),
    )


def sources_of(module: Module) -> dict[str, Source]:
    """List a module's sources, then the cases that it tells, which have sources of their own."""
    found = {source.id: source for source in module.outline.sources}
    cases = _cases()
    return found | {name: cases[name] for name in module.outline.cases if name in cases}


@functools.cache
def _cases() -> Mapping[str, Source]:
    """Every case that comes along, as a source."""
    found: dict[str, Source] = {}
    for file in open_library(kinds=["cases"]).files:
        assert isinstance(file.content, Cases)
        sources = {source.id: source for source in file.content.sources}
        for case in file.content.cases:
            source = sources[case.source[0]]
            title = f"{case.title} ({case.year}). {source.title}"
            found[case.id] = source.model_copy(update={"id": case.id, "title": title})
    return found


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
