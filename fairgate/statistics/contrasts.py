"""Which groups are held against which: the contrasts behind a ratio or a difference.

A contrast claims that one side has the smaller rate (``low``) and the other the larger
(``high``). Its ratio is low / high, its gap high - low. Which side is disadvantaged
depends on the metric: the low side where more is good, the high side where more is harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats, divide
from fairgate.statistics import mover
from fairgate.statistics.limits import Estimates, clopper_pearson
from fairgate.statistics.mover import Bounds, Side

Indices = npt.NDArray[np.int64]
POOL = -1
"""In place of a group's index: all other compared groups, pooled."""


@dataclass(frozen=True)
class Contrasts:
    """C contrasts that are judged at one critical value.

    Attributes
    ----------
    estimate : (C,) float64
        Ratio or gap; NaN where undefined.
    bounds : callable
        ``bounds(z)`` gives lower and upper bounds, shape (C,), each one-sided at ``z``.
    sides : callable
        ``sides(z)`` gives the side with the smaller and with the larger rate.
    disadvantaged, advantaged : (C,) int64
        Index of the group on either side, or :data:`POOL`.
    """

    estimate: Floats
    bounds: Callable[[float], Bounds]
    sides: Callable[[float], tuple[Side, Side]]
    disadvantaged: Indices
    advantaged: Indices


@dataclass(frozen=True)
class Scale:
    """What a rule compares: a ratio or a gap, of a good or of a harm."""

    ratio: bool
    more_is_good: bool

    def estimate(self, low: Floats, high: Floats) -> Floats:
        """Point estimate of a contrast; 0/0 is NaN."""
        return divide(low, high) if self.ratio else np.asarray(high - low, dtype=np.float64)

    def bounds(self, low: Side, high: Side) -> Bounds:
        """Lower and upper bound of a contrast."""
        return mover.ratio(low, high) if self.ratio else mover.difference(high, low)

    def beyond(self, value: Floats, limit: float) -> npt.NDArray[np.bool_]:
        """Whether a ratio or gap breaks the limit; NaN does not, and is dealt with before."""
        return np.asarray(value < limit if self.ratio else value > limit, dtype=bool)

    @property
    def parity(self) -> float:
        """The ratio or gap of two equal groups."""
        return 1.0 if self.ratio else 0.0


def _between(
    scale: Scale,
    sides: Callable[[float], tuple[Side, Side]],
    worse: Indices,
    better: Indices,
) -> Contrasts:
    """Contrasts between the disadvantaged and the advantaged side."""

    def ordered(z: float) -> tuple[Side, Side]:
        disadvantaged, advantaged = sides(z)
        if scale.more_is_good:
            return disadvantaged, advantaged
        return advantaged, disadvantaged

    low, high = ordered(1.0)
    return Contrasts(
        scale.estimate(low.value, high.value),
        lambda z: scale.bounds(*ordered(z)),
        ordered,
        worse,
        better,
    )


def _side(estimates: Estimates, z: float) -> Side:
    return Side(estimates.value, *estimates.limits(z))


def pairs(
    scale: Scale,
    estimates: Estimates,
    waived: npt.NDArray[np.bool_],
    reference: int | None = None,
) -> Contrasts:
    """All ordered pairs of groups, or each group against a reference.

    Parameters
    ----------
    scale : Scale
        What is compared.
    estimates : Estimates
        K groups, all defined.
    waived : (K,) bool
        Groups whose disadvantage is waived: those contrasts are left out.
    reference : int, optional
        Index of the one group that all others are compared with.
    """
    k = len(estimates.value)
    worse, better = np.divmod(np.arange(k * k, dtype=np.int64), k)
    kept = (worse != better) & ~waived[worse]
    if reference is not None:
        kept &= better == reference
    worse, better = worse[kept], better[kept]

    def sides(z: float) -> tuple[Side, Side]:
        side = _side(estimates, z)
        return side[worse], side[better]

    return _between(scale, sides, worse, better)


