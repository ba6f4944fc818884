"""The plain method, for comparison: MOVER with Bonferroni, and other limits than ours in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
from scipy import special

from fairgate.metrics import divide
from fairgate.statistics import critical as quantile
from fairgate.statistics.judgement import Promise
from fairgate.statistics.limits import Limits, clopper_pearson, wilson
from fairgate.statistics.mover import Side

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
OfProportion = Callable[[npt.ArrayLike, npt.ArrayLike, float], Limits]


def jeffreys(x: npt.ArrayLike, n: npt.ArrayLike, z: float) -> Limits:
    """Quantiles of the posterior under Jeffreys' prior; 0 and 1 at counts of none and all.

    Source: Brown, Cai & DasGupta 2001.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in jeffreys(5, 10, 1.6448536)]
    [0.2619, 0.7381]
    """
    successes, trials = np.broadcast_arrays(np.asarray(x, float), np.asarray(n, float))
    failures = trials - successes
    error = special.ndtr(-z)
    lower = special.betaincinv(successes + 0.5, failures + 0.5, error)
    upper = special.betaincinv(successes + 0.5, failures + 0.5, 1 - error)
    return np.where(successes == 0, 0.0, lower), np.where(failures == 0, 1.0, upper)


LIMITS: Mapping[str, OfProportion] = {
    "Wilson": wilson,
    "Jeffreys": jeffreys,
    "Clopper-Pearson": clopper_pearson,
}


def pairs_fail(promise: Promise, x: Ints, n: Ints, limits: OfProportion) -> Mask:
    """All ordered pairs, Bonferroni; x of shape (K, T), n of shape (K, 1)."""
    k = len(x)
    low, high = np.divmod(np.arange(k * k), k)
    kept = low != high
    z = quantile.bonferroni(promise.error, k * (k - 1))
    side = Side(divide(x, n), *limits(x, n, z))
    return _shown(promise, side[low[kept]], side[high[kept]])


def rest_fails(promise: Promise, x: Ints, n: Ints, limits: OfProportion, rate: float) -> Mask:
    """Each group against the pooled rest, both ways, at the gate's critical value."""
    ratio = promise.scale.ratio
    z = quantile.group_against_rest(
        promise.error, n[:, 0].astype(np.float64), rate, promise.limit, ratio=ratio
    )
    own = Side(divide(x, n), *limits(x, n, z))
    rest_x, rest_n = x.sum(axis=0) - x, n.sum(axis=0) - n
    rest = Side(divide(rest_x, rest_n), *limits(rest_x, rest_n, z))
    return _shown(promise, own, rest) | _shown(promise, rest, own)


def first_fails(promise: Promise, x: Ints, n: Ints, limits: OfProportion) -> Mask:
    """Every group against the first, Bonferroni; who is worse off is by the scale's direction."""
    z = quantile.bonferroni(promise.error, len(x) - 1)
    side = Side(divide(x, n), *limits(x, n, z))
    others = np.arange(1, len(x))
    first = np.zeros_like(others)
    if promise.scale.more_is_good:
        return _shown(promise, side[others], side[first])
    return _shown(promise, side[first], side[others])


def pair_fails(promise: Promise, x: Ints, n: Ints, low: int, high: int) -> Mask:
    """One pair that was known in advance, Wilson limits, no correction."""
    side = Side(divide(x, n), *wilson(x, n, quantile.single(promise.error)))
    return _shown(promise, side[np.array([low])], side[np.array([high])])


def _shown(promise: Promise, low: Side, high: Side) -> Mask:
    lower, upper = promise.scale.bounds(low, high)
    telling = upper if promise.scale.ratio else lower
    defined = np.isfinite(promise.scale.estimate(low.value, high.value))
    beyond = promise.scale.beyond(telling, promise.limit) & defined
    return np.asarray(beyond.any(axis=0), dtype=bool)
