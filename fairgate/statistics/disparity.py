"""A whole rule about ratios or differences, judged on the groups of one grouping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats, divide
from fairgate.statistics import contrasts as against
from fairgate.statistics import critical as quantile
from fairgate.statistics import power
from fairgate.statistics.contrasts import Contrasts, Scale, Strata
from fairgate.statistics.limits import Estimates, proportions
from fairgate.statistics.mover import Side

Mask = npt.NDArray[np.bool_]
REST_SHARE = 0.8
"""Part of the error given to "each group against the pooled rest"; pairs get the others.

Pooling shows one group apart from all others with the fewest rows; only pairs show one
low and one high group among many. Four fifths costs the former little and keeps the latter.
"""


@dataclass(frozen=True)
class Promise:
    """What a rule promises, and how sure the answer must be.

    Attributes
    ----------
    scale : Scale
        Ratio or gap, of a good or of a harm.
    limit, must_detect : float
        On that scale.
    error : float
        Chance of a false alarm that this rule and grouping may use up.
    confidence : float
        Of the unadjusted bound behind a warning.
    reference : int or str
        ``best``, ``overall``, or the index of a group.
    """

    scale: Scale
    limit: float
    must_detect: float
    error: float
    confidence: float
    reference: int | str = "best"


@dataclass(frozen=True)
class Shift:
    """One contrast that is demonstrably beyond the limit; indices as in Contrasts."""

    disadvantaged: int
    advantaged: int
    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Judgement:
    """What the data say about one promise.

    Attributes
    ----------
    estimate : float or None
        Of the worst contrast; None where no contrast is defined.
    interval : (float, float) or None
        Simultaneous limits of the worst contrast's true value.
    worst : (int, int) or None
        Disadvantaged group and the one it is compared with (maybe ``POOL``).
    shown : sequence of Shift
        Contrasts demonstrably beyond the limit, worst first.
    suspicious : bool
        Some contrast's estimate is beyond the limit and its own bound excludes parity.
    power : (K,) float64
        Power to show a violation of size must_detect, by group; 1 if waived.
    needs : mapping of int to float
        How many times their rows groups need so that every group has enough power;
        infinite where no number of rows would do.
    critical : mapping of str to float
        The quantiles used, by family.
    undefined : str
        Why there is no estimate, in words.
    """

    estimate: float | None = None
    interval: tuple[float, float] | None = None
    worst: tuple[int, int] | None = None
    shown: Sequence[Shift] = ()
    suspicious: bool = False
    power: Floats = field(default_factory=lambda: np.ones(0))
    needs: Mapping[int, float] = field(default_factory=dict)
    critical: Mapping[str, float] = field(default_factory=dict)
    undefined: str = ""


def judge(
    promise: Promise,
    estimates: Estimates,
    waived: Mask,
    *,
    strata: Strata | None = None,
    stored: Mapping[str, float] | None = None,
) -> Judgement:
    """Judge a promise about K groups whose metric is defined.

    Parameters
    ----------
    promise, estimates
        What is promised, and the groups' values.
    waived : (K,) bool
        Groups whose disadvantage is waived. The family, and so the error control, stays.
    strata : Strata, optional
        For a conditional rule: counts by stratum, which then decide.
    stored : mapping, optional
        Critical values to use instead of computing them (re-judging).

    Examples
    --------
    >>> from fairgate.statistics.limits import proportions
    >>> four_fifths = Promise(Scale(ratio=True, more_is_good=True), 0.8, 0.6, 0.05, 0.95)
    >>> groups = proportions(np.array([90, 180]), np.array([300, 300]))
    >>> found = judge(four_fifths, groups, np.zeros(2, dtype=bool))
    >>> found.estimate, len(found.shown), [round(v, 2) for v in found.interval]
    (0.5, 1, [0.42, 0.59])
    """
    families = _families(promise, estimates, waived, strata)
    found = families.main
    if not np.isfinite(found.estimate).any():
        return Judgement(undefined=_why_undefined(promise, found, strata))
    critical = dict(stored) if stored else families.critical(promise.error)
    bounds = {name: family.bounds(critical[name]) for name, family in families.by_name.items()}
    strength, needs = _detectability(promise, estimates, waived, families, critical)
    return Judgement(
        estimate=_worst(promise.scale, found.estimate),
        interval=_interval(promise, families, bounds),
        worst=_worst_groups(promise.scale, found),
        shown=_shown(promise, families, bounds),
        suspicious=_suspicious(promise, found),
        power=strength,
        needs=needs,
        critical=critical,
    )


@dataclass(frozen=True)
class _Families:
    """The contrasts of a promise by family; ``main`` holds those the rule speaks about."""

    main: Contrasts
    by_name: Mapping[str, Contrasts]
    estimates: Estimates
    promise: Promise
    size: int

    def critical(self, error: float) -> dict[str, float]:
        names = set(self.by_name)
        if names == {"pairs"} and self.estimates.denominator is not None:
            return {"pairs": self._rest(error)}  # of two groups, one and the rest
        if names == {"rest", "pairs"}:
            return {
                "rest": self._rest(REST_SHARE * error),
                "pairs": quantile.bonferroni((1 - REST_SHARE) * error, self.size),
            }
        if names == {"reference"} and self.estimates.denominator is not None:
            return {"reference": self._shared(error)}
        return {name: quantile.bonferroni(error, self.size) for name in names}

    def _rest(self, error: float) -> float:
        x, n = self.estimates.numerator, self.estimates.denominator
        assert x is not None
        assert n is not None
        rate = float(x.sum() / n.sum())
        return quantile.group_against_rest(
            error,
            n.astype(np.float64),
            rate,
            self.promise.limit,
            ratio=self.promise.scale.ratio,
        )

    def _shared(self, error: float) -> float:
        """Dunnett's quantile, every group at its limit against the reference."""
        estimates, promise = self.estimates, self.promise
        assert isinstance(promise.reference, int)
        assert estimates.numerator is not None
        own = float(estimates.value[promise.reference])
        at_limit = np.full_like(estimates.value, own)
        weight = 1.0
        if promise.scale.ratio:
            good = promise.scale.more_is_good
            at_limit = np.clip(own * promise.limit if good else own / promise.limit, 0, 1)
            at_limit = np.full_like(estimates.value, at_limit)
            weight = promise.limit if good else 1 / promise.limit
        others = np.arange(len(estimates.value)) != promise.reference
        variance = estimates.spread(at_limit)[others] ** 2
        base = float(estimates.spread(np.full_like(estimates.value, own))[promise.reference])
        return quantile.shared_reference(error, variance, (weight * base) ** 2)


