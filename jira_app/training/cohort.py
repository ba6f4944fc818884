"""A cohort: who learns together, and how far they are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

FEWEST: Final = 5
"""From how many people on it is shown what they answered, together."""


@dataclass(frozen=True)
class Cohort:
    """A group that somebody teaches.

    Attributes
    ----------
    id : str
        The app's name for it.
    name : str
        What people call it.
    modules : tuple of str
        Ids of the modules that are taught; what is seen of members is about these alone.
    trainer : str
        Id of the person who teaches.
    day : str
        When they meet, such as ``2026-11-22``.
    code : str
        What people join with.
    made : float
        Seconds since 1970.
    closed : float or None
        Since when it takes nobody.
    """

    id: str
    name: str
    modules: tuple[str, ...]
    trainer: str
    day: str
    code: str
    made: float
    closed: float | None = None


@dataclass(frozen=True)
class Member:
    """Somebody in a cohort; ``attended`` are the modules at which the trainer saw them."""

    id: str
    name: str
    attended: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quiz:
    """What somebody did in the quiz of a module.

    Attributes
    ----------
    tries : int
        How often they took it.
    right, total : int
        How many answers were right in the best one, of how many.
    version : str
        Of the module at the best one.
    """

    tries: int
    right: int
    total: int
    version: str = ""

    @property
    def best(self) -> float:
        """Best share of right answers, from 0 to 1."""
        return self.right / self.total

    def and_(self, other: Quiz) -> Quiz:
        """Add other tries; the better one counts, of equal ones the earlier.

        Examples
        --------
        >>> Quiz(1, 7, 10).and_(Quiz(1, 9, 10)).and_(Quiz(1, 4, 5))
        Quiz(tries=3, right=9, total=10, version='')
        """
        better = other if other.best > self.best else self
        return replace(better, tries=self.tries + other.tries)


@dataclass(frozen=True)
class Pass:
    """The first pass of a module, as it was certified.

    Attributes
    ----------
    at : float
        When.
    number : str
        Of the certificate.
    right, total : int
        How many answers were right, of how many.
    version : str
        Of the module.
    """

    at: float
    number: str
    right: int
    total: int
    version: str


@dataclass(frozen=True)
class Progress:
    """How far one member is in one module.

    Attributes
    ----------
    attended : bool
        Whether the trainer saw them there.
    exercise : float or None
        When they said that they had done the exercise.
    quiz : Quiz or None
        What they did in the quiz.
    passed : Pass or None
        How they passed it first.
    """

    attended: bool = False
    exercise: float | None = None
    quiz: Quiz | None = None
    passed: Pass | None = None

    @property
    def begun(self) -> bool:
        """Whether there is anything to say."""
        return self != Progress()


@dataclass(frozen=True)
class Row:
    """One member, and how far they are by id of the module."""

    member: Member
    modules: Mapping[str, Progress]

    @property
    def complete(self) -> bool:
        """Whether they passed every module."""
        return all(each.passed is not None for each in self.modules.values())


@dataclass(frozen=True)
class Totals:
    """How many members got how far in a module."""

    attended: int = 0
    exercise: int = 0
    tried: int = 0
    passed: int = 0


Done: TypeAlias = Mapping[tuple[str, str], Progress]
"""How far somebody is, by ids of person and module; attendance is not in it."""


def rows(cohort: Cohort, members: Iterable[Member], done: Done) -> tuple[Row, ...]:
    """Put members and what they did together, by name."""
    ordered = sorted(members, key=lambda member: (member.name.casefold(), member.id))
    return tuple(
        Row(member, {module: _progress(member, module, done) for module in cohort.modules})
        for member in ordered
    )


def totals(cohort: Cohort, table: Sequence[Row]) -> dict[str, Totals]:
    """Count how many got how far, by id of the module.

    Examples
    --------
    >>> cohort = Cohort("c", "Squad", ("01",), "p-tess", "2026-11-22", "BCDFGHJK", 0.0)
    >>> members = [Member("a", "Ann", frozenset({"01"})), Member("b", "Ben")]
    >>> totals(cohort, rows(cohort, members, {("b", "01"): Progress(quiz=Quiz(2, 5, 10))}))
    {'01': Totals(attended=1, exercise=0, tried=1, passed=0)}
    """
    return {module: _total([row.modules[module] for row in table]) for module in cohort.modules}


def _progress(member: Member, module: str, done: Done) -> Progress:
    known = done.get((member.id, module), Progress())
    return Progress(module in member.attended, known.exercise, known.quiz, known.passed)


def _total(column: Sequence[Progress]) -> Totals:
    return Totals(
        attended=sum(each.attended for each in column),
        exercise=sum(each.exercise is not None for each in column),
        tried=sum(each.quiz is not None for each in column),
        passed=sum(each.passed is not None for each in column),
    )
