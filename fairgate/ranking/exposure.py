"""Exposure: how much of the readers' attention each group gets.

Readers look at the first places most; the weight of place i is 1 / log2(1 + i) unless another
is given. Measures of representation (:mod:`fairgate.ranking.skew`) and of pairs
(:mod:`fairgate.ranking.pairwise`) can be had from here too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import numpy as np

from fairgate.ranking.aggregate import min_max_ratio
from fairgate.ranking.pairwise import arp, fpr
from fairgate.ranking.ranked import Floats, Ranked, Undefined
from fairgate.ranking.skew import max_skew, min_skew, ndkl, skew_at_k

__all__ = [
    "arp",
    "attention",
    "exposure",
    "exposure_over",
    "exposure_per_click",
    "exposure_per_utility",
    "exposure_ratio",
    "fpr",
    "group_means",
    "max_skew",
    "min_skew",
    "ndkl",
    "skew_at_k",
    "treatment_ratio",
]

Model: TypeAlias = Literal["log", "geometric", "rbp"]
ByGroup: TypeAlias = dict[str | None, float]


def attention(n: int, model: Model = "log", q: float = 0.5) -> Floats:
    """Weight of each place.

    Parameters
    ----------
    n : int
        Places.
    model : str
        ``log``: 1 / log2(1 + i). ``geometric``: q (1 - q)^(i - 1), of a reader who stops at each
        place with probability q (AWRF; FairRankTune gives it in percent). ``rbp``:
        (1 - q) q^(i - 1), rank-biased precision of a reader who goes on with probability q.
    q : float
        See ``model``; within (0, 1).

    Returns
    -------
    array of float, shape (n,)

    Notes
    -----
    Sapiezynski et al., *Quantifying the Impact of User Attention on Fair Group Representation
    in Ranked Lists*, 2019; Moffat & Zobel, TOIS 2008 (rank-biased precision).

    Examples
    --------
    >>> attention(3).round(4).tolist()
    [1.0, 0.6309, 0.5]
    """
    if model != "log" and not 0 < q < 1:
        raise ValueError(f"expected a q between 0 and 1, both excluded, got {q:g}")
    place = np.arange(n, dtype=np.float64)
    if model == "log":
        return 1 / np.log2(place + 2)
    if model == "geometric":
        return np.asarray(q * (1 - q) ** place)
    return np.asarray((1 - q) * q**place)


def exposure(ranked: Ranked, weights: Floats | None = None) -> ByGroup:
    """Mean weight of the places that each group holds (EXP; demographic parity of exposure).

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    weights : array of float, shape (n,), optional
        Of the places; :func:`attention` by default.

    Returns
    -------
    dict of group to float
        Groups without items are left out.

    Notes
    -----
    Singh & Joachims, *Fairness of Exposure in Rankings*, KDD 2018.

    Examples
    --------
    >>> {group: round(value, 4) for group, value in exposure(Ranked.of("MMFMFF")).items()}
    {'M': 0.6872, 'F': 0.4144}
    """
    return exposure_over([ranked], None if weights is None else [weights])


def exposure_over(rankings: Sequence[Ranked], weights: Sequence[Floats] | None = None) -> ByGroup:
    """Sum of the weights that each group gets over several rankings, by item of the group."""
    sums: ByGroup = {}
    items: dict[str | None, int] = {}
    for at, ranked in enumerate(rankings):
        given = attention(ranked.n) if weights is None else weights[at]
        _same_length(ranked, given, "weights")
        totals = np.bincount(ranked.codes, given, minlength=len(ranked.groups))
        for group, total, size in zip(ranked.groups, totals, ranked.sizes, strict=True):
            if size:
                sums[group] = sums.get(group, 0.0) + float(total)
                items[group] = items.get(group, 0) + int(size)
    return {group: total / items[group] for group, total in sums.items()}


def exposure_ratio(ranked: Ranked, weights: Floats | None = None) -> float:
    """Exposure of the group that gets least, divided by that of the one that gets most.

    Raises
    ------
    Undefined
        If there is one group only.

    Examples
    --------
    >>> round(exposure_ratio(Ranked.of("MMFMFF")), 4)
    0.603
    """
    return min_max_ratio(exposure(ranked, weights).values())


def group_means(ranked: Ranked, values: Floats) -> ByGroup:
    """Mean of a value (utility, click-through rate) over the items of each group."""
    _same_length(ranked, values, "values")
    return exposure(ranked, values)


def exposure_per_utility(ranked: Ranked, utility: Floats, weights: Floats | None = None) -> ByGroup:
    """Exposure of each group for its mean utility (EXPU; disparate treatment).

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    utility : array of float, shape (n,)
        Merit or relevance of each item, in the same order.
    weights : array of float, shape (n,), optional
        Of the places; :func:`attention` by default.

    Raises
    ------
    Undefined
        If the mean utility of a group is not above 0.

    Examples
    --------
    >>> found = exposure_per_utility(Ranked.of("MMFMFF"), np.array([1, 0.9, 0.8, 0.6, 0.5, 0.2]))
    >>> {group: round(value, 4) for group, value in found.items()}
    {'M': 0.8246, 'F': 0.8287}
    """
    return _for_utility(ranked, exposure(ranked, weights), utility)


def exposure_per_click(ranked: Ranked, clicks: Floats, utility: Floats) -> ByGroup:
    """Mean click-through rate of each group for its mean utility (EXPRU; disparate impact).

    Parameters and errors as in :func:`exposure_per_utility`; ``clicks`` is the realised
    click-through rate of each item.
    """
    return _for_utility(ranked, group_means(ranked, clicks), utility)


def treatment_ratio(by_group: Mapping[str | None, float], one: str, other: str) -> float:
    """Value of one group divided by that of another: DTR of EXPU, DIR of EXPRU.

    Raises
    ------
    Undefined
        If a group is missing, or the other's value is 0.

    Examples
    --------
    >>> treatment_ratio({"f": 0.3, "m": 0.6}, "f", "m")
    0.5
    """
    for group in (one, other):
        if group not in by_group:
            raise Undefined(f"nobody belongs to {group}")
    if by_group[other] == 0:
        raise Undefined(f"the value of {other} is 0, and nothing can be divided by it")
    return by_group[one] / by_group[other]


def _for_utility(ranked: Ranked, values: ByGroup, utility: Floats) -> ByGroup:
    means = group_means(ranked, utility)
    for group, mean in means.items():
        if not mean > 0:
            raise Undefined(f"the mean utility of {group} is {mean:g}, not above 0")
    return {group: values[group] / means[group] for group in means}


def _same_length(ranked: Ranked, values: Floats, what: str) -> None:
    if len(values) != ranked.n:
        raise ValueError(f"{ranked.n} items, but {len(values)} {what}")
    if not np.isfinite(values).all():
        raise ValueError(f"expected finite {what}")
