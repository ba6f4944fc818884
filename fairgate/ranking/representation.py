"""How sure a group's share of the best k is, and with it its skew.

Over several queries the skew is the logarithm of the mean share in the best k, divided by the
mean share of all items: a mean of the queries' own skews would have to leave out those with
nobody in the best k, which are the worst. One ranking's count is a binomial one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, betaincinv

from fairgate.ranking import many
from fairgate.ranking.intervals import OverQueries, Uncertain
from fairgate.ranking.queries import Queries, Values
from fairgate.ranking.ranked import Undefined


@dataclass(frozen=True)
class Proportion:
    """A count out of a count, with exact bounds (Clopper & Pearson 1934).

    Examples
    --------
    >>> found = Proportion(0, 10)
    >>> found.low(0.05), round(found.high(0.05), 3)
    (0.0, 0.259)
    """

    count: int
    of: int

    @property
    def value(self) -> float:
        """Share."""
        return self.count / self.of

    def low(self, error: float) -> float:
        """Lower bound of the share."""
        if self.count == 0:
            return 0.0
        return float(betaincinv(self.count, self.of - self.count + 1, error))

    def high(self, error: float) -> float:
        """Upper bound of the share."""
        if self.count == self.of:
            return 1.0
        return float(betaincinv(self.count + 1, self.of - self.count, 1 - error))


@dataclass(frozen=True)
class SkewOfOne:
    """Skew in the best k of one ranking.

    Attributes
    ----------
    share : Proportion
        In the best k.
    desired : float
        Share of all items.
    limit : float
        Skew that is promised, for :meth:`shortfall`.

    Examples
    --------
    >>> found = SkewOfOne(Proportion(0, 10), 0.5, -0.2)
    >>> found.value, round(found.high(0.05), 2)
    (-inf, -0.66)
    """

    share: Proportion
    desired: float
    limit: float = 0.0

    @property
    def value(self) -> float:
        """Skew; minus infinity where nobody is in the best k."""
        return _log(self.share.value / self.desired)

    @property
    def error(self) -> float:
        """Standard error, with a success and a failure added so that there always is one."""
        share = (self.share.count + 1) / (self.share.of + 2)
        return math.sqrt((1 - share) / (share * self.share.of))

    def low(self, error: float) -> float:
        """Lower bound."""
        return _log(self.share.low(error) / self.desired)

    def high(self, error: float) -> float:
        """Upper bound."""
        return _log(self.share.high(error) / self.desired)

    def shortfall(self, gap: float, error: float) -> float:
        """Times k that would do, doubling until a skew so far below the limit shows."""
        promised = self.desired * math.exp(self.limit)
        real = promised * math.exp(-gap)
        for times in (1, 2, 4, 8, 16, 32, 64):
            k = self.share.of * times
            counts = np.arange(k)
            shown = betaincinv(counts + 1, k - counts, 1 - error) < promised
            if shown.any() and bdtr(float(np.flatnonzero(shown)[-1]), k, real) >= 0.8:
                return float(times)
        return math.inf


@dataclass(frozen=True)
class SkewOfNobody:
    """Skew of a group that is in the best k of no query, of several.

    The share of queries that would have somebody there is at most 1 - error^(1/q).
    """

    queries: int
    desired: float

    @property
    def value(self) -> float:
        """Minus infinity: the logarithm of 0."""
        return -math.inf

    @property
    def error(self) -> float:
        """There is no spread to tell it from."""
        return math.inf

    def low(self, error: float) -> float:  # noqa: ARG002 - the same for all
        """Minus infinity."""
        return -math.inf

    def high(self, error: float) -> float:
        """Upper bound."""
        return math.log(-math.expm1(math.log(error) / self.queries) / self.desired)

    def shortfall(self, gap: float, error: float) -> float:  # noqa: ARG002 - as above
        """Nobody can tell."""
        return math.inf


def skew(queries: Queries, group: str | None, k: int, limit: float = 0.0) -> Uncertain:
    """Skew of a group in the best k, over all queries that have k items and both kinds.

    Parameters
    ----------
    queries : Queries
        The rankings.
    group : str or None
        The group.
    k : int
        How many of the best.
    limit : float
        Skew that is promised.

    Raises
    ------
    Undefined
        If no query has k items with somebody of the group and somebody else.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> both = Queries.of([Ranked.of("mmfmff"), Ranked.of("mffmmf"), Ranked.of("mmmfff")])
    >>> round(skew(both, "f", 2).value, 3)
    -1.099
    """
    top, whole = many.best(queries, group, k)
    known = ~np.isnan(top)
    if not known.any():
        raise Undefined(f"no query has {k} items with somebody of {group} and somebody else")
    top, whole = top[known], whole[known]
    desired, share = float(whole.mean()), float(top.mean())
    if len(top) == 1:
        return SkewOfOne(Proportion(round(share * k), k), desired, limit)
    if share == 0:
        return SkewOfNobody(len(top), desired)
    return OverQueries(_log(share / desired) + top / share - whole / desired)


def linearised(queries: Queries, group: str | None, k: int) -> Values:
    """Skew of each query, linearised around that of all: their mean is the skew.

    NaN where a query has none; raises as :func:`skew`, and if nobody is in any best k.
    """
    top, whole = many.best(queries, group, k)
    known = ~np.isnan(top)
    if not known.any() or not np.nansum(top):
        raise Undefined(f"nobody of {group} is in the best {k}")
    share, desired = float(top[known].mean()), float(whole[known].mean())
    return Values(_log(share / desired) + top / share - whole / desired)


def _log(share: float) -> float:
    return math.log(share) if share > 0 else -math.inf
