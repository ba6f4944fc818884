"""One group: an estimate and how far it can be trusted, at any critical value.

Everything downstream combines these one-sided limits, so they are exact
(Clopper-Pearson) for proportions: Wilson and Jeffreys limits are shorter but, at
the small error rates that sixty groups leave to each contrast, reject a fair
model of small groups up to twenty times too often (benchmarks/limits.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from fairgate.cells import Cells, Counts, ScoreHistogram
from fairgate.metrics import Floats, Kind, Metric, divide

Limits = tuple[Floats, Floats]
_FEW = 20
"""Rows of a proportion below which a mean of two takes exact limits."""


@dataclass(frozen=True)
class Estimates:
    """A metric of K groups with one-sided limits at any critical value.

    Attributes
    ----------
    value : (K,) float64
        Estimate of each group; NaN where undefined.
    limits : callable
        ``limits(z)`` gives lower and upper limits, each one-sided at normal quantile ``z``.
    spread : callable
        ``spread(value)`` gives the standard error each group would have if its true
        value were ``value``, at the rows it has.
    numerator, denominator : (K,) int64 or None
        For proportions, the counts themselves.
    """

    value: Floats
    limits: Callable[[float], Limits]
    spread: Callable[[Floats], Floats]
    numerator: Counts | None = None
    denominator: Counts | None = None


def clopper_pearson(x: npt.ArrayLike, n: npt.ArrayLike, z: float) -> Limits:
    """Exact one-sided limits of a binomial proportion, each at level Phi(z).

    Parameters
    ----------
    x, n : array_like
        Successes and trials; need not be whole. ``n = 0`` gives (0, 1).
    z : float
        Normal quantile of the one-sided confidence, for example 1.645 for 95 %.

    Returns
    -------
    lower, upper : ndarray

    Notes
    -----
    Clopper & Pearson 1934: at least the nominal confidence, whatever ``n`` and the truth.

    Examples
    --------
    >>> lower, upper = clopper_pearson([0, 5], [10, 10], 1.6448536)
    >>> [round(float(v), 4) for v in (*lower, *upper)]
    [0.0, 0.2224, 0.2589, 0.7776]
    """
    successes = np.asarray(x, dtype=np.float64)
    trials = np.asarray(n, dtype=np.float64)
    successes, trials = np.broadcast_arrays(successes, trials)
    error = special.ndtr(-z)
    failures = trials - successes
    tiny = np.finfo(np.float64).tiny
    lower = special.betaincinv(np.maximum(successes, tiny), failures + 1, error)
    upper = special.betaincinv(successes + 1, np.maximum(failures, tiny), 1 - error)
    return np.where(successes <= 0, 0.0, lower), np.where(failures <= 0, 1.0, upper)


def wilson(x: npt.ArrayLike, n: npt.ArrayLike, z: float) -> Limits:
    """Wilson score limits (Wilson 1927), for showing one group by itself.

    Examples
    --------
    >>> lower, upper = wilson([8], [10], 1.959964)
    >>> [round(float(v), 4) for v in (*lower, *upper)]
    [0.4902, 0.9433]
    """
    trials = np.asarray(n, dtype=np.float64)
    p = divide(x, trials)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (p + z * z / (2 * trials)) / (1 + z * z / trials)
        half = z * np.sqrt(p * (1 - p) / trials + (z / (2 * trials)) ** 2) / (1 + z * z / trials)
    return centre - half, centre + half


def estimate(metric: Metric, data: Cells | ScoreHistogram) -> Estimates:
    """Estimate a metric for every group of a grouping.

    Parameters
    ----------
    metric : Metric
        From the catalogue; not a composite.
    data : Cells or ScoreHistogram
        A histogram for score metrics, cells for the others.

    Examples
    --------
    >>> from fairgate.metrics import CATALOGUE
    >>> cells = Cells.of(("sex",), {("f",): (8, 2, 2, 8), ("m",): (9, 1, 1, 9)})
    >>> estimate(CATALOGUE["accuracy"], cells).value.tolist()
    [0.8, 0.9]
    """
    if isinstance(data, ScoreHistogram):
        return _auc(data) if metric.kind is Kind.AUC else _calibration(data)
    parts = metric.counts(data)
    if metric.kind is Kind.PROPORTION:
        return proportions(*parts[0])
    if metric.kind is Kind.F1:
        return _f1(*parts[0])
    return _mean_of_two(proportions(*parts[0]), proportions(*parts[1]))


def proportions(x: Counts, n: Counts) -> Estimates:
    """Independent binomial proportions ``x / n``, one a group."""

    def spread(value: Floats) -> Floats:
        return np.sqrt(divide(value * (1 - value), n))

    return Estimates(divide(x, n), lambda z: clopper_pearson(x, n, z), spread, x, n)


def _f1(x: Counts, n: Counts) -> Estimates:
    """F1 = 2J / (1 + J), increasing in Jaccard's J = TP / (TP + FP + FN), a proportion."""

    def f1(j: Floats) -> Floats:
        return np.asarray(2 * j / (1 + j), dtype=np.float64)

    def limits(z: float) -> Limits:
        lower, upper = clopper_pearson(x, n, z)
        return f1(lower), f1(upper)

    def spread(value: Floats) -> Floats:
        j = value / (2 - value)
        return np.sqrt(divide(j * (1 - j), n)) * 2 / (1 + j) ** 2

    return Estimates(f1(divide(x, n)), limits, spread)


