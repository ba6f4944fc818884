"""Tables of FA*IR: how many protected items the best i must hold, and who fails by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr

from fairgate.ranking.ranked import Floats, Ints

ROUNDING = 1e-12
"""Relative error of the binomial distribution function: equal within it is equal."""
NEAR = 8
"""Tables that differ by fewer items are walked through one by one."""


@dataclass(frozen=True)
class Adjusted:
    """An m-table that a fair ranker fails with (nearly) the wanted probability.

    Attributes
    ----------
    alpha : float
        Level of each single test: the largest that gives this table.
    mtable : array of int, shape (k,)
        Protected items needed in the best 1, 2, ..., k.
    failure : float
        Exact probability that a fair ranker fails.
    """

    alpha: float
    mtable: Ints
    failure: float


def mtable(k: int, p: float, alpha: float) -> Ints:
    """Fewest protected items that the best 1, 2, ..., k may hold, each tested at level alpha.

    Returns
    -------
    array of int, shape (k,)
        The smallest t with F(t; i, p) >= alpha, F the binomial distribution function.

    Raises
    ------
    ValueError
        If k is below 1, p outside (0, 1) or alpha outside [0, 1).

    Notes
    -----
    Not adjusted for testing k prefixes: see :func:`adjusted`. Zehlike, Bonchi, Castillo,
    Hajian, Megahed & Baeza-Yates, A Fair Top-k Ranking Algorithm, CIKM 2017.

    Examples
    --------
    >>> mtable(12, 0.5, 0.1).tolist()
    [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4]
    """
    check(k, p, alpha)
    return _smallest(k, p, alpha * (1 - ROUNDING))


def failure_probability(mtable: Ints, p: float) -> float:
    """Exact probability that a fair ranker violates an m-table somewhere.

    Parameters
    ----------
    mtable : array of int, shape (k,)
        Protected items needed in each prefix.
    p : float
        Probability that a place goes to a protected item.

    Notes
    -----
    Dynamic programme over the number of protected items so far, O(k^2): what falls below the
    table at a prefix has failed there. The authors' fairsearch leaves the last prefix out
    (0.115 instead of 0.147 for k = 20, p = 0.25, alpha = 0.1).

    Examples
    --------
    >>> round(failure_probability(mtable(10, 0.5, 0.1), 0.5), 6)
    0.128906
    """
    check(len(mtable), p, 0.0)
    needed = np.asarray(mtable, dtype=np.int64)
    alive = np.zeros(len(needed) + 1)
    alive[0] = 1.0
    failed = 0.0
    low = 0
    for at, need in enumerate(needed.tolist(), start=1):
        moved = alive[low:at] * p
        alive[low:at] *= 1 - p
        alive[low + 1 : at + 1] += moved
        if need > low:
            failed += float(alive[low:need].sum())
            alive[low:need] = 0.0
            low = need
    return min(failed, 1.0)


def adjusted(k: int, p: float, alpha: float, *, conservative: bool = False) -> Adjusted:
    """Find the level of the single tests at which a fair ranker fails with probability alpha.

    Parameters
    ----------
    k : int
        Prefixes that are tested.
    p : float
        Probability that a place goes to a protected item.
    alpha : float
        Wanted probability that a fair ranker fails.
    conservative : bool
        True: the strictest table that a fair ranker fails with probability alpha at most.
        False: that one or the next stricter, whichever comes closer to alpha, as fairsearch
        does; the probability may then be a little above alpha.

    Notes
    -----
    Tables change in steps, so bisection over the level stops at two neighbours, both exact.

    Examples
    --------
    >>> found = adjusted(20, 0.25, 0.1)
    >>> round(found.failure, 6), found.mtable.tolist()[-6:]
    (0.105152, [1, 2, 2, 2, 2, 2])
    """
    check(k, p, alpha)
    below, above = _neighbours(k, p, alpha)
    nearer = above.failure - alpha < alpha - below.failure
    return above if nearer and not conservative else below


def strictly_above(k: int, p: float, level: float) -> Ints:
    """Smallest t with F(t; i, p) > level, for i = 1, ..., k: the table next above a level."""
    return _smallest(k, p, level * (1 + ROUNDING), strict=True)


def _smallest(k: int, p: float, level: float, *, strict: bool = False) -> Ints:
    """Bisect all prefixes at once; F(i; i, p) is 1."""
    tests = np.arange(1, k + 1, dtype=np.int64)
    low, high = np.zeros(k, dtype=np.int64), tests.copy()
    while (low < high).any():
        middle = (low + high) // 2
        reached = bdtr(middle.astype(np.float64), tests, p)
        enough = reached > level if strict else reached >= level
        low, high = np.where(enough, low, middle + 1), np.where(enough, middle, high)
    return low


def _neighbours(k: int, p: float, alpha: float) -> tuple[Adjusted, Adjusted]:
    """The strictest table that fails with probability alpha at most, and the next stricter."""
    below, low, high = _table(np.zeros(k, dtype=np.int64), p), 0.0, alpha
    above = _table(mtable(k, p, alpha), p)
    while above.failure > alpha and above.mtable.sum() - below.mtable.sum() > NEAR:
        middle = _table(mtable(k, p, (low + high) / 2), p)
        if middle.failure > alpha:
            above, high = middle, (low + high) / 2
        else:
            below, low = middle, (low + high) / 2
    if above.failure <= alpha:
        below = above
    while (above := _stricter(below, p)).failure <= alpha:
        below = above
    return below, above


def _table(needed: Ints, p: float) -> Adjusted:
    """Give a table its failure probability and the largest level that it stands for."""
    level = _reached(needed, p).min()
    return Adjusted(float(level), needed, failure_probability(needed, p))


def _stricter(table: Adjusted, p: float) -> Adjusted:
    """Raise what is raised first when the level grows."""
    raised = _reached(table.mtable, p) <= table.alpha * (1 + ROUNDING)
    return _table(table.mtable + raised, p)


def _reached(needed: Ints, p: float) -> Floats:
    tests = np.arange(1, len(needed) + 1)
    return np.asarray(bdtr(needed.astype(np.float64), tests, p), dtype=np.float64)


def check(k: int, p: float, alpha: float) -> None:
    """Refuse what no table can be made for.

    Raises
    ------
    ValueError
        With the value.
    """
    if k < 1:
        raise ValueError(f"expected a k of 1 or more, got {k}")
    if not 0 < p < 1:
        raise ValueError(f"expected a p between 0 and 1, both excluded, got {p:g}")
    if not 0 <= alpha < 1:
        raise ValueError(f"expected an alpha from 0 to 1, 1 excluded, got {alpha:g}")
