"""Answers to a quiz, marked: right or wrong, why, and whether it is a pass. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from fairgate.content import Complaint
from fairgate.errors import UserError, did_you_mean
from fairgate.training.models import Option, Quiz, QuizItem


@dataclass(frozen=True)
class Marked:
    """One question, answered.

    Attributes
    ----------
    item : QuizItem
        The question.
    chosen : frozenset of str
        Ids of the options that were chosen; empty where it was not answered.
    """

    item: QuizItem
    chosen: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether all right options were chosen and no wrong one."""
        return self.chosen == self.item.right

    @property
    def explained(self) -> tuple[Option, ...]:
        """Options whose rationale the learner needs: the chosen ones, and right ones missed."""
        return tuple(
            option for option in self.item.options if option.right or option.id in self.chosen
        )


@dataclass(frozen=True)
class Score:
    """A quiz, marked.

    Attributes
    ----------
    items : tuple of Marked
        Every question, in order.
    pass_mark : float
        Share of right answers that passes.
    """

    items: tuple[Marked, ...]
    pass_mark: float

    @property
    def right(self) -> int:
        """How many were answered rightly."""
        return sum(marked.right for marked in self.items)

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self.items)

    @property
    def needed(self) -> int:
        """How many right answers pass."""
        return math.ceil(self.pass_mark * self.total - 1e-9)

    @property
    def share(self) -> float:
        """Share of right answers, from 0 to 1."""
        return self.right / self.total

    @property
    def passed(self) -> bool:
        """Whether it is a pass."""
        return self.right >= self.needed

    @property
    def wrong(self) -> tuple[Marked, ...]:
        """Questions to look at again."""
        return tuple(marked for marked in self.items if not marked.right)


def score(quiz: Quiz, answers: Mapping[str, Collection[str]]) -> Score:
    """Mark answers; a question without an answer is wrong, never left out of the count.

    Parameters
    ----------
    quiz : Quiz
        The questions.
    answers : mapping of str to collection of str
        Ids of the chosen options by id of the question.

    Raises
    ------
    UserError
        For a question or an option that there is not.

    Examples
    --------
    >>> options = [{"id": "a", "text": "Yes", "right": True, "rationale": "So it is."},
    ...            {"id": "b", "text": "No", "right": False, "rationale": "It is so."}]
    >>> item = {"id": "q", "objective": "05.read", "text": "Is it?", "kind": "single",
    ...         "options": options}
    >>> quiz = Quiz(schema="fairgate/quiz/v1", items=[item])
    >>> score(quiz, {"q": ["a"]}).passed, score(quiz, {}).share
    (True, 0.0)
    """
    items = {item.id: item for item in quiz.items}
    for name, chosen in answers.items():
        if name not in items:
            raise UserError(f"there is no question called {name!r}", did_you_mean(name, items))
        _expect_options(items[name], chosen)
    marked = (Marked(item, frozenset(answers.get(item.id, ()))) for item in quiz.items)
    return Score(tuple(marked), quiz.pass_mark)


def lint_quiz(quiz: Quiz) -> Iterator[Complaint]:
    """Find what makes a quiz one that cannot be answered, or teaches nothing."""
    seen: set[str] = set()
    for at, item in enumerate(quiz.items):
        if item.id in seen:
            problem = f"another question is called {item.id} already"
            yield Complaint(("items", at, "id"), problem, "give each question an id of its own")
        seen.add(item.id)
        yield from _lint_options(item, at)


def _lint_options(item: QuizItem, at: int) -> Iterator[Complaint]:
    names = [option.id for option in item.options]
    for inner, name in enumerate(names):
        if name in names[:inner]:
            problem = f"another option is called {name} already"
            place = ("items", at, "options", inner, "id")
            yield Complaint(place, problem, "give each option an id of its own")
    right = sum(option.right for option in item.options)
    path = ("items", at, "options")
    if item.kind == "single" and right != 1:
        problem = f"{right} options are right, and only one can be chosen"
        cure = "make one of them right, or write kind: multiple"
        yield Complaint(path, problem, cure)
    elif right == 0:
        yield Complaint(path, "no option is right", "write right: true where one is")
    elif right == len(item.options):
        yield Complaint(path, "every option is right", "add one that people often believe")


def _expect_options(item: QuizItem, chosen: Collection[str]) -> None:
    known = [option.id for option in item.options]
    for name in chosen:
        if name not in known:
            problem = f"{item.id} has no option called {name!r}"
            raise UserError(problem, did_you_mean(name, known))
    if item.kind == "single" and len(set(chosen)) > 1:
        raise UserError(f"{item.id} takes one answer, got {len(set(chosen))}", "choose one")
