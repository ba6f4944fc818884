"""A whole rule about ratios or differences, judged on the groups of one grouping."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fairgate.metrics import Floats
from fairgate.statistics import critical as quantile
from fairgate.statistics.contrasts import Contrasts, Scale, Strata
from fairgate.statistics.detectability import detectability
from fairgate.statistics.families import Families, families_of
from fairgate.statistics.judgement import Judgement, Mask, Promise, Shift
from fairgate.statistics.limits import Estimates


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
    families = families_of(promise, estimates, waived, strata)
    found = families.main
    if not np.isfinite(found.estimate).any():
        return Judgement(undefined=_why_undefined(promise, found, strata))
    critical = dict(stored) if stored else families.critical(promise.error)
    bounds = {name: family.bounds(critical[name]) for name, family in families.by_name.items()}
    strength, needs = detectability(promise, estimates, waived, families, critical)
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
    families: Families,
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
    families: Families,
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
