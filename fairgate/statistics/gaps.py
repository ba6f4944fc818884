"""The change of the largest gap between two groups, from one model to the next.

D is the largest gap of a model. D(candidate) - D(baseline) is shown to be beyond the
limit if some pair's candidate gap exceeds *every* pair's baseline gap by more than it:
an intersection over baseline pairs, which costs nothing, and a union over candidate
pairs, which is paid for.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from fairgate.metrics import Floats
from fairgate.statistics import critical as quantile
from fairgate.statistics import power
from fairgate.statistics.change import Change, Reach, reach
from fairgate.statistics.judgement import Judgement, Mask, Shift

_PAIRS = 500
"""Candidate pairs looked at, widest first; leaving narrower ones out can only miss a fail."""
_DRAWS = 400


@dataclass(frozen=True)
class NoStepBack:
    """The promise: the largest gap (``of_rate``: any group's rate) worsens by at most limit."""

    limit: float
    must_detect: float
    error: float
    confidence: float
    more_is_good: bool
    of_rate: bool = False


def judge(
    promise: NoStepBack,
    change: Change,
    waived: Mask,
    critical: Mapping[str, float],
) -> Judgement:
    """Judge the change of the largest gap at the critical value ``pairs``."""
    low, high = _ordered_pairs(promise, waived)
    if waived.all():
        return Judgement(
            undefined="every group is waived, and there is nobody left to compare",
            critical=critical,
        )
    z = critical["pairs"]
    now, before = change.candidate.value, change.baseline.value
    gaps, gaps_before = now[high] - now[low], before[high] - before[low]
    widest = np.argsort(-gaps)[:_PAIRS]
    lower, upper = _gap_bounds(change, low, high, widest, z)
    own, _ = _gap_bounds(change, low, high, widest, quantile.single(1 - promise.confidence))
    change_of_gap = gaps[widest] - gaps_before.max()
    disadvantaged, advantaged = (low, high) if promise.more_is_good else (high, low)
    named = widest[low[widest] != high[widest]][0]
    shown = [
        Shift(
            int(disadvantaged[pair]),
            int(advantaged[pair]),
            float(change_of_gap[at]),
            float(lower[at]),
            float(upper),
        )
        for at, pair in enumerate(widest)
        if lower[at] > promise.limit
    ]
    draws = _Draws.of(change, z)
    strength, needs = _detectability(promise, draws, waived)
    return Judgement(
        estimate=float(change_of_gap[0]),
        interval=(float(lower.max()), float(max(upper, lower.max()))),
        worst=(int(disadvantaged[named]), int(advantaged[named])),
        shown=_one_a_group(shown),
        suspicious=bool(((change_of_gap > promise.limit) & (own > 0)).any()),
        power=strength,
        needs=needs,
        critical=critical,
    )


def _detectability(
    promise: NoStepBack,
    draws: _Draws,
    waived: Mask,
) -> tuple[Floats, Mapping[int, float]]:
    """Power by group, and how many times their rows groups need."""

    def strength(factor: Floats) -> Floats:
        return draws.power(promise, factor)

    now = np.where(waived, 1.0, strength(np.ones(len(waived))))
    if (now >= power.WANTED).all():
        return now, {}
    factor = power.factors_needed(strength, draws.size, ~waived, np.ones_like(waived))
    return now, {int(g): float(factor[g]) for g in np.flatnonzero(factor > 1)}


def _ordered_pairs(
    promise: NoStepBack,
    waived: Mask,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Index of the low and of the high group of every ordered pair that is judged.

    A group with itself has the gap 0, below which no largest gap falls; that matters only
    where waivers have taken one order of a pair out.
    """
    k = len(waived)
    low, high = np.divmod(np.arange(k * k, dtype=np.int64), k)
    worse = low if promise.more_is_good else high
    kept = ((low != high) | waived.any()) & ~waived[worse]
    return low[kept], high[kept]


def _one_a_group(shown: list[Shift]) -> list[Shift]:
    ranked = sorted(shown, key=lambda shift: -shift.lower)
    first = {shift.disadvantaged: shift for shift in reversed(ranked)}
    return sorted(first.values(), key=lambda shift: -shift.lower)


def _gap_bounds(
    change: Change,
    low: npt.NDArray[np.int64],
    high: npt.NDArray[np.int64],
    widest: npt.NDArray[np.int64],
    z: float,
) -> tuple[Floats, float]:
    """Lower bound of each candidate pair's gap over every baseline gap; one upper bound.

    Returns
    -------
    lower : (P,) float64
        For each candidate pair in ``widest``: the least favourable over baseline pairs.
    upper : float
        Upper bound of D(candidate) - D(baseline).
    """
    now, before, r = change.candidate.value, change.baseline.value, change.correlation
    d = reach(change, z)
    gap_before = before[high] - before[low]
    apart = low != high  # the gap of a group with itself is known
    lower = np.empty(len(widest))
    ceiling = np.full(len(low), -np.inf)
    for at, pair in enumerate(widest):
        i, j = low[pair], high[pair]
        moved = (now[j] - now[i]) - gap_before
        same = ((low == i) * r[i], (high == j) * r[j], (high == i) * r[i], (low == j) * r[j])
        two = apart[pair]
        below = _distance(
            two * d.up[i],
            two * d.down[j],
            apart * d.down_before[low],
            apart * d.up_before[high],
            same,
        )
        above = _distance(
            two * d.down[i],
            two * d.up[j],
            apart * d.up_before[low],
            apart * d.down_before[high],
            same,
        )
        lower[at] = (moved - below).min()
        ceiling = np.maximum(ceiling, moved + above)
    return lower, float(ceiling.min())


def _distance(
    i: float,
    j: float,
    low: Floats,
    high: Floats,
    same: tuple[Floats, Floats, Floats, Floats],
) -> Floats:
    """Distance of (j - i) - (high - low) to its bound, from the distances of its four terms.

    ``same`` holds the correlations of i with low, j with high, i with high, j with low:
    those of a group's two values, and 0 between different groups.
    """
    square = i**2 + j**2 + low**2 + high**2
    square = square - 2 * (same[0] * i * low + same[1] * j * high)
    square = square + 2 * (same[2] * i * high + same[3] * j * low)
    return np.asarray(np.sqrt(np.maximum(square, 0)), dtype=np.float64)


@dataclass(frozen=True)
class _Draws:
    """Simulated errors of both models, for the power of the gap test.

    Random numbers come from the standard library's generator, whose stream is the same
    in every version, so that re-judging elsewhere gives the same answer.
    """

    before: Floats
    now: Floats
    margin: Reach
    correlation: Floats

    @classmethod
    def of(cls, change: Change, z: float) -> _Draws:
        """Draw once; all groups and all factors use the same draws."""
        k = len(change.correlation)
        rng = random.Random(change.seed)  # noqa: S311 - simulation, not a secret
        uniform = np.array([rng.random() for _ in range(2 * _DRAWS * k)]).reshape(2, _DRAWS, k)
        first, second = special.ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))
        r = change.correlation
        margin = reach(change, z)
        before = first * (margin.up_before + margin.down_before) / (2 * z)
        now = (r * first + np.sqrt(1 - r**2) * second) * (margin.up + margin.down) / (2 * z)
        return cls(before, now, margin, r)

    @property
    def size(self) -> Floats:
        """What is in proportion to the rows of each group, shape (K,)."""
        d = self.margin
        return np.asarray(1 / (d.up + d.down + d.up_before + d.down_before) ** 2)

    def power(self, promise: NoStepBack, factor: Floats) -> Floats:
        """Chance that the test fails if one group moved by ``must_detect``, shape (K,).

        ``factor`` : (K,) float64, on the rows of the groups.
        """
        k, root = self.now.shape[1], np.sqrt(factor)
        before, now = self.before / root, self.now / root
        d = Reach(*(end / root for end in vars(self.margin).values()))
        low, high = before.argmin(axis=1), before.argmax(axis=1)
        noise_before = before.max(axis=1) - before.min(axis=1)
        spread_before = d.down_before[low] ** 2 + d.up_before[high] ** 2
        strength = np.empty(k)
        for group in range(k):
            others = np.flatnonzero(np.arange(k) != group)
            gap = now[:, others] - now[:, [group]]
            same_low = (low == group)[:, None] * self.correlation[group]
            same_high = (high[:, None] == others) * self.correlation[others]
            shared = same_low * d.up[group] * d.down_before[group]
            shared = shared + same_high * d.down[others] * d.up_before[others]
            square = d.down[others] ** 2 + d.up[group] ** 2 + spread_before[:, None]
            reach = np.sqrt(np.maximum(square - 2 * shared, 0))
            slack = (gap - noise_before[:, None] - reach).max(axis=1)
            strength[group] = (promise.must_detect - promise.limit + slack > 0).mean()
        return strength
