"""The quiz: nobody passes it by a habit, such as the longest answer or always the second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from fairgate.errors import UserError
from fairgate.training.models import QuizItem
from fairgate.training.module import Module

SHARE = 2 / 3
"""Share of the questions that a habit must not answer; of three options chance takes a third."""

FEWEST = 5
"""Questions with one right answer below which any habit may be luck."""


def guessing(module: Module) -> Iterator[UserError]:
    """Find habits that answer most questions of a quiz without reading them.

    Answers tend to give themselves away: authors write the right one with more care, so it is
    the longest, and seldom put it first.
    """
    items = [item for item in module.quiz.items if item.kind == "single"]
    if len(items) < FEWEST:
        return
    file = module.quiz_file
    for habit, hits in _habits(items):
        if hits >= SHARE * len(items):
            problem = f"the right option is {habit} in {hits} of {len(items)} questions"
            cure = "even out the options, so that only people who read them know"
            yield UserError(problem, cure, file.path, file.line("items"), "items")


def _habits(items: Sequence[QuizItem]) -> Iterator[tuple[str, int]]:
    """Say how many questions each habit answers."""
    for name, sign in (("the longest", 1), ("the shortest", -1)):
        yield name, sum(_stands_out(item, sign) for item in items)
    for at, letter in enumerate(ascii_lowercase[: max(len(item.options) for item in items)]):
        right = (at < len(item.options) and item.options[at].right for item in items)
        yield f"the one at {letter})", sum(right)


def _stands_out(item: QuizItem, sign: int) -> bool:
    """Whether the right option is longer (or with -1 shorter) than every other one."""
    right = next(sign * len(option.text) for option in item.options if option.right)
    return all(sign * len(option.text) < right for option in item.options if not option.right)
