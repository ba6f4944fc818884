"""Skew and NDKL: who is in the best k, against who should be (Geyik et al. 2019)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from scipy.special import xlogy

from fairgate.ranking.ranked import Floats, Ranked, Undefined

Shares: TypeAlias = Mapping[str | None, float]
"""Wanted share of each group; they add up to 1."""


def ndkl(ranked: Ranked, desired: Shares | None = None) -> float:
    """Discounted mean over all prefixes of the divergence from the desired shares, in nats.

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    desired : mapping of group to float, optional
        Shares that add up to 1; by default those of the whole ranking.

    Returns
    -------
    float
        0 is parity in every prefix; there is no upper bound that holds for all sizes.

    Raises
    ------
    Undefined
        If there is one group only, or a group is there of which none is desired.
    ValueError
        If the shares do not add up to 1.

    Notes
    -----
    Sum over i of KL(best i || desired) / log2(i + 1), divided by the sum of 1 / log2(i + 1).
    Geyik, Ambler & Kenthapadi, *Fairness-Aware Ranking in Search & Recommendation Systems*,
    KDD 2019.

    Examples
    --------
    >>> round(ndkl(Ranked.of("MMFMFF")), 4)
    0.3701
    """
    shares = _desired(ranked, desired)
    counts = np.cumsum(ranked.codes[:, None] == np.arange(len(ranked.groups)), axis=0)
    place = np.arange(1, ranked.n + 1)
    found = counts / place[:, None]
    wanted = np.where(shares > 0, shares, 1.0)
    divergence = np.sum(xlogy(found, found / wanted), axis=1)
    discount = 1 / np.log2(place + 1)
    return float(np.sum(divergence * discount) / np.sum(discount))


def skew_at_k(ranked: Ranked, group: str | None, k: int, desired: float | None = None) -> float:
    """Logarithm of a group's share in the best k, divided by its desired share.

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    group : str or None
        The group.
    k : int
        How many of the best are looked at.
    desired : float, optional
        Its desired share; by default its share of the whole ranking.

    Returns
    -------
    float
        0 is parity, below 0 under-represented, above 0 over-represented; natural logarithm.

    Raises
    ------
    Undefined
        If none of the group is in the best k: the logarithm of 0 is no number.
    ValueError
        If k is not within 1 to n.

    Examples
    --------
    >>> round(skew_at_k(Ranked.of("MMFMFF"), "F", 3), 4)
    -0.4055
    """
    protected = ranked.protected(group)
    wanted = float(protected.mean()) if desired is None else desired
    if not 0 < wanted <= 1:
        raise ValueError(f"expected a desired share above 0, up to 1, got {wanted:g}")
    if not 1 <= k <= ranked.n:
        raise ValueError(f"expected a k from 1 to {ranked.n}, got {k}")
    share = float(protected[:k].mean())
    if share == 0:
        raise Undefined(f"nobody of {group} is in the best {k}")
    return math.log(share / wanted)


def min_skew(ranked: Ranked, k: int, desired: Shares | None = None) -> float:
    """Skew of the group that is least represented in the best k.

    Examples
    --------
    >>> round(min_skew(Ranked.of("MMFMFF"), 3), 4)
    -0.4055
    """
    return min(_skews(ranked, k, desired))


def max_skew(ranked: Ranked, k: int, desired: Shares | None = None) -> float:
    """Skew of the group that is most represented in the best k."""
    return max(_skews(ranked, k, desired))


def _skews(ranked: Ranked, k: int, desired: Shares | None) -> list[float]:
    shares = _desired(ranked, desired)
    return [
        skew_at_k(ranked, group, k, float(share))
        for group, share in zip(ranked.groups, shares, strict=True)
        if share > 0
    ]


def _desired(ranked: Ranked, desired: Shares | None) -> Floats:
    """Desired share of every group of the ranking, in its order."""
    present = ranked.sizes > 0
    if present.sum() < 2:
        raise Undefined("there is one group only, and nobody to compare it with")
    if desired is None:
        return np.asarray(ranked.sizes / ranked.n)
    given = np.array([desired.get(group, 0.0) for group in ranked.groups])
    if min(desired.values()) < 0 or not math.isclose(sum(desired.values()), 1, abs_tol=1e-9):
        raise ValueError("expected desired shares that add up to 1, none below 0")
    for at in np.flatnonzero(present & (given == 0)):
        raise Undefined(f"{ranked.groups[at]} is ranked, and none of it is desired")
    return given
