"""What somebody has done, module by module, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairgate.training import Module
from jira_app.access import Person
from jira_app.store.engine import reading
from jira_app.training import shelf
from jira_app.training.asked import asked_of
from jira_app.training.desk import Desk
from jira_app.training.lessons import END, lesson_page
from jira_app.training.shelf import Attempt, Completion


@dataclass(frozen=True)
class Done:
    """What a person has done in a module.

    Attributes
    ----------
    module : Module
        Which one.
    asked : tuple of str
        Keys of the person's projects that ask it of those who approve.
    section, read : str, float
        Where they stopped reading, and when; empty and 0 where they never began.
    attempts : int
        How often they took the quiz.
    best : Attempt or None
        With the most right answers.
    exercise : float or None
        When they said that the exercise was done.
    completion : Completion or None
        Their first pass.
    """

    module: Module
    asked: tuple[str, ...] = ()
    section: str = ""
    read: float = 0.0
    attempts: int = 0
    best: Attempt | None = None
    exercise: float | None = None
    completion: Completion | None = None

    @property
    def title(self) -> str:
        """Title of the section where they stopped; empty at the end, and before the beginning."""
        return lesson_page(self.module).title(self.section)

    @property
    def whole(self) -> bool:
        """Whether they have read it all."""
        return self.section == END


def done_by(desk: Desk, me: Person) -> tuple[Done, ...]:
    """Say what a person has done, module by module."""
    asked = asked_of(desk.engine, me)
    with reading(desk.engine).connect() as db:
        marks, exercises = shelf.marks_of(db, me.id), shelf.exercises_of(db, me.id)
        completions = shelf.completions_of(db, me.id)
        attempts = _by_module(shelf.attempts_of(db, me.id))
    return tuple(
        Done(
            module,
            asked.get(name, ()),
            *marks.get(name, ("", 0.0)),
            attempts=len(attempts.get(name, ())),
            best=best_of(attempts.get(name, ())),
            exercise=exercises.get(name),
            completion=completions.get(name),
        )
        for name, module in desk.modules.items()
    )


def last_read(done: Iterable[Done]) -> Done | None:
    """Choose the lesson in whose middle somebody stopped last."""
    begun = (each for each in done if each.title and not each.whole)
    return max(begun, key=lambda each: each.read, default=None)


def best_of(attempts: Iterable[Attempt]) -> Attempt | None:
    """Choose the attempt with the largest share of right answers, the first of several."""
    return max(attempts, key=lambda each: each.right / each.total, default=None)


def _by_module(attempts: tuple[Attempt, ...]) -> dict[str, tuple[Attempt, ...]]:
    names = dict.fromkeys(each.module for each in attempts)
    return {name: tuple(each for each in attempts if each.module == name) for name in names}