def _families(
    promise: Promise,
    estimates: Estimates,
    waived: Mask,
    strata: Strata | None,
) -> _Families:
    scale, reference = promise.scale, promise.reference
    k = len(estimates.value)
    index = reference if isinstance(reference, int) else None
    size = k * (k - 1) if reference == "best" else k if reference == "overall" else k - 1
    by_name: dict[str, Contrasts]
    if strata is not None:
        by_name = {"strata": against.within_strata(scale, strata, waived, index)}
    elif reference == "overall":
        by_name = {"overall": against.against_overall(scale, estimates, waived)}
    elif index is not None:
        by_name = {"reference": against.pairs(scale, estimates, waived, index)}
    else:
        by_name = {"pairs": against.pairs(scale, estimates, waived)}
        if estimates.denominator is not None and k > 2:
            by_name["rest"] = against.against_rest(scale, estimates, waived)
    main = by_name.get("pairs") or next(iter(by_name.values()))
    return _Families(main, by_name, estimates, promise, size)


def _why_undefined(promise: Promise, found: Contrasts, strata: Strata | None) -> str:
    if len(found.estimate) == 0:
        return "every group is waived, and there is nobody left to compare"
    shared = strata is None or bool(((strata.n > 0).sum(axis=0) > 1).any())
    if promise.scale.ratio and shared:
        return "the rate is 0 in every group, and 0/0 is not a ratio"
    return "no stratum holds two groups"


def _worst(scale: Scale, estimate: Floats) -> float:
    return float(np.nanmin(estimate) if scale.ratio else np.nanmax(estimate))


def _worst_groups(scale: Scale, found: Contrasts) -> tuple[int, int]:
    at = int(np.nanargmin(found.estimate) if scale.ratio else np.nanargmax(found.estimate))
    return int(found.disadvantaged[at]), int(found.advantaged[at])


def _interval(
    promise: Promise,
    families: _Families,
    bounds: Mapping[str, tuple[Floats, Floats]],
) -> tuple[float, float]:
    """Simultaneous limits of the worst contrast's true value.

    No contrast is truly worse than the worst pair, so the worst pair is at least as bad
    as the most telling bound of any contrast says; and some pair is that bad, so it is no
    worse than the least favourable bound over the pairs.
    """
    ratio = promise.scale.ratio
    main = next(name for name, family in families.by_name.items() if family is families.main)
    defined = np.isfinite(families.main.estimate)
    lower, upper = (end[defined] for end in bounds[main])
    telling = [
        end[np.isfinite(family.estimate)]
        for name, family in families.by_name.items()
        for end in [bounds[name][1 if ratio else 0]]
    ]
    if ratio:
        low, high = lower.min(), np.concatenate(telling).min()
    else:
        low, high = np.concatenate(telling).max(), upper.max()
    if len(families.main.estimate) == families.size and promise.reference == "best":
        # Both orders of each pair are in, so the worst is at best parity.
        low, high = (low, min(high, 1.0)) if ratio else (max(low, 0.0), high)
    return float(low), float(high)


