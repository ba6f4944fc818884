"""Every group's own value against a floor or a ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats
from fairgate.statistics import critical as quantile
from fairgate.statistics import power
from fairgate.statistics.judgement import Judgement, Mask, Shift
from fairgate.statistics.limits import Estimates

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Bar:
    """The promise: every group's value is at least (or at most) the limit."""

    limit: float
    must_detect: float
    error: float
    confidence: float
    at_least: bool


def judge(
    promise: Bar,
    estimates: Estimates,
    waived: Mask,
    *,
    stored: Mapping[str, float] | None = None,
) -> Judgement:
    """Judge K groups whose metric is defined; groups are independent, so Sidak's quantile.

    Examples
    --------
    >>> from fairgate.statistics.limits import proportions
    >>> good_enough = Bar(0.7, 0.6, 0.05, 0.95, at_least=True)
    >>> groups = proportions(np.array([120, 180]), np.array([200, 200]))
    >>> found = judge(good_enough, groups, np.zeros(2, dtype=bool))
    >>> found.estimate, [shift.disadvantaged for shift in found.shown]
    (0.6, [0])
    """
    value = estimates.value
    critical = dict(stored or {"values": quantile.sidak(promise.error, len(value))})
    judged = np.flatnonzero(~waived)
    if len(judged) == 0:
        return Judgement(
            undefined="every group is waived, and there is nobody left to judge", critical=critical
        )
    z = critical["values"]
    lower, upper = estimates.limits(z)
    own_lower, own_upper = estimates.limits(quantile.single(1 - promise.confidence))
    strength = np.where(waived, 1.0, _power(promise, estimates, z, np.ones(len(value))))
    factor = power.factor_needed(lambda f: _power(promise, estimates, z, f), len(value))
    return Judgement(
        estimate=float(_worst(promise, value[judged])),
        interval=(float(_worst(promise, lower[judged])), float(_worst(promise, upper[judged]))),
        worst=(_worst_group(promise, value, waived),) * 2,
        shown=_shown(promise, value, (lower, upper), judged),
        suspicious=bool(
            _beyond(promise, own_upper if promise.at_least else own_lower)[judged].any()
        ),
        power=strength,
        needs={int(g): float(factor[g]) for g in np.flatnonzero(strength < power.WANTED)},
        critical=critical,
    )


def _beyond(promise: Bar, value: Floats) -> Mask:
    broken = value < promise.limit if promise.at_least else value > promise.limit
    return np.asarray(broken, dtype=bool)


def _worst(promise: Bar, value: Floats) -> float:
    return float(value.min() if promise.at_least else value.max())


def _worst_group(promise: Bar, value: Floats, waived: Mask) -> int:
    ranked = np.where(waived, np.inf if promise.at_least else -np.inf, value)
    return int(ranked.argmin() if promise.at_least else ranked.argmax())


def _shown(
    promise: Bar,
    value: Floats,
    limits: tuple[Floats, Floats],
    judged: Ints,
) -> list[Shift]:
    telling = limits[1] if promise.at_least else limits[0]
    beyond = [g for g in judged if _beyond(promise, telling)[g]]
    ranked = sorted(beyond, key=lambda g: telling[g], reverse=not promise.at_least)
    return [
        Shift(int(g), int(g), float(value[g]), float(limits[0][g]), float(limits[1][g]))
        for g in ranked
    ]


def _power(promise: Bar, estimates: Estimates, z: float, factor: Floats) -> Floats:
    """Power to show that a group's true value is at ``must_detect``, shape (K,)."""
    if estimates.denominator is not None and 0 <= promise.must_detect <= 1:
        n = estimates.denominator * factor
        return power.of_value(
            promise.must_detect,
            promise.limit,
            n,
            z,
            at_least=promise.at_least,
        )
    error = estimates.spread(np.full_like(estimates.value, promise.must_detect))
    shift = np.full_like(error, abs(promise.limit - promise.must_detect))
    return power.of_normal(shift, error / np.sqrt(factor), z)
