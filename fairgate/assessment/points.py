"""What one answer is worth to one risk: points on a dimension, or a share taken away.

A missing answer is worth anything from the best to the worst that could be given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fairgate.assessment.branching import Path, Truth
from fairgate.assessment.questions import Band, Choice, Dimension, Question
from fairgate.assessment.values import Cells, Value

NOT_ANSWERED = "not answered"


@dataclass(frozen=True)
class Range:
    """From the least to the most that the answers allow; equal where all is answered.

    Examples
    --------
    >>> str(Range(0, 16)), str(Range(12.0, 12.0))
    ('0 to 16', '12')
    """

    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether the answers leave no doubt."""
        return self.low == self.high

    def __str__(self) -> str:
        return f"{self.low:g}" if self.known else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Reason:
    """Why something has its value: a question, and what was answered.

    Attributes
    ----------
    question : str
        Its id.
    answer : str
        Text of the choice, or that it was not answered.
    amount : Range
        Points, or the share taken away.
    """

    question: str
    answer: str
    amount: Range


def base(dimension: Dimension) -> float:
    """Value of a factor of which no answer speaks: no severity, and 1 of everything else."""
    return 0.0 if dimension == "severity" else 1.0


def points(
    path: Path, question: Question, dimension: Dimension, risk: tuple[str, str]
) -> Reason | None:
    """Say what a question gives to a risk on a dimension; None if it has nothing to do with it."""
    sources: tuple[Choice | Band, ...] = (*question.choices, *question.bands)
    covered = question.to.covers(*risk) and question.speaks_of(dimension)
    asked = _asked(path, question, risk) if covered else False
    if asked is False:
        return None
    start = base(dimension)
    made = None if asked is None else _made(question, path.values.get(question.id), risk)
    if made is None:
        worths = [_worth(source, dimension) for source in sources]
        least = min(worths) if asked and question.choices else start
        return Reason(question.id, NOT_ANSWERED, Range(least, max(start, *worths)))
    best = max(made, key=lambda source: _worth(source, dimension), default=None)
    worth = start if best is None else _worth(best, dimension)
    return Reason(question.id, _words(best), Range(worth, worth))


def credit(path: Path, question: Question, risk: tuple[str, str]) -> Reason | None:
    """Say which share of a risk a question takes away; None if it credits none to this risk."""
    shares = {choice.id: _share(choice, risk) for choice in question.choices}
    asked = path.asked[question.id]
    if asked is False or not any(shares.values()):
        return None
    several = question.kind == "multiple"
    made = None if asked is None else _made(question, path.values.get(question.id), risk)
    if made is None:
        least = 0.0 if several or asked is None else min(shares.values())
        most = math.fsum(shares.values()) if several else max(shares.values())
        return Reason(question.id, NOT_ANSWERED, Range(least, most))
    counted = [choice for choice in made if isinstance(choice, Choice) and shares[choice.id]]
    share = math.fsum(shares[choice.id] for choice in counted)
    words = "; ".join(choice.text for choice in counted)
    return Reason(question.id, words, Range(share, share)) if counted else None


def _asked(path: Path, question: Question, risk: tuple[str, str]) -> Truth:
    """Whether a question is asked about a risk: a matrix has a cell for it, or not."""
    if question.kind != "matrix":
        return path.asked[question.id]
    row, column = risk
    has_cell = any(row == each.id for each in question.rows) and any(
        column == each.id for each in question.columns
    )
    return path.row(question, row) if has_cell else False


def _made(
    question: Question, value: Value | None, risk: tuple[str, str]
) -> Sequence[Choice | Band] | None:
    """Choices that were made, or bands that were reached; None where an answer is missing."""
    if isinstance(value, Cells):
        value = value.chosen.get(risk)
    if value is None:
        return None
    if isinstance(value, float):
        return [band for band in question.bands if band.at_least <= value]
    names = (value,) if isinstance(value, str) else value
    return [c for c in question.choices if isinstance(names, tuple) and c.id in names]


def _worth(source: Choice | Band, dimension: Dimension) -> float:
    return source.points.get(dimension, base(dimension))


def _words(source: Choice | Band | None) -> str:
    if isinstance(source, Band):
        return f"{source.at_least:g} or more"
    return "nothing chosen" if source is None else source.text


def _share(choice: Choice, risk: tuple[str, str]) -> float:
    return max((c.share for c in choice.mitigates if c.covers(*risk)), default=0.0)
