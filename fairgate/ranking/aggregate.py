"""One number from the values of several groups.

Conventions are those of FairRankTune's code: the norm is not squared and the variance divides
by the number of groups, where its documentation says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

import numpy as np

from fairgate.ranking.ranked import Floats, Undefined


def min_max_ratio(values: Collection[float]) -> float:
    """Smallest divided by largest: 1 is parity.

    Examples
    --------
    >>> min_max_ratio([0.2, 0.4])
    0.5
    """
    found = _two(values)
    if found.min() < 0 or found.max() <= 0:
        raise Undefined("a ratio needs values of which none is below 0 and one above")
    return float(found.min() / found.max())


def max_min_ratio(values: Collection[float]) -> float:
    """Largest divided by smallest: 1 is parity, and there is none if the smallest is 0."""
    found = _two(values)
    if found.min() <= 0:
        raise Undefined("a ratio to the smallest needs values above 0")
    return float(found.max() / found.min())


def max_min_difference(values: Collection[float]) -> float:
    """Largest minus smallest."""
    found = _two(values)
    return float(found.max() - found.min())


def max_abs_difference(values: Collection[float]) -> float:
    """Largest distance of a group from the mean of the groups."""
    found = _two(values)
    return float(np.abs(found - found.mean()).max())


def mean_abs_difference(values: Collection[float]) -> float:
    """Mean distance of a group from the mean of the groups."""
    found = _two(values)
    return float(np.abs(found - found.mean()).mean())


def l_two_norm(values: Collection[float]) -> float:
    """Euclidean length of the values."""
    return float(np.linalg.norm(_two(values)))


def variance(values: Collection[float]) -> float:
    """Mean squared distance from the mean of the groups."""
    return float(np.var(_two(values)))


AGGREGATES: Mapping[str, Callable[[Collection[float]], float]] = MappingProxyType(
    {
        "min_max_ratio": min_max_ratio,
        "max_min_ratio": max_min_ratio,
        "max_min_difference": max_min_difference,
        "max_abs_difference": max_abs_difference,
        "mean_abs_difference": mean_abs_difference,
        "l_two_norm": l_two_norm,
        "variance": variance,
    }
)


def _two(values: Collection[float]) -> Floats:
    """Refuse to compare a group with nobody, or a value that is none."""
    found = np.asarray(list(values), dtype=np.float64)
    if len(found) < 2:
        raise Undefined("there is one group only, and nobody to compare it with")
    if not np.isfinite(found).all():
        raise ValueError("a value is not a finite number")
    return found
