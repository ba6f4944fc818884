"""How sure a measure is: over queries where there are several, over items where there is one.

- **Several queries** are a sample of the queries that will come. The estimate is the mean over
  queries, its bounds are Student's, or those of the studentised bootstrap where they are wider
  (queries of skewed values).
- **One ranking** is taken as made of a sample of items: others like them, drawn from the same
  groups, would have ranked between them. Items are drawn again within each group (stratified
  smoothed bootstrap, group sizes as they are). Bounds allow for the bias that drawing shows,
  because distances from parity grow with noise, and only ever towards caution. A ranking of
  exactly these items and no others has no uncertainty, and needs no interval.

Draws are seeded by the data, so the same ranking has the same interval everywhere. Sources:
Efron & Tibshirani, *An Introduction to the Bootstrap*, 1993, chapters 10 and 12.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from scipy.special import ndtri, stdtrit

from fairgate.ranking.queries import Queries
from fairgate.ranking.ranked import Floats, Undefined
from fairgate.ranking.resampling import Measure, drawn_again, seeded

__all__ = [
    "ANY",
    "CAUTION",
    "MORE_CAUTION",
    "POWER",
    "UNIT",
    "Bounded",
    "OverItems",
    "OverQueries",
    "Range",
    "Uncertain",
    "drawn_again",
    "estimate",
    "interval",
]

Range: TypeAlias = tuple[float, float]
UNIT: Range = (0.0, 1.0)
ANY: Range = (-math.inf, math.inf)

POWER = float(ndtri(0.8))
CAUTION = 1.4
"""The bootstrap of a ranking is too narrow where one group has the head to itself: in simulated
rankings of 60 to 600 items its bounds were missed up to three times too often. Widened by this
they are missed about as often as they say, or less."""
MORE_CAUTION = 1.8
"""Likewise for exposure, of which the first few places decide most."""

_STUDENTISED = 2_000
_FEW = 400
"""Of more queries than this, Student's bounds are the bootstrap's."""


class Uncertain(Protocol):
    """An estimate with bounds."""

    @property
    def value(self) -> float:
        """The estimate."""

    @property
    def error(self) -> float:
        """Its standard error."""

    def low(self, error: float) -> float:
        """The true value is below this with at most this probability."""

    def high(self, error: float) -> float:
        """The true value is above this with at most this probability."""

    def shortfall(self, gap: float, error: float) -> float:
        """How many times the queries or items must be, to show such a gap in 4 of 5 cases.

        1 or less: these are enough.
        """


@dataclass(frozen=True)
class OverQueries:
    """A mean over queries.

    Attributes
    ----------
    values : array of float, shape (q,)
        One a query, none NaN.
    scale : (float, float)
        Smallest and largest value that a query can have.

    Examples
    --------
    >>> found = OverQueries(np.array([0.2, 0.4, 0.3, 0.5, 0.1]), UNIT)
    >>> round(found.value, 3), round(found.low(0.05), 2), round(found.high(0.05), 2)
    (0.3, 0.14, 0.46)
    """

    values: Floats
    scale: Range = ANY

    @property
    def value(self) -> float:
        """Mean."""
        return float(self.values.mean())

    @property
    def error(self) -> float:
        """Standard error of the mean; infinite for one query."""
        q = len(self.values)
        return float(self.values.std(ddof=1) / math.sqrt(q)) if q > 1 else math.inf

    def low(self, error: float) -> float:
        """Lower bound of the mean."""
        return max(self.value - self._reach(error, lower=True), self.scale[0])

    def high(self, error: float) -> float:
        """Upper bound of the mean."""
        return min(self.value + self._reach(error, lower=False), self.scale[1])

    def shortfall(self, gap: float, error: float) -> float:
        """See :class:`Uncertain`; the power is that of the wider of the two bounds."""
        if len(self.values) < 2:
            return math.inf
        reach = max(self._reach(error, lower=True), self._reach(error, lower=False))
        return ((reach + POWER * self.error) / gap) ** 2

    def _reach(self, error: float, *, lower: bool) -> float:
        q = len(self.values)
        if q < 2:
            return math.inf
        end = self.value - self.scale[0] if lower else self.scale[1] - self.value
        if self.error <= 1e-12 * max(1.0, abs(self.value)):  # queries that are all the same
            return float(end * -math.expm1(math.log(error) / q))
        student = float(-stdtrit(q - 1, error))
        if q <= _FEW:
            student *= max(1.0, self._skewness(error, lower=lower))
        return student * self.error

    def _skewness(self, error: float, *, lower: bool) -> float:
        """How much wider the studentised bootstrap is than Student's quantile."""
        q, level = len(self.values), max(error, 10 / _STUDENTISED)
        drawn = self.values[seeded(self.values).integers(0, q, (_STUDENTISED, q))]
        spread = drawn.std(axis=1, ddof=1) / math.sqrt(q)
        moved = (drawn.mean(axis=1) - self.value) * (1 if lower else -1)
        far = np.where(moved > 0, np.inf, -np.inf)
        t = np.divide(moved, spread, out=far, where=spread > 0)
        quantile = float(np.sort(t)[math.ceil((1 - level) * _STUDENTISED) - 1])
        return quantile / float(-stdtrit(q - 1, level))


