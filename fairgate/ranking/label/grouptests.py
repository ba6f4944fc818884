"""The tests that a label holds groups against: a value, and how likely chance gives a worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

import numpy as np
from scipy.special import gammaln

from fairgate.ranking import many
from fairgate.ranking.exposure import arp, exposure_ratio, ndkl
from fairgate.ranking.fair_star_ir import audit
from fairgate.ranking.intervals import ANY, UNIT, Range
from fairgate.ranking.label.proportion import proportion
from fairgate.ranking.many import Values
from fairgate.ranking.pairwise import pairs
from fairgate.ranking.prefix import rkl, rnd, rrd
from fairgate.ranking.queries import Queries
from fairgate.ranking.ranked import Floats, Ranked
from fairgate.ranking.skew import skew_at_k
from fairgate.verdict import Interval


@dataclass(frozen=True)
class Tested:
    """What one test found.

    Attributes
    ----------
    value, p_value : float
        The figure, and the probability of one as bad or worse for the group by chance.
    interval : Interval or None
        Of the value.
    remark : str
        Where to look.
    """

    value: float
    p_value: float
    interval: Interval | None = None
    remark: str = ""


Test: TypeAlias = Callable[[Ranked, str, int, float], Tested]


@dataclass(frozen=True)
class Figure:
    """A measure of one ranking, and the same of many at once, for chance and intervals.

    Attributes
    ----------
    one : callable
        Value of a ranking, for a group (None: all of them).
    many : callable
        Values of many.
    large_is_bad : bool
        Whether large values are far from parity.
    scale : (float, float)
        Smallest and largest value there can be.
    """

    one: Callable[[Ranked, str | None], float]
    many: Callable[[Queries, str | None], Values]
    large_is_bad: bool = True
    scale: Range = UNIT


def _fair_star_ir(ranked: Ranked, group: str, k: int, alpha: float) -> Tested:
    found = audit(ranked, group, k, alpha=alpha, conservative=True)
    at = found.first_violated
    remark = "enough in every prefix" if at is None else f"too few among the best {at}"
    return Tested(found.p_value, found.p_value, remark=remark)


def _pairwise(ranked: Ranked, group: str, k: int, alpha: float) -> Tested:
    del k, alpha
    found = pairs(ranked, group)
    return Tested(found.share, found.p_value, remark=f"{found.won:,} of {found.total:,} pairs")


def _proportion(ranked: Ranked, group: str, k: int, alpha: float) -> Tested:
    found = proportion(ranked, group, k, alpha)
    remark = f"{100 * found.group:.1f} % of the group, {100 * found.others:.1f} % of the others"
    return Tested(found.difference, found.p_value, found.interval, remark)


def _skew(ranked: Ranked, group: str, k: int, alpha: float) -> Tested:
    del alpha
    protected = ranked.protected(group)
    p_value = hypergeometric(int(protected[:k].sum()), ranked.n, int(protected.sum()), k)
    return Tested(skew_at_k(ranked, group, k), p_value)


def hypergeometric(won: int, n: int, group: int, k: int) -> float:
    """Probability that k items drawn at random from n hold at most ``won`` of a group.

    Examples
    --------
    >>> round(hypergeometric(0, 4, 2, 2), 6)
    0.166667
    """
    inside = np.arange(max(0, k - (n - group)), won + 1, dtype=np.float64)
    whole = np.array([float(k)])
    logs = _choose(group, inside) + _choose(n - group, k - inside) - _choose(n, whole)
    return float(min(np.exp(logs).sum(), 1.0))


def _choose(n: int, k: Floats) -> Floats:
    ways: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return ways


def _pairs_won(queries: Queries, group: str | None) -> Values:
    return Values(many.pairs_won(queries)[:, queries.groups.index(group)])


EXACT: Mapping[str, Test] = {
    "fair_star_ir": _fair_star_ir,
    "pairwise": _pairwise,
    "proportion": _proportion,
    "skew_at_k": _skew,
}
"""Tests of one group that work their probability out; one-sided: is the group worse off?"""


def spread(metric: str, k: int) -> Figure | None:
    """How an exact test's value is had of many rankings, for its interval; None: it has its own."""
    if metric == "pairwise":
        return Figure(lambda ranked, group: pairs(ranked, group).share, _pairs_won)
    if metric == "skew_at_k":
        return Figure(
            lambda ranked, group: skew_at_k(ranked, group, k),
            lambda queries, group: many.skew_at_k(queries, group, k),
            scale=ANY,
        )
    return None


SHUFFLED: Mapping[str, Figure] = {
    "rnd": Figure(rnd, lambda queries, group: many.prefix("rnd", queries, group)),
    "rkl": Figure(rkl, lambda queries, group: many.prefix("rkl", queries, group)),
    "rrd": Figure(rrd, lambda queries, group: many.prefix("rrd", queries, group)),
    "exposure_ratio": Figure(
        lambda ranked, _: exposure_ratio(ranked),
        lambda queries, _: many.exposure_ratio(queries),
        large_is_bad=False,
    ),
}
"""Figures of one group against the rest that are compared with random orders."""

WHOLE: Mapping[str, Figure] = {
    "rkl": SHUFFLED["rkl"],
    "ndkl": Figure(
        lambda ranked, _: ndkl(ranked), lambda queries, _: many.ndkl(queries), scale=(0.0, inf)
    ),
    "exposure_ratio": SHUFFLED["exposure_ratio"],
    "pairwise_gap": Figure(
        lambda ranked, _: arp(ranked), lambda queries, _: many.pairwise_gap(queries)
    ),
}
"""Figures of all groups of a column."""
