"""Which groups could have shown a violation that matters, and the rows the others need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from fairgate.metrics import Floats, divide
from fairgate.statistics import power
from fairgate.statistics.families import Families, families_of
from fairgate.statistics.judgement import Mask, Promise
from fairgate.statistics.limits import Estimates, proportions
from fairgate.statistics.mover import Side


def detectability(
    promise: Promise,
    estimates: Estimates,
    waived: Mask,
    families: Families,
    critical: Mapping[str, float],
) -> tuple[Floats, Mapping[int, float]]:
    """Power by group, and what the groups with too little of it need."""
    tester: PooledPower | PairPower
    if estimates.denominator is not None and "strata" not in families.by_name:
        tester = PooledPower(promise, estimates, critical, waived)
    else:
        tester = PairPower(promise, families, critical)
    k = len(estimates.value)
    judged = ~waived & (np.arange(k) != promise.reference)
    strength = np.where(judged, tester.power(np.ones(k)), 1.0)
    if (strength >= power.WANTED).all():
        return strength, {}
    factor = power.factors_needed(tester.power, tester.size, judged, ~waived | ~judged)
    if isinstance(tester, PooledPower) and np.isfinite(factor).all():
        tester.z = max(tester.z, tester.critical(families, factor))
        factor = power.factors_needed(tester.power, tester.size, judged, ~waived | ~judged)
    return strength, {int(g): float(factor[g]) for g in np.flatnonzero(factor > 1)}


class PooledPower:
    """Power of a group's contrast with the rest, with the reference, or with everybody."""

    def __init__(
        self,
        promise: Promise,
        estimates: Estimates,
        critical: Mapping[str, float],
        waived: Mask,
    ) -> None:
        x, n = estimates.numerator, estimates.denominator
        assert x is not None
        assert n is not None
        self.promise = promise
        self.x, self.size = x.astype(np.float64), n.astype(np.float64)
        self.z = of_one_group(critical)
        self.pooled = np.ones(len(n), dtype=bool)
        if promise.reference == "best" and (~waived).sum() > 1:
            self.pooled = ~waived

    def power(self, factor: Floats) -> Floats:
        """Power if the groups had ``factor`` times their rows, shape (K,)."""
        x, n = self.x * factor, self.size * factor
        if isinstance(self.promise.reference, int):
            rest_x = np.full_like(x, x[self.promise.reference])
            rest_n = np.full_like(n, n[self.promise.reference])
        else:
            rest_x = x[self.pooled].sum() - x * self.pooled
            rest_n = n[self.pooled].sum() - n * self.pooled
        return self._strength(divide(rest_x, rest_n), n, rest_n)

    def critical(self, families: Families, factor: Floats) -> float:
        """Critical value if the groups had ``factor`` times their rows."""
        counts = (np.rint(end * factor).astype(np.int64) for end in (self.x, self.size))
        more = replace(families, estimates=proportions(*counts))
        return of_one_group(more.critical(self.promise.error))

    def of_newcomer(self, n: Floats) -> Floats:
        """Power of one more group with a denominator of ``n``, the others as they are."""
        reference = self.promise.reference
        others = np.array([reference]) if isinstance(reference, int) else self.pooled
        rest_x, rest_n = self.x[others].sum(), self.size[others].sum()
        rest = np.full_like(n, rest_x / rest_n)
        return self._strength(rest, n, np.full_like(n, rest_n))

    def _strength(self, rest: Floats, n: Floats, n_rest: Floats) -> Floats:
        scale = self.promise.scale
        limit, wanted = (
            self._against_rest(value, n / (n + n_rest))
            for value in (self.promise.limit, self.promise.must_detect)
        )
        both = power.alternatives(scale, rest, n, n_rest, wanted)
        low, high = (power.of_proportions(scale, side, limit, self.z) for side in both)
        if self.promise.reference == "best":
            return np.minimum(low, high)
        return low if scale.more_is_good else high

    def _against_rest(self, value: float, w: Floats) -> Floats:
        """The limit against the rest that equals one against everybody, of whom w are the group.

        NaN where a group is too large a part of everybody to be that far from them.
        """
        if self.promise.reference != "overall":
            return np.full_like(w, value)
        if not self.promise.scale.ratio:
            return value / (1 - w)
        if self.promise.scale.more_is_good:
            return value * (1 - w) / (1 - w * value)
        return np.where(value > w, (value - w) / (1 - w), np.nan)


class PairPower:
    """Power of a group's most telling pair, from the distances its limits have now.

    For metrics and strata that do not pool. The test of a pair looks at ``low - limit *
    high`` or ``high - low``; the error of that is read off the limits of both sides, and
    shrinks with the root of the rows. A side at the end of the scale has no distance to
    its limit there, so the longer of its two distances counts.
    """

    def __init__(
        self,
        promise: Promise,
        families: Families,
        critical: Mapping[str, float],
    ) -> None:
        (name,) = families.by_name
        family, self.z = families.main, critical[name]
        limit, wanted, scale = promise.limit, promise.must_detect, promise.scale
        low, high = family.sides(self.z)
        self.low_error = _longer(low) / self.z
        self.high_error = _longer(high) / self.z * (limit if scale.ratio else 1.0)
        self.shift = np.full_like(self.low_error, abs(wanted - limit))
        if scale.ratio:  # the disadvantaged side moves until the ratio is must_detect
            self.shift *= high.value if scale.more_is_good else np.minimum(low.value / wanted, 1)
        self.who, other = family.disadvantaged, family.advantaged
        self.low, self.high = (self.who, other) if scale.more_is_good else (other, self.who)
        lower, upper = families.estimates.limits(self.z)
        self.size = 1 / (upper - lower) ** 2

    def power(self, factor: Floats) -> Floats:
        """Power if the groups had ``factor`` times their rows, shape (K,)."""
        root = np.sqrt(factor)
        error = np.hypot(self.low_error / root[self.low], self.high_error / root[self.high])
        standard = np.zeros(len(factor))
        np.maximum.at(standard, self.who, np.nan_to_num(divide(self.shift, error), nan=0.0))
        return power.of_normal(standard, np.ones_like(standard), self.z)


def of_one_group(critical: Mapping[str, float]) -> float:
    """The critical value at which one group stands out from the others."""
    names = ("rest", "reference", "overall", "pairs")
    return next(critical[name] for name in names if name in critical)


def _longer(side: Side) -> Floats:
    return np.asarray(np.maximum(side.upper - side.value, side.value - side.lower))


def denominator_needed(
    promise: Promise,
    estimates: Estimates,
    critical: Mapping[str, float],
    newcomers: int,
) -> float:
    """Rows in the denominator that groups without any would need, the others as they are.

    Infinite if no number would do, or for metrics and strata that do not pool.
    """
    k = len(estimates.value)
    if estimates.denominator is None or k < 2 or "strata" in critical:
        return float("inf")
    tester = PooledPower(promise, estimates, critical, np.zeros(k, dtype=bool))
    wanted = float(power.factor_needed(tester.of_newcomer, 1)[0])
    if np.isfinite(wanted):  # with more groups, each must stand out further
        own = np.array([wanted * tester.x.sum() / tester.size.sum(), wanted])
        counts = (
            np.rint(np.append(end, np.full(newcomers, new))).astype(np.int64)
            for end, new in zip((tester.x, tester.size), own, strict=True)
        )
        nobody = np.zeros(k + newcomers, dtype=bool)
        grown = families_of(promise, proportions(*counts), nobody, None)
        tester.z = max(tester.z, of_one_group(grown.critical(promise.error)))
        wanted = float(power.factor_needed(tester.of_newcomer, 1)[0])
    return wanted
