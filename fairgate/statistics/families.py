"""Families of contrasts: what is held against what, and at which critical value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fairgate.statistics import contrasts as against
from fairgate.statistics import critical as quantile
from fairgate.statistics.contrasts import Contrasts, Strata
from fairgate.statistics.judgement import Mask, Promise
from fairgate.statistics.limits import Estimates

REST_SHARE = 0.8
"""Part of the error given to "each group against the pooled rest"; pairs get the others.

Pooling shows one group apart from all others with the fewest rows; only pairs show one
low and one high group among many. Four fifths costs the former little and keeps the latter.
"""


@dataclass(frozen=True)
class Families:
    """The contrasts of a promise by family; ``main`` holds those the rule speaks about."""

    main: Contrasts
    by_name: Mapping[str, Contrasts]
    estimates: Estimates
    promise: Promise
    size: int

    def critical(self, error: float) -> dict[str, float]:
        """Critical value of each family, for an error of all of them together."""
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
        good = promise.scale.more_is_good
        if promise.scale.ratio:
            at_limit = own * promise.limit if good else own / promise.limit
            weight = promise.limit if good else 1 / promise.limit
        else:
            at_limit = own - promise.limit if good else own + promise.limit
            weight = 1.0
        here, there = (
            estimates.spread(np.full_like(estimates.value, rate))
            for rate in (own, np.clip(at_limit, 0, 1))
        )
        others = np.arange(len(estimates.value)) != promise.reference
        # Where the limit is beyond 0 or 1, nobody varies there; the larger is on the safe side.
        variance = np.maximum(here, there)[others] ** 2
        base = float(here[promise.reference])
        return quantile.shared_reference(error, variance, (weight * base) ** 2)


def families_of(
    promise: Promise,
    estimates: Estimates,
    waived: Mask,
    strata: Strata | None,
) -> Families:
    """Choose the contrasts that a promise is judged on, and how many could have been."""
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
    return Families(main, by_name, estimates, promise, size)