def _mean_of_two(a: Estimates, b: Estimates) -> Estimates:
    """Mean of two independent proportions: limits by MOVER (Zou & Donner 2008), or exact ones.

    MOVER adds distances as if they were standard errors. Of a handful of people that is too
    short far out in the tails, where sixty groups send it; there the error is split between
    the two proportions, which holds whatever their size, and the longer reach counts.
    """
    value = (a.value + b.value) / 2
    assert a.denominator is not None
    assert b.denominator is not None
    few = np.minimum(a.denominator, b.denominator) < _FEW

    def reach(z: float) -> tuple[Floats, Floats, Floats, Floats]:
        (al, au), (bl, bu) = a.limits(z), b.limits(z)
        return a.value - al, b.value - bl, au - a.value, bu - b.value

    def limits(z: float) -> Limits:
        a_below, b_below, a_above, b_above = reach(z)
        below, above = np.hypot(a_below, b_below), np.hypot(a_above, b_above)
        if few.any():
            a_below, b_below, a_above, b_above = reach(-float(special.ndtri(special.ndtr(-z) / 2)))
            below = np.where(few, np.maximum(below, a_below + b_below), below)
            above = np.where(few, np.maximum(above, a_above + b_above), above)
        return value - below / 2, value + above / 2

    def spread(at: Floats) -> Floats:
        shift = at - value
        moved = [np.clip(part.value + shift, 0, 1) for part in (a, b)]
        return np.hypot(a.spread(moved[0]), b.spread(moved[1])) / 2

    return Estimates(value, limits, spread)


def _auc(histogram: ScoreHistogram) -> Estimates:
    """Area under the ROC curve with DeLong's error, widened by what the bins can hide.

    Two scores in one bin count as a tie; they may be any way round, so the truth lies
    within half the share of such pairs, and the limits are moved out by that much.
    """
    negative, positive = (histogram.counts[:, label, :].astype(np.float64) for label in (0, 1))
    n0, n1 = negative.sum(axis=1), positive.sum(axis=1)
    below0 = np.cumsum(negative, axis=1) - negative / 2
    below1 = np.cumsum(positive, axis=1) - positive / 2
    wins = divide(below0, n0[:, None])  # of a positive in this bin
    losses = 1 - divide(below1, n1[:, None])  # of a negative in this bin
    value = divide((positive * wins).sum(axis=1), n1)
    hidden = divide((positive * negative).sum(axis=1), n0 * n1) / 2
    v10 = divide((positive * (wins - value[:, None]) ** 2).sum(axis=1), n1 * (n1 - 1))
    v01 = divide((negative * (losses - value[:, None]) ** 2).sum(axis=1), n0 * (n0 - 1))
    delong = np.sqrt(v10 + v01)
    fewest = np.minimum(n0, n1)
    shrunk = divide(value * fewest + 0.5, fewest + 1)  # a perfect ranking is not a certain one
    floor = np.sqrt(divide(shrunk * (1 - shrunk), n0 + n1))
    error = np.fmax(np.nan_to_num(delong, nan=np.inf), floor)

    def limits(z: float) -> Limits:
        centre, scale = special.logit(shrunk), error / (shrunk * (1 - shrunk))
        # An error from a handful of positives is itself uncertain, hence Student's quantile.
        quantile = special.stdtrit(np.maximum(fewest - 1, 1), special.ndtr(z))
        reach = np.where(fewest > 1, quantile, np.inf) * scale
        lower = special.expit(centre - reach) - hidden
        upper = special.expit(centre + reach) + hidden
        return (np.clip(np.fmin(lower, value), 0, 1), np.clip(np.fmax(upper, value), 0, 1))

    return Estimates(value, limits, lambda _: error)


def _calibration(histogram: ScoreHistogram) -> Estimates:
    """Mean of score minus label: Student's limits or, where wider, exact ones.

    Given the scores, the number of positives is a sum of independent draws, which no
    binomial of the same mean underrates (Hoeffding 1956). Student alone is too short where
    positives are few; the exact limits alone are where scores say little about labels.
    """
    n = histogram.counts.sum(axis=(1, 2)).astype(np.float64)
    positives = histogram.counts[:, 1, :].sum(axis=1)
    scores = divide(histogram.sums.sum(axis=1), n)
    value = scores - divide(positives, n)
    # sum of (score - label)^2 = sum of score^2 - 2 * scores of positives + positives
    squares = histogram.squares.sum(axis=1) - 2 * histogram.sums[:, 1] + positives
    variance = divide(squares - n * value**2, np.maximum(n - 1, 0))
    error = np.sqrt(divide(np.maximum(np.nan_to_num(variance, nan=0.0), 0), n))

    def limits(z: float) -> Limits:
        least, most = clopper_pearson(positives, n, z)
        reach = special.stdtrit(np.maximum(n - 1, 1), special.ndtr(z)) * error
        reach = np.where(n > 1, reach, 2)  # one row says nothing about how scores vary
        lower = np.fmin(scores - most, value - reach)
        upper = np.fmax(scores - least, value + reach)
        return np.clip(lower, -1, 1), np.clip(upper, -1, 1)

    def spread(_: Floats) -> Floats:
        rate = divide(positives + 0.5, n + 1)
        return np.maximum(error, np.sqrt(divide(rate * (1 - rate), n)))

    return Estimates(value, limits, spread)
