"""A module as a page shows it: every text as HTML, every part with its id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from fairgate.training.exercise import folder_name
from fairgate.training.export.pictures import pictures
from fairgate.training.laying import files_below
from fairgate.training.markdown import html_of, lesson_html, sources_html
from fairgate.training.module import Module
from fairgate.training.quiz import score
from fairgate.training.sources import sources_of


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
        return tuple(files_below(self.module.start))

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
