"""Many groups at once: how far a single contrast must stand out.

Each function answers with a normal quantile ``z``: a contrast is shown to be beyond
its limit when its one-sided bound at ``z`` is. The chance that *any* contrast of the
family is, though none is beyond its limit in truth, is then at most ``error``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy import special

from fairgate.metrics import Floats, divide

_GRID = 64
"""Slices of the total weight of the disadvantaged groups; more change z by under 0.01."""


def single(error: float) -> float:
    """Quantile of one one-sided contrast.

    Examples
    --------
    >>> round(single(0.05), 4)
    1.6449
    """
    return float(-special.ndtri(error))


def bonferroni(error: float, contrasts: int) -> float:
    """Quantile for contrasts that may depend on each other in any way.

    Examples
    --------
    >>> round(bonferroni(0.05, 20), 4)
    2.807
    """
    return single(error / max(contrasts, 1))


def sidak(error: float, groups: int) -> float:
    """Quantile for independent groups (Sidak 1967).

    Examples
    --------
    >>> round(sidak(0.05, 20), 4)
    2.7992
    """
    return single(-float(np.expm1(np.log1p(-error) / max(groups, 1))))


def solve(tail: Callable[[float], float], error: float, most: float) -> float:
    """Smallest z up to ``most`` with ``tail(z) <= error``, for a decreasing ``tail``.

    ``most`` is a quantile that is valid anyway, so an approximate tail can not exceed it.
    """
    low, high = 0.0, most
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) > error else (low, middle)
    return high


def shared_reference(error: float, variance: Floats, reference: float) -> float:
    """Quantile for groups that are all compared with one reference (Dunnett 1955).

    Parameters
    ----------
    error : float
        Of the whole family.
    variance : (K,) float64
        Variance of each group's side of its contrast.
    reference : float
        Variance of the reference's side; contrasts correlate through it.

    Examples
    --------
    >>> round(shared_reference(0.05, np.ones(4), 1.0), 2)      # Bonferroni: 2.24
    2.16
    """
    loading = np.sqrt(divide(reference, reference + variance))
    loading = np.clip(np.nan_to_num(loading, nan=0.0), 0, 0.999)
    nodes, weights = hermegauss(80)
    weights = weights / weights.sum()
    scale = np.sqrt(1 - loading**2)

    def tail(z: float) -> float:
        inside = special.ndtr((z - loading[:, None] * nodes) / scale[:, None])
        return 1 - float(weights @ np.prod(inside, axis=0))

    return solve(tail, error, bonferroni(error, len(loading)))


def group_against_rest(error: float, n: Floats, rate: float, limit: float, *, ratio: bool) -> float:
    """Quantile for every group against the pooled rest, both ways, on one promise.

    The promise "no two groups are further apart than the limit" means that all rates lie
    in one band: ``[limit * M, M]`` for a ratio, ``[M - limit, M]`` for a gap. A group at
    the bottom of the band is *at its limit* against the rest only if nearly all of the
    rest is at the top, so the contrasts of many groups cannot all be at their limits,
    which is what a Bonferroni correction prepares for. The chance of a false alarm is at
    most the sum of the contrasts' tails. As a function of one group's rate each tail is
    convex, so the sum is largest where every group is at one end of the band. Which
    groups are low matters only through their total weight W: given W, each group
    contributes one of two numbers, and the worst choice of low groups is a knapsack,
    bounded from above by the fractional one. The largest over slices of W bounds the
    error; the quantile solves bound = error.

    Parameters
    ----------
    error : float
        Of the whole family.
    n : (K,) float64
        Denominator of each group's rate, in rows; all above 0, K >= 2.
    rate : float
        Rate of all groups pooled; fixes where the band lies (a nuisance parameter).
    limit : float
        Smallest ratio or largest gap that is allowed.
    ratio : bool
        Whether the limit is of a ratio or of a gap.

    Examples
    --------
    >>> n = np.full(20, 250.0)
    >>> z = group_against_rest(0.04, n, 0.3, 0.8, ratio=True)
    >>> round(z, 2), round(bonferroni(0.04, 40), 2)
    (2.08, 3.09)
    """
    tails = _BandTails(n, rate, limit, ratio=ratio)
    return solve(tails.worst_sum, error, bonferroni(error, len(n) * len(tails.if_low)))


class _BandTails:
    """Sums of tail probabilities when every group is at one end of the band.

    ``if_low`` and ``if_high`` hold, for a group at the bottom and at the top of the band,
    how many standard errors each of its contrasts is inside its limit: arrays of shape
    (slices of the total low weight, K), every slice taken at its worst end.
    """

    def __init__(self, n: Floats, rate: float, limit: float, *, ratio: bool) -> None:
        self.n, self.rest, self.weight = n, n.sum() - n, n / n.sum()
        edges = np.linspace(0, 1, _GRID + 1)
        self.least, self.most = edges[:-1, None], edges[1:, None]
        middle = (self.least + self.most) / 2
        self.scale, self.offset = (limit, 0.0) if ratio else (1.0, limit)
        if ratio:
            top = np.clip(divide(rate, 1 - (1 - limit) * middle), 0, 1)
            bottom = limit * top
        else:
            top = np.clip(rate + limit * middle, 0, 1)
            bottom = np.clip(top - limit, 0, 1)
        self.if_low = self._margins(bottom, top, bottom, self.weight)
        self.if_high = self._margins(top, top, bottom, np.zeros_like(self.weight))

    def _margins(self, own: Floats, top: Floats, bottom: Floats, low: Floats) -> list[Floats]:
        """Margins of a group's contrasts if its rate is ``own`` and its low weight ``low``."""

        def rest_rate(total: Floats) -> Floats:
            share = np.clip((total - low) / (1 - self.weight), 0, 1)
            return np.asarray(top - (top - bottom) * share, dtype=np.float64)

        margins = [self._margin(own, self.n, rest_rate(self.least), self.rest)]
        if len(self.n) > 2:  # of two groups, "the rest against b" is "a against the rest"
            margins.append(self._margin(rest_rate(self.most), self.rest, own, self.n))
        return margins

    def _margin(self, low: Floats, n_low: Floats, high: Floats, n_high: Floats) -> Floats:
        """How many standard errors the contrast ``low`` under ``high`` is inside its limit."""
        slack = low + self.offset - self.scale * high
        variance = low * (1 - low) / n_low + self.scale**2 * high * (1 - high) / n_high
        return np.asarray(slack / np.sqrt(np.maximum(variance, 1e-300)), dtype=np.float64)

    def worst_sum(self, z: float) -> float:
        """Largest sum of tails over all choices of low groups (fractional knapsack)."""
        if_low = np.sum([special.ndtr(-z - margin) for margin in self.if_low], axis=0)
        if_high = np.sum([special.ndtr(-z - margin) for margin in self.if_high], axis=0)
        gain = if_low - if_high
        order = np.argsort(-gain / self.weight, axis=1)
        gain = np.take_along_axis(gain, order, axis=1)
        weight = self.weight[order]
        before = np.cumsum(weight, axis=1) - weight
        must = np.clip((self.least - before) / weight, 0, 1)
        may = np.clip((self.most - before) / weight, 0, 1)
        chosen = np.where(gain > 0, may, must)
        return float((if_high.sum(axis=1) + (gain * chosen).sum(axis=1)).max())