@dataclass(frozen=True)
class OverItems:
    """A measure of one ranking, with values of rankings of items drawn again.

    Attributes
    ----------
    value : float
        Of the ranking itself.
    drawn : array of float, shape (draws,)
        Of the drawn ones, none NaN.
    scale : (float, float)
        Smallest and largest value that there can be.
    caution : float
        See :data:`CAUTION`.
    """

    value: float
    drawn: Floats
    scale: Range = ANY
    caution: float = CAUTION

    @property
    def error(self) -> float:
        """Standard deviation of the drawn values, widened by ``caution``."""
        return self.caution * float(self.drawn.std(ddof=1))

    @property
    def bias(self) -> float:
        """How much drawing moves the measure on average."""
        return float(self.drawn.mean()) - self.value

    def low(self, error: float) -> float:
        """Lower bound: the bias is taken off, downwards only."""
        return max(
            self.value - max(self.bias, 0.0) + float(ndtri(error)) * self.error, self.scale[0]
        )

    def high(self, error: float) -> float:
        """Upper bound: the bias is taken off, upwards only."""
        return min(
            self.value - min(self.bias, 0.0) - float(ndtri(error)) * self.error, self.scale[1]
        )

    def shortfall(self, gap: float, error: float) -> float:
        """See :class:`Uncertain`."""
        reach = abs(self.bias) - float(ndtri(error)) * self.error
        return ((reach + POWER * self.error) / gap) ** 2


def estimate(
    queries: Queries, measure: Measure, scale: Range = ANY, caution: float = CAUTION
) -> Uncertain:
    """Measure rankings: over queries where several have a value, else over items.

    Parameters
    ----------
    queries : Queries
        The rankings.
    measure : callable
        Gives a value for each of some rankings (:mod:`fairgate.ranking.many`).
    scale : (float, float)
        Smallest and largest value that a ranking can have.
    caution : float
        By which bounds over items are widened: :data:`CAUTION`, for exposure
        :data:`MORE_CAUTION`.

    Raises
    ------
    Undefined
        If no query has a value, or drawn rankings have none.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> from fairgate.ranking.many import pairwise_gap
    >>> found = estimate(Queries.of([Ranked.of("mmfmmfff" * 10)]), pairwise_gap, UNIT)
    >>> round(found.value, 3), found.low(0.05) < found.value < found.high(0.05)
    (0.075, True)
    """
    values = measure(queries)
    mean = values.mean
    if len(values.defined) > 1:
        return OverQueries(values.defined, scale)
    at = int(np.flatnonzero(~np.isnan(values.each))[0])
    drawn = measure(drawn_again(queries.ranked(at))).defined
    if len(drawn) < 2:
        raise Undefined("rankings of items drawn again have no value")
    return OverItems(mean, drawn, scale, caution)


class Bounded(Protocol):
    """Whatever has bounds."""

    def low(self, error: float) -> float:
        """Lower bound."""

    def high(self, error: float) -> float:
        """Upper bound."""


def interval(found: Bounded, confidence: float = 0.95) -> tuple[float, float]:
    """Two-sided interval.

    Examples
    --------
    >>> found = OverQueries(np.array([0.2, 0.4, 0.3, 0.5, 0.1]), UNIT)
    >>> tuple(round(end, 2) for end in interval(found))
    (0.07, 0.53)
    """
    error = (1 - confidence) / 2
    return found.low(error), found.high(error)