def against_rest(
    scale: Scale,
    estimates: Estimates,
    waived: npt.NDArray[np.bool_],
    *,
    both_ways: bool = True,
) -> Contrasts:
    """Each group against all others pooled, and (both ways) all others against it.

    Valid for the promise that no two groups are further apart than the limit: if every
    rate is within it of every other, it is within it of any weighted mean of them. Pools
    leave waived groups out: theirs may be any rate, and the critical value counts on all
    pools being near the same one. Against everybody (not both ways) all others are pooled.
    """
    x, n = estimates.numerator, estimates.denominator
    if x is None or n is None:
        raise TypeError("only rates can be pooled")
    k = len(x)
    alone = np.arange(k, dtype=np.int64)
    rest = ~np.eye(k, dtype=bool)
    rest &= ~waived | (not both_ways)
    first = ~waived & rest.any(axis=1)
    second = first & both_ways
    pool = np.full(k, POOL, dtype=np.int64)
    worse_x = np.concatenate([x[first], (rest @ x)[second]])
    worse_n = np.concatenate([n[first], (rest @ n)[second]])
    better_x = np.concatenate([(rest @ x)[first], x[second]])
    better_n = np.concatenate([(rest @ n)[first], n[second]])

    def sides(z: float) -> tuple[Side, Side]:
        return (
            Side(divide(worse_x, worse_n), *clopper_pearson(worse_x, worse_n, z)),
            Side(divide(better_x, better_n), *clopper_pearson(better_x, better_n, z)),
        )

    return _between(
        scale,
        sides,
        np.concatenate([alone[first], pool[second]]),
        np.concatenate([pool[first], alone[second]]),
    )


def against_overall(
    scale: Scale,
    estimates: Estimates,
    waived: npt.NDArray[np.bool_],
) -> Contrasts:
    """Each group against everybody, itself included.

    With weight w of the group, its ratio to everybody and its gap are monotone
    transforms of those to the rest, so the bounds are transformed as well.
    """
    inner = against_rest(scale, estimates, waived, both_ways=False)
    n = estimates.denominator
    assert n is not None
    w = divide(n, n.sum())[inner.disadvantaged]

    def transform(value: Floats) -> Floats:
        if not scale.ratio:
            return (1 - w) * value
        if scale.more_is_good:  # group / overall from group / rest
            ends = np.where(np.isinf(value), 1 / w, divide(value, w * value + 1 - w))
            return np.asarray(ends, dtype=np.float64)
        return w + (1 - w) * value  # overall / group from rest / group

    def bounds(z: float) -> Bounds:
        lower, upper = inner.bounds(z)
        with np.errstate(invalid="ignore"):
            return transform(lower), transform(upper)

    return Contrasts(
        transform(inner.estimate), bounds, inner.sides, inner.disadvantaged, inner.advantaged
    )


@dataclass(frozen=True)
class Strata:
    """Rates of K groups in S strata; counts of shape (K, S), in rows."""

    x: npt.NDArray[np.int64]
    n: npt.NDArray[np.int64]


def within_strata(
    scale: Scale,
    strata: Strata,
    waived: npt.NDArray[np.bool_],
    reference: int | None = None,
) -> Contrasts:
    """Ordered pairs of groups compared inside strata, pooled with Mantel-Haenszel weights.

    The ratio is Mantel and Haenszel's (1959) risk ratio, the gap their risk difference
    (Greenland & Robins 1985): stratum s weighs ``n1 n2 / (n1 + n2)``, so a stratum with
    only one of the two groups says nothing. NaN where no stratum holds both.
    """
    k = len(strata.n)
    worse, better = np.divmod(np.arange(k * k, dtype=np.int64), k)
    kept = (worse != better) & ~waived[worse]
    if reference is not None:
        kept &= better == reference
    worse, better = worse[kept], better[kept]
    weights = divide(strata.n[worse] * strata.n[better], strata.n[worse] + strata.n[better])
    weights = np.nan_to_num(weights, nan=0.0)
    apart = weights.sum(axis=1) == 0

    def sides(z: float) -> tuple[Side, Side]:
        cell = Side(divide(strata.x, strata.n), *clopper_pearson(strata.x, strata.n, z))
        both = [mover.standardised(weights, cell[index]) for index in (worse, better)]
        return tuple(  # type: ignore[return-value]
            Side(np.where(apart, np.nan, s.value), s.lower, s.upper) for s in both
        )

    return _between(scale, sides, worse, better)
