"""Power: could the data have shown a violation that matters, and how many rows would.

For each group: were its true disparity from the pooled rest equal to ``must_detect``,
at the rows it has, how likely would the rule's own test be to show it? Normal
approximation with the limits the test itself uses (benchmarks/power.py compares it
with simulation).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from fairgate.metrics import Floats, divide
from fairgate.statistics.contrasts import Scale
from fairgate.statistics.limits import clopper_pearson

WANTED = 0.8
"""Power below which a group counts as not detectable."""
_MOST = 2.0**20


@dataclass(frozen=True)
class Alternative:
    """True rates and denominators of both sides of K contrasts, were the violation there.

    Attributes
    ----------
    low, high : (K,) float64
        True rates. NaN where no rate inside [0, 1] makes such a violation.
    n_low, n_high : (K,) float64
        Denominators of the rates.
    """

    low: Floats
    n_low: Floats
    high: Floats
    n_high: Floats


def alternatives(
    scale: Scale,
    rest: Floats,
    n: Floats,
    n_rest: Floats,
    must_detect: Floats,
) -> tuple[Alternative, Alternative]:
    """A violation of size ``must_detect`` with the group on the low and on the high side."""
    if scale.ratio:
        below, above = rest * must_detect, divide(rest, must_detect)
    else:
        below, above = rest - must_detect, rest + must_detect
    below = np.where(below < 0, np.nan, below)
    above = np.where(above > 1, np.nan, above)
    return Alternative(below, n, rest, n_rest), Alternative(rest, n_rest, above, n)


def of_proportions(scale: Scale, truth: Alternative, limit: Floats | float, z: float) -> Floats:
    """Power of the one-sided test at ``z``, shape (K,); 1 where no such violation can be.

    Examples
    --------
    >>> truth = Alternative(*(np.array([v]) for v in (0.18, 1000.0, 0.3, 4000.0)))
    >>> scale = Scale(ratio=True, more_is_good=True)
    >>> float(of_proportions(scale, truth, 0.8, 2.0)[0].round(2))
    0.99
    """
    possible = np.isfinite(truth.low) & np.isfinite(truth.high)
    low, high = np.where(possible, truth.low, 0), np.where(possible, truth.high, 0)
    weight = limit if scale.ratio else 1.0
    shift = weight * high - low - (0.0 if scale.ratio else limit)
    _, top = clopper_pearson(low * truth.n_low, truth.n_low, z)
    bottom, _ = clopper_pearson(high * truth.n_high, truth.n_high, z)
    margin = np.hypot(top - low, weight * (high - bottom))
    variance = divide(low * (1 - low), truth.n_low)
    variance = variance + weight**2 * divide(high * (1 - high), truth.n_high)
    error = np.sqrt(np.maximum(np.nan_to_num(variance, nan=1.0), 1e-12))
    return np.where(possible, special.ndtr((shift - margin) / error), 1.0)


def of_value(truth: float, limit: float, n: Floats, z: float, *, at_least: bool) -> Floats:
    """Power to show that a rate of ``truth`` is beyond ``limit``, shape (K,)."""
    lower, upper = clopper_pearson(truth * n, n, z)
    margin = upper - truth if at_least else truth - lower
    error = np.sqrt(np.maximum(np.nan_to_num(divide(truth * (1 - truth), n), nan=1.0), 1e-12))
    return np.asarray(special.ndtr((abs(limit - truth) - margin) / error), dtype=np.float64)


def of_normal(shift: Floats, error: Floats, z: float) -> Floats:
    """Power of a test whose statistic is normal: ``shift`` beyond the limit, error known."""
    standard = np.nan_to_num(divide(shift, error), nan=0.0)
    return np.asarray(special.ndtr(standard - z), dtype=np.float64)


def factor_needed(power: Callable[[Floats], Floats], groups: int) -> Floats:
    """Smallest factor on the rows at which each group reaches the wanted power.

    Parameters
    ----------
    power : callable
        Maps factors, shape (K,), to powers, shape (K,); increasing.
    groups : int
        K.

    Returns
    -------
    ndarray
        1 where the rows at hand do; infinite where a million-fold increase does not.

    Examples
    --------
    >>> factor_needed(lambda factor: np.minimum(1.0, 0.1 * factor), 1).round(2).tolist()
    [8.0]
    """
    low, high = np.ones(groups), np.full(groups, _MOST)
    never = power(high) < WANTED
    already = power(low) >= WANTED
    for _ in range(40):
        middle = np.sqrt(low * high)
        enough = power(middle) >= WANTED
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(already, 1.0, np.where(never, np.inf, high))