def _shown(
    promise: Promise,
    families: _Families,
    bounds: Mapping[str, tuple[Floats, Floats]],
) -> tuple[Shift, ...]:
    """Contrasts beyond the limit with confidence: the most telling one for each group."""
    scale = promise.scale
    best: dict[int, tuple[float, Shift]] = {}
    for name, family in families.by_name.items():
        lower, upper = bounds[name]
        telling = upper if scale.ratio else lower
        beyond = scale.beyond(telling, promise.limit) & np.isfinite(family.estimate)
        for at in np.flatnonzero(beyond):
            who = int(family.disadvantaged[at])
            distance = abs(float(telling[at]) - promise.limit)
            shift = Shift(
                who,
                int(family.advantaged[at]),
                float(family.estimate[at]),
                float(lower[at]),
                float(upper[at]),
            )
            if who not in best or distance > best[who][0]:
                best[who] = (distance, shift)
    ranked = sorted(best.values(), key=lambda item: (item[1].disadvantaged < 0, -item[0]))
    return tuple(shift for _, shift in ranked)


def _suspicious(promise: Promise, found: Contrasts) -> bool:
    lower, upper = found.bounds(quantile.single(1 - promise.confidence))
    apart = upper < promise.scale.parity if promise.scale.ratio else lower > promise.scale.parity
    return bool((promise.scale.beyond(found.estimate, promise.limit) & apart).any())


def _detectability(
    promise: Promise,
    estimates: Estimates,
    waived: Mask,
    families: _Families,
    critical: Mapping[str, float],
) -> tuple[Floats, Mapping[int, float]]:
    """Power by group, and what the groups with too little of it need."""
    tester: _PooledPower | _PairPower
    if estimates.denominator is not None and "strata" not in families.by_name:
        tester = _PooledPower(promise, estimates, critical, waived)
    else:
        tester = _PairPower(promise, families, critical)
    k = len(estimates.value)
    judged = ~waived & (np.arange(k) != promise.reference)
    strength = np.where(judged, tester.power(np.ones(k)), 1.0)
    if (strength >= power.WANTED).all():
        return strength, {}
    factor = power.factors_needed(tester.power, tester.size, judged, ~waived | ~judged)
    if isinstance(tester, _PooledPower) and np.isfinite(factor).all():
        tester.z = max(tester.z, tester.critical(families, factor))
        factor = power.factors_needed(tester.power, tester.size, judged, ~waived | ~judged)
    return strength, {int(g): float(factor[g]) for g in np.flatnonzero(factor > 1)}


class _PooledPower:
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
        self.z = _of_one_group(critical)
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

    def critical(self, families: _Families, factor: Floats) -> float:
        """Critical value if the groups had ``factor`` times their rows."""
        counts = (np.rint(end * factor).astype(np.int64) for end in (self.x, self.size))
        more = replace(families, estimates=proportions(*counts))
        return _of_one_group(more.critical(self.promise.error))

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


class _PairPower:
    """Power of a group's most telling pair, from the distances its limits have now.

    For metrics and strata that do not pool. The test of a pair looks at ``low - limit *
    high`` or ``high - low``; the error of that is read off the limits of both sides, and
    shrinks with the root of the rows. A side at the end of the scale has no distance to
    its limit there, so the longer of its two distances counts.
    """

    def __init__(
        self,
        promise: Promise,
        families: _Families,
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


def _of_one_group(critical: Mapping[str, float]) -> float:
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
    tester = _PooledPower(promise, estimates, critical, np.zeros(k, dtype=bool))
    wanted = float(power.factor_needed(tester.of_newcomer, 1)[0])
    if np.isfinite(wanted):  # with more groups, each must stand out further
        own = np.array([wanted * tester.x.sum() / tester.size.sum(), wanted])
        counts = (
            np.rint(np.append(end, np.full(newcomers, new))).astype(np.int64)
            for end, new in zip((tester.x, tester.size), own, strict=True)
        )
        nobody = np.zeros(k + newcomers, dtype=bool)
        grown = _families(promise, proportions(*counts), nobody, None)
        tester.z = max(tester.z, _of_one_group(grown.critical(promise.error)))
        wanted = float(power.factor_needed(tester.of_newcomer, 1)[0])
    return wanted
