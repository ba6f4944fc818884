"""Candidate against baseline: whether the largest gap, or any group's own rate, got worse."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fairgate.metrics import Floats
from fairgate.statistics import critical as quantile
from fairgate.statistics import gaps, power
from fairgate.statistics.change import Change, reach
from fairgate.statistics.gaps import NoStepBack
from fairgate.statistics.judgement import Judgement, Mask, Shift


def judge(
    promise: NoStepBack,
    change: Change,
    waived: Mask,
    *,
    stored: Mapping[str, float] | None = None,
) -> Judgement:
    """Judge a regression rule on K groups that are defined under both models.

    Parameters
    ----------
    promise, change
        What is promised, and both models' values.
    waived : (K,) bool
        Groups whose disadvantage is waived.
    stored : mapping, optional
        Critical values to use instead of computing them.

    Notes
    -----
    ``of: gap``: D is the largest gap between two groups. The change D(candidate) -
    D(baseline) is shown to be beyond the limit if some pair's candidate gap exceeds every
    pair's baseline gap by more than it: an intersection over baseline pairs, which costs
    nothing, and a union over candidate pairs, which is paid for.
    """
    k = len(waived)
    if promise.of_rate:
        critical = dict(stored or {"rates": quantile.sidak(promise.error, k)})
        return _judge_rates(promise, change, waived, critical)
    critical = dict(stored or {"pairs": quantile.bonferroni(promise.error, k * (k - 1))})
    return gaps.judge(promise, change, waived, critical)


def _judge_rates(
    promise: NoStepBack,
    change: Change,
    waived: Mask,
    critical: Mapping[str, float],
) -> Judgement:
    z = critical["rates"]
    sign = -1.0 if promise.more_is_good else 1.0
    worse = sign * (change.candidate.value - change.baseline.value)
    lower, upper = _rate_bounds(promise, change, z)
    judged = np.flatnonzero(~waived)
    if len(judged) == 0:
        return Judgement(
            undefined="every group is waived, and there is nobody left to compare",
            critical=critical,
        )
    own, _ = _rate_bounds(promise, change, quantile.single(1 - promise.confidence))
    shown = [
        Shift(int(g), int(g), float(worse[g]), float(lower[g]), float(upper[g]))
        for g in judged
        if lower[g] > promise.limit
    ]
    error = (worse - lower) / z
    strength = np.where(waived, 1.0, _rate_power(promise, error, z, np.ones(len(worse))))
    factor = power.factor_needed(lambda f: _rate_power(promise, error, z, f), len(worse))
    worst = int(judged[worse[judged].argmax()])
    return Judgement(
        estimate=float(worse[worst]),
        interval=(float(lower[judged].max()), float(upper[judged].max())),
        worst=(worst, worst),
        shown=sorted(shown, key=lambda shift: -shift.lower),
        suspicious=bool(((worse > promise.limit) & (own > 0))[judged].any()),
        power=strength,
        needs={int(g): float(factor[g]) for g in np.flatnonzero(strength < power.WANTED)},
        critical=critical,
    )


def _rate_bounds(promise: NoStepBack, change: Change, z: float) -> tuple[Floats, Floats]:
    """Bounds of how much worse each group's own rate got, shape (K,)."""
    d, r = reach(change, z), change.correlation
    moved = change.candidate.value - change.baseline.value
    below = _length(d.down, d.up_before, r)
    above = _length(d.up, d.down_before, r)
    if promise.more_is_good:
        return -moved - above, -moved + below
    return moved - below, moved + above


def _length(a: Floats, b: Floats, r: Floats) -> Floats:
    """Distance of a difference of two estimates with correlation ``r``."""
    return np.asarray(np.sqrt(np.maximum(a**2 + b**2 - 2 * r * a * b, 0)), dtype=np.float64)


def _rate_power(promise: NoStepBack, error: Floats, z: float, factor: Floats) -> Floats:
    shift = np.full_like(error, promise.must_detect - promise.limit)
    return power.of_normal(shift, error / np.sqrt(factor), z)
