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
import numpy.typing as npt
from scipy import special

from fairgate.metrics import Floats, divide
from fairgate.statistics.contrasts import Scale
from fairgate.statistics.limits import clopper_pearson

Mask = npt.NDArray[np.bool_]

WANTED = 0.82
"""Power below which a group counts as not detectable: the promised .8, and what the
normal approximation may be off (benchmarks/power measures it by simulation)."""
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
    """A violation of size ``must_detect`` with the group on the low and on the high side.

    Where the rest's rate leaves no room for it, the rest is moved as little as makes room:
    that nobody was selected among four people does not prove that a gap is impossible.
    """
    with np.errstate(invalid="ignore"):  # NaN: no two rates are that far apart
        if scale.ratio:
            below, above = rest * must_detect, np.minimum(divide(rest, must_detect), 1)
            rest_above, rest_below = rest, above * must_detect
        else:
            possible = np.where(must_detect > 1, np.nan, must_detect)
            below, above = np.maximum(rest - possible, 0), np.minimum(rest + possible, 1)
            rest_above, rest_below = below + possible, above - possible
    return Alternative(below, n, rest_above, n_rest), Alternative(rest_below, n_rest, above, n)


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
    [8.2]
    """
    low, high = np.ones(groups), np.full(groups, _MOST)
    never = power(high) < WANTED
    already = power(low) >= WANTED
    for _ in range(20):
        middle = np.sqrt(low * high)
        enough = power(middle) >= WANTED
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(already, 1.0, np.where(never, np.inf, high))


def factors_needed(
    power: Callable[[Floats], Floats],
    size: Floats,
    judged: Mask,
    fillable: Mask,
) -> Floats:
    """Factors on the rows of all groups with which every judged one reaches the wanted power.

    Groups are filled up to one size, the smallest that does: either those that lack power
    alone, or all that are smaller (a group may lack power because those it is compared
    with are few), whichever takes fewer rows.

    Parameters
    ----------
    power : callable
        Maps factors, shape (K,), to powers, shape (K,).
    size : (K,) float64
        What rows are counted in: denominators, or anything else in proportion to rows.
    judged : (K,) bool
        Groups whose power counts.
    fillable : (K,) bool
        Groups that may be given rows.

    Returns
    -------
    ndarray
        1 where no rows are needed; infinite for judged groups that no number of rows helps.

    Examples
    --------
    >>> def alike(factor):
    ...     return np.minimum(1.0, np.array([10.0, 40.0, 500.0]) * factor / 200)
    >>> everybody = np.ones(3, dtype=bool)
    >>> size = np.array([10.0, 40.0, 500.0])
    >>> factors_needed(alike, size, everybody, everybody).round(2).tolist()
    [16.4, 4.1, 1.0]
    """
    weak = judged & (power(np.ones(len(size))) < WANTED)
    most = size.max() * _MOST
    ways = [np.where(who, np.maximum(most / size, 1), 1) for who in (weak & fillable, fillable)]
    reached = np.maximum(*(power(factor) for factor in ways))
    wanted = judged & (reached >= WANTED)
    filled = [_fill(power, size, wanted, who) for who in (weak & fillable, fillable)]
    cheapest = min(filled, key=lambda factor: float((size * (factor - 1)).sum()))
    return np.where(judged & ~wanted, np.inf, cheapest)


def _fill(
    power: Callable[[Floats], Floats],
    size: Floats,
    wanted: Mask,
    who: Mask,
) -> Floats:
    """Factors that fill the groups ``who`` up to the smallest size that is enough."""

    def factor(level: float) -> Floats:
        return np.where(who, np.maximum(level / size, 1), 1.0)

    low, high = size.min(), size.max() * _MOST
    if (power(factor(low))[wanted] >= WANTED).all():
        return factor(low)
    if (power(factor(high))[wanted] < WANTED).any():
        return np.full(len(size), np.inf)
    for _ in range(16):
        middle = np.sqrt(low * high)
        enough = bool((power(factor(middle))[wanted] >= WANTED).all())
        low, high = (low, middle) if enough else (middle, high)
    return factor(high)
