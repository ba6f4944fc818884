"""A training module, read whole: everything that a trainer, a learner or an export needs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from fairgate.content import ContentFile, read
from fairgate.errors import UserError, UserErrors
from fairgate.files import read_bytes
from fairgate.training.lesson import Lesson, read_lesson
from fairgate.training.models import (
    AgendaItem,
    Exercise,
    Feedback,
    Objective,
    Outline,
    Quiz,
    QuizItem,
)
from fairgate.training.outline import lint_outline
from fairgate.training.quiz import lint_quiz
from fairgate.training.slides import Deck, read_slides

OUTLINE = "module.yaml"
TEXTS = ("lesson.md", "slides.md", "handout.md", "run-sheet.md", "exercise/task.md")
"""Texts of a module, beside its YAML files."""

MAX_BYTES = 1_000_000

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Module:
    """A module.

    Attributes
    ----------
    folder : Path
        Where it is.
    outline_file, quiz_file, feedback_file : ContentFile
        Its YAML files, with the lines of everything.
    lesson : Lesson
        What is taught.
    slides : Deck
        What is shown.
    texts : mapping of str to str
        Every text of :data:`TEXTS`, as it is written.
    own : bool
        Whether it comes from an organisation's own folder.
    """

    folder: Path
    outline_file: ContentFile[Outline]
    quiz_file: ContentFile[Quiz]
    feedback_file: ContentFile[Feedback]
    lesson: Lesson
    slides: Deck
    texts: Mapping[str, str]
    own: bool = False

    @property
    def outline(self) -> Outline:
        """What ``module.yaml`` says."""
        return self.outline_file.content

    @property
    def id(self) -> str:
        """Two digits."""
        return self.outline.id

    @property
    def name(self) -> str:
        """Its name, as its folder has it after the number."""
        return self.outline.name

    @property
    def title(self) -> str:
        """What people call it."""
        return self.outline.title

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What learners can do afterwards."""
        return tuple(self.outline.objectives)

    @property
    def quiz(self) -> Quiz:
        """Its quiz."""
        return self.quiz_file.content

    @property
    def feedback(self) -> Feedback:
        """Its feedback form."""
        return self.feedback_file.content

    @property
    def exercise(self) -> Exercise:
        """What learners do."""
        return self.outline.exercise

    @property
    def task(self) -> str:
        """The text of the exercise."""
        return self.texts[self.exercise.task]

    @property
    def handout(self) -> str:
        """One page to take home."""
        return self.texts["handout.md"]

    @property
    def run_sheet(self) -> str:
        """What facilitator, helper and host do, and when."""
        return self.texts["run-sheet.md"]

    @property
    def start(self) -> Path:
        """Files that a learner starts from."""
        return self.folder / self.exercise.folder / "start"

    @property
    def solution(self) -> Path:
        """Files that the solution changes or adds, laid over the start.

        :func:`fairgate.training.laying.solved` lays them.
        """
        return self.folder / self.exercise.folder / "solution"

    @property
    def minutes(self) -> int:
        """How long all of it takes, without breaks."""
        return minutes_of(self.outline.agenda)

    @property
    def core_minutes(self) -> int:
        """How long the part takes that is never left out."""
        return minutes_of(item for item in self.outline.agenda if not item.optional)

    @cached_property
    def digest(self) -> str:
        """Name of exactly this outline, lesson and quiz, for records: ``sha256:...``."""
        parts = (self.outline_file.text, self.lesson.text.encode(), self.quiz_file.text)
        sums = b"".join(hashlib.sha256(part).digest() for part in parts)
        return f"sha256:{hashlib.sha256(sums).hexdigest()}"

    def beside(self, name: str) -> Path:
        """Folder that a text's links and pictures are seen from.

        Learners get the task beside the files of ``start/``, all others stay where they are.
        """
        return self.start if name == self.exercise.task else (self.folder / name).parent

    def item(self, name: str) -> QuizItem:
        """Find a question of the quiz by its id."""
        return next(item for item in self.quiz.items if item.id == name)


def minutes_of(agenda: Iterable[AgendaItem]) -> int:
    """Add up an agenda, without its breaks."""
    return sum(item.minutes for item in agenda if item.kind != "break")


def read_module(folder: Path, *, own: bool = False) -> Module:
    """Read a module.

    Parameters
    ----------
    folder : Path
        Where it is.
    own : bool
        Whether it is an organisation's own.

    Raises
    ------
    UserErrors
        Everything that is wrong in all its files, at once.
    """
    several = _Several()
    outline = several.take(lambda: read(Outline, folder / OUTLINE, lint=lint_outline))
    quiz = several.take(lambda: read(Quiz, folder / "quiz.yaml", lint=lint_quiz))
    feedback = several.take(lambda: read(Feedback, folder / "feedback.yaml"))
    texts = {name: several.take(partial(read_text, folder / name)) for name in TEXTS}
    lesson = several.given(texts, folder / "lesson.md", read_lesson)
    slides = several.given(texts, folder / "slides.md", read_slides)
    several.complain()
    assert outline is not None
    assert quiz is not None
    assert feedback is not None
    assert lesson is not None
    assert slides is not None
    known = {name: text for name, text in texts.items() if text is not None}
    return Module(folder, outline, quiz, feedback, lesson, slides, known, own)


def read_text(path: Path) -> str:
    """Read a text of a module.

    Raises
    ------
    UserError
        Where it is missing, empty, too large or no UTF-8.
    """
    data = read_bytes(path, MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError("is no UTF-8", "save it as UTF-8", str(path), line) from None
    if not text.strip():
        raise UserError("the file is empty", "write it", str(path))
    return text


class _Several:
    """Goes on after a mistake, so that all of them are told at once."""

    def __init__(self) -> None:
        self.errors: list[UserError] = []

    def take(self, make: Callable[[], Value]) -> Value | None:
        try:
            return make()
        except UserError as error:
            self.errors.append(error)
        except UserErrors as several:
            self.errors += several.errors
        return None

    def given(
        self, texts: Mapping[str, str | None], path: Path, make: Callable[[str, str], Value]
    ) -> Value | None:
        """Make something of a text, if it could be read."""
        text = texts[path.name]
        return None if text is None else self.take(lambda: make(text, str(path)))

    def complain(self) -> None:
        if self.errors:
            raise UserErrors(self.errors)
