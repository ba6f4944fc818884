"""Two groups: bounds of a difference or a ratio from the limits of each (MOVER).

The method of variance estimates recovery takes the distance from an estimate to its
own limit as a local standard error, so the skewness that exact limits carry reaches
the contrast as well.

Sources: Zou & Donner 2008 (differences); Donner & Zou 2012 (ratios).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats, divide

Bounds = tuple[Floats, Floats]


@dataclass(frozen=True)
class Side:
    """One side of a contrast: estimates with their one-sided limits, any shape."""

    value: Floats
    lower: Floats
    upper: Floats

    def __getitem__(self, index: npt.NDArray[np.int64]) -> Side:
        """Take the same entries of all three arrays, along the first axis."""
        return Side(self.value[index], self.lower[index], self.upper[index])


def difference(high: Side, low: Side) -> Bounds:
    """Lower and upper bound of ``high - low``, independent sides.

    Examples
    --------
    >>> import numpy as np
    >>> high = Side(np.array([0.5]), np.array([0.4]), np.array([0.6]))
    >>> low = Side(np.array([0.2]), np.array([0.1]), np.array([0.3]))
    >>> [round(float(bound[0]), 4) for bound in difference(high, low)]
    [0.1586, 0.4414]
    """
    gap = high.value - low.value
    below = np.hypot(high.value - high.lower, low.upper - low.value)
    above = np.hypot(high.upper - high.value, low.value - low.lower)
    return gap - below, gap + above


def ratio(low: Side, high: Side) -> Bounds:
    """Lower and upper bound of ``low / high``, independent sides, both at least 0.

    The bounds are the ratios at which the bound of ``low - ratio * high`` is zero, so
    they decide exactly as a test of that linear contrast does. The upper bound is
    infinite where ``high`` can not be told from zero.

    Examples
    --------
    >>> import numpy as np
    >>> low = Side(np.array([0.2]), np.array([0.1]), np.array([0.3]))
    >>> high = Side(np.array([0.5]), np.array([0.4]), np.array([0.6]))
    >>> [round(float(bound[0]), 4) for bound in ratio(low, high)]
    [0.1962, 0.6371]
    """
    product = low.value * high.value
    lower = _lower_root(product, low.lower, low.value, high.upper, high.value)
    upper = _upper_root(product, low.upper, low.value, high.lower, high.value)
    return lower, upper


def _lower_root(product: Floats, a: Floats, a0: Floats, b: Floats, b0: Floats) -> Floats:
    """Smaller positive root of q t^2 - 2 (a0 b0) t + c = 0, stable where q is near 0."""
    c, q = a * (2 * a0 - a), b * (2 * b0 - b)
    root = np.sqrt(np.maximum(product**2 - q * c, 0))
    return np.nan_to_num(divide(c, product + root), nan=0.0)


def _upper_root(product: Floats, a: Floats, a0: Floats, b: Floats, b0: Floats) -> Floats:
    """Larger root of the same equation; infinite where its leading term vanishes."""
    c, q = a * (2 * a0 - a), b * (2 * b0 - b)
    root = np.sqrt(np.maximum(product**2 - q * c, 0))
    return np.nan_to_num(divide(product + root, np.maximum(q, 0)), nan=np.inf)


def standardised(weights: Floats, strata: Side) -> Side:
    """Weighted mean over strata (the last axis) with limits by MOVER.

    Parameters
    ----------
    weights : (..., S) float64
        Mantel-Haenszel or other fixed weights; those of empty strata are 0.
    strata : Side of shape (..., S)
        Independent estimates; NaN in strata of weight 0.
    """
    share = divide(weights, weights.sum(axis=-1, keepdims=True))
    used = weights > 0

    def mean(values: Floats) -> Floats:
        return np.asarray(np.where(used, share * values, 0).sum(axis=-1), dtype=np.float64)

    def length(distances: Floats) -> Floats:
        squares = np.where(used, share * distances, 0) ** 2
        return np.asarray(np.sqrt(squares.sum(axis=-1)), dtype=np.float64)

    value = mean(strata.value)
    lower = np.maximum(value - length(strata.value - strata.lower), 0)
    upper = np.minimum(value + length(strata.upper - strata.value), 1)
    return Side(value, lower, upper)
