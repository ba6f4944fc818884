"""Which questions of a quiz were hard, by what people answered the first time. Pure.

Later tries say little: by then people have read why an answer is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fairgate.training.models import Option, Quiz, QuizItem
from jira_app.training.cohort import FEWEST

Answers: TypeAlias = Mapping[str, Collection[str]]
"""Ids of the options that somebody chose, by id of the question."""


@dataclass(frozen=True)
class First:
    """The first answers that somebody gave to a quiz, and the digest of its module."""

    digest: str
    answers: Answers


@dataclass(frozen=True)
class Slip:
    """What went wrong most often.

    Attributes
    ----------
    option : Option
        A wrong one that was chosen, or a right one that was not.
    count : int
        How many people did so.
    """

    option: Option
    count: int


@dataclass(frozen=True)
class Question:
    """How a question went.

    Attributes
    ----------
    item : QuizItem
        The question.
    asked : int
        How many people it was put to.
    wrong : int
        How many did not answer it rightly; no answer is not right.
    slip : Slip or None
        What went wrong most often, where at least two people did the same.
    """

    item: QuizItem
    asked: int
    wrong: int
    slip: Slip | None = None

    @property
    def share(self) -> float:
        """Share of wrong answers, from 0 to 1."""
        return self.wrong / self.asked


@dataclass(frozen=True)
class Hardest:
    """How a quiz went the first time.

    Attributes
    ----------
    counted : int
        How many first tries of this very lesson and quiz there are.
    left_out : int
        How many of others there are, before the module was changed.
    questions : tuple of Question
        The hardest first. Empty below :data:`~jira_app.training.cohort.FEWEST` tries.
    """

    counted: int
    left_out: int = 0
    questions: tuple[Question, ...] = ()

    @property
    def lacking(self) -> int:
        """How many tries are lacking before anything is shown."""
        return max(0, FEWEST - self.counted)


def hardest(quiz: Quiz, digest: str, firsts: Sequence[First]) -> Hardest:
    """Count first tries, or only how many are lacking where there are few.

    Parameters
    ----------
    quiz : Quiz
        The questions, as they are now.
    digest : str
        Of the module, as it is now.
    firsts : sequence of First
        One a person.
    """
    same = [each.answers for each in firsts if each.digest == digest]
    left_out = len(firsts) - len(same)
    if len(same) < FEWEST:
        return Hardest(len(same), left_out)
    questions = [_question(item, same) for item in quiz.items]
    return Hardest(len(same), left_out, tuple(sorted(questions, key=lambda each: -each.wrong)))


def _question(item: QuizItem, answers: Sequence[Answers]) -> Question:
    chosen = [frozenset(each.get(item.id, ())) for each in answers]
    wrong = [each for each in chosen if each != item.right]
    return Question(item, len(chosen), len(wrong), _slip(item, wrong))


def _slip(item: QuizItem, wrong: Sequence[frozenset[str]]) -> Slip | None:
    """Find the most frequent one; of several, the first in the quiz."""
    counted = Counter(name for chosen in wrong for name in _slips(item, chosen))
    best = max(item.options, key=lambda option: counted[option.id])
    return Slip(best, counted[best.id]) if counted[best.id] > 1 else None


def _slips(item: QuizItem, chosen: frozenset[str]) -> Iterator[str]:
    """Name wrong options that were chosen; where several are right, also those that were missed."""
    for option in item.options:
        missed = item.kind == "multiple" and bool(chosen) and option.right
        if (option.id in chosen and not option.right) or (missed and option.id not in chosen):
            yield option.id
