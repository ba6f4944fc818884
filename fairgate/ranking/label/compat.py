"""What Ranking Facts itself prints: its three oracles, as its code works, for comparison only.

Two of them are odd. What it calls the corrected alpha of FA*IR is the probability that a fair
ranker *passes* the uncorrected table, so a ranking is "fair" if its p-value is above something
like 0.87. And its pairwise p-value comes from 1,000 random rankings. Our own figures stand in
:mod:`fairgate.ranking.label.fairness`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import bdtr, gammaln, ndtr, xlog1py, xlogy

from fairgate.ranking.generator import generate
from fairgate.ranking.label.proportion import proportion
from fairgate.ranking.label.values import Compat
from fairgate.ranking.mtable import mtable
from fairgate.ranking.pairwise import pairs
from fairgate.ranking.ranked import Bools, Floats, Ranked, Undefined

ALPHA = 0.05
SIMULATIONS = 1_000
_LONGEST = 2_000


def compat(ranked: Ranked, column: str, group: str | None, k: int) -> tuple[Compat, ...]:
    """Ask the three oracles about one group.

    Raises
    ------
    Undefined
        If nobody or everybody belongs to the group.
    """
    protected = ranked.protected(group)
    found = [_fair_star_ir(protected, k), _pairwise(ranked, group), _proportion(ranked, group, k)]
    return tuple(Compat(column, group, *each) for each in found)


def pass_probability(k: int, p: float) -> float | None:
    """Ranking Facts' "alpha_c": nearly the probability that a fair ranker passes the table.

    Its vector of probabilities has one place for every increase of the table and wraps round
    at the end, the last increase is not tested, and an increase at position k is not seen.

    Returns
    -------
    float or None
        None where the table increases less than twice, and the reference prints "NA".

    Examples
    --------
    >>> round(pass_probability(26, 29 / 51), 6), round(pass_probability(26, 22 / 51), 6)
    (0.871085, 0.709331)
    """
    table = mtable(k, p, ALPHA)[: k - 1]
    rises = np.flatnonzero(np.diff(table, prepend=0)) + 1
    if len(rises) < 2:
        return None
    state = np.zeros(len(rises))
    state[0] = 1.0
    for at, block in enumerate(np.diff(rises, prepend=0)[:-1]):
        drawn = _binomial(int(block), p)
        state = np.array(sum(np.roll(state, won) * chance for won, chance in enumerate(drawn)))
        state[at] = 0.0
    return float(state.sum())


def _binomial(n: int, p: float) -> Floats:
    won = np.arange(n + 1, dtype=np.float64)
    ways = gammaln(n + 1) - gammaln(won + 1) - gammaln(n - won + 1)
    chances: Floats = np.exp(ways + xlogy(won, p) + xlog1py(n - won, -p))
    return chances


_Answer = tuple[str, float | None, float | None, float | None, bool | None]


def _fair_star_ir(protected: Bools, k: int) -> _Answer:
    p = float(protected.mean())
    inside = int(protected[:k].sum())
    p_value = float(bdtr(float(inside), k, p))
    limit = pass_probability(k, p)
    return "FA*IR", float(inside), p_value, limit, None if limit is None else p_value > limit


def _pairwise(ranked: Ranked, group: str | None) -> _Answer:
    """Pairs won, and the share of simulated rankings that win no more; long ones are not drawn."""
    protected = ranked.protected(group)
    won = _pairs(protected)
    if len(protected) > _LONGEST:
        p_value = pairs(ranked, group).p_value
    else:
        p_value = float(np.mean([other <= won for other in _simulated(protected)]))
    return "Pairwise", float(won), p_value, ALPHA, p_value > ALPHA


def _simulated(protected: Bools) -> Iterator[int]:
    """Draw from the generator of Yang & Stoyanovich."""
    rng = np.random.default_rng(0)
    for _ in range(SIMULATIONS):
        yield _pairs(protected[generate(protected, float(protected.mean()), rng)])


def _pairs(protected: Bools) -> int:
    """Count pairs in which somebody of the group is above somebody of another."""
    below = np.cumsum(~protected[::-1])[::-1]
    return int(below[protected].sum())


def _proportion(ranked: Ranked, group: str | None, k: int) -> _Answer:
    try:
        found = proportion(ranked, group, k)
    except Undefined:
        return "Proportion", None, None, ALPHA, None
    p_value = float(ndtr(-found.z))
    return "Proportion", found.z, p_value, ALPHA, p_value > ALPHA
