"""What somebody did in training, as values; what local progress knows of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from fairgate.errors import UserError
from fairgate.training.module import Module
from fairgate.training.progress import Done

When: TypeAlias = datetime | date | None
"""A moment with its time zone, a day where no more was noted, or nothing."""


@dataclass(frozen=True)
class Attempted:
    """A quiz that somebody took.

    Attributes
    ----------
    module : str
        Id of the module.
    version : str
        Its version at that time; empty where that was not noted.
    title : str
        What it is called.
    at : datetime, date or None
        When.
    right, total : int
        How many answers were right, of how many.
    passed : bool
        Whether it was a pass.
    answers : mapping of str to collection of str
        Ids of the chosen options by id of the question; empty where they were not kept.
    """

    module: str
    version: str
    title: str
    at: When
    right: int
    total: int
    passed: bool
    answers: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Completed:
    """A module, or its exercise, that somebody brought to its end.

    Attributes
    ----------
    module, version, title, at
        As of :class:`Attempted`.
    part : str
        What is done.
    """

    module: str
    version: str
    title: str
    at: When
    part: Literal["module", "exercise"] = "module"


def noted(
    progress: Mapping[str, Done], modules: Iterable[Module]
) -> Iterator[Attempted | Completed]:
    """Tell what is noted of modules.

    Of a quiz progress keeps no more than the day of the first pass, the best share and its day:
    so there is one attempt a module, the best one, without its answers. Files of earlier versions
    lack the day of the best share; it is known where there was one attempt only.

    Parameters
    ----------
    progress : mapping of str to Done
        As :meth:`fairgate.training.progress.Progress.all` gives it.
    modules : iterable of Module
        Which ones to tell of, in this order.

    Raises
    ------
    UserError
        Where what should be a day is none, or a share is not from 0 to 1.
    """
    for module in modules:
        done = progress.get(module.id, Done())
        if done.attempts:
            yield _best(done, module)
        passed, solved = _day(done.quiz, module), _day(done.exercise, module)
        if solved:
            yield Completed(module.id, "", module.title, solved, "exercise")
        if passed and solved:
            yield Completed(module.id, "", module.title, max(passed, solved))


def _best(done: Done, module: Module) -> Attempted:
    if not 0 <= done.best <= 1:
        problem = f"progress of module {module.id} notes {done.best:g} as a share of right answers"
        raise UserError(problem, "mend it in the file of progress: from 0 to 1")
    right, total = _counts(done.best, len(module.quiz.items))
    day = done.best_on or (done.quiz if done.attempts == 1 else "")
    passed = _day(done.quiz, module) is not None
    return Attempted(module.id, "", module.title, _day(day, module), right, total, passed=passed)


def _counts(share: float, items: int) -> tuple[int, int]:
    """Find how many were right; in hundredths where the quiz has another length by now.

    Examples
    --------
    >>> _counts(8 / 9, 9), _counts(0.5, 9)
    ((8, 9), (50, 100))
    """
    right = round(share * items)
    if abs(right / items - share) < 1e-9:
        return right, items
    return round(share * 100), 100


def _day(text: str, module: Module) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problem = f"progress of module {module.id} notes {text!r} as a day"
        raise UserError(problem, "mend it in the file of progress: 2026-11-22") from None
