"""Worlds to draw tables from: how large the groups are, and what is true of each.

All of them are at the boundary: nothing is violated, and the worst contrast is exactly
at its limit, so whatever fails there is a false alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats
from fairgate.statistics.contrasts import Scale
from fairgate.statistics.judgement import Promise

Ints = npt.NDArray[np.int64]
GROUPS, ROWS = (2, 5, 20, 60), (1_000, 5_000, 50_000)
ERROR = 0.05
"""One minus the default confidence."""


def _shared_out(rows: int, weights: Floats) -> Ints:
    """Rows by weight, largest first, at least one each."""
    sizes: Ints = np.maximum((rows * weights / weights.sum()).astype(np.int64), 1)
    sizes[0] += rows - sizes.sum()
    return sizes


SIZES: Mapping[str, Callable[[int, int], Ints]] = {
    "equal": lambda groups, rows: _shared_out(rows, np.ones(groups)),
    "skewed": lambda groups, rows: _shared_out(rows, 1 / np.arange(1.0, groups + 1)),
    "one giant": lambda groups, rows: _shared_out(
        rows, np.where(np.arange(groups) == 0, max(groups - 1.0, 1.5), 1.0)
    ),
}
"""Rows of each group, largest first; a giant has half of all rows."""


def _only(groups: int, *low: int) -> Floats:
    return np.isin(np.arange(groups), low).astype(np.float64)


CONFIGURATIONS: Mapping[str, Callable[[int], Floats]] = {
    "one low": lambda k: _only(k, k // 2),
    "largest low": lambda k: _only(k, 0),
    "all but the largest low": lambda k: 1 - _only(k, 0),
    "half low": lambda k: (np.arange(k) % 2).astype(np.float64),
    "a fifth low": lambda k: (np.arange(k) % 5 == 1).astype(np.float64),
    "graded": lambda k: np.linspace(0, 1, k),
}
"""Where each group lies in the allowed band: 0 at its top, 1 at its bottom."""


@dataclass(frozen=True)
class Place:
    """How many groups share how many rows, and how: a key of :data:`SIZES`."""

    groups: int
    rows: int
    sizes: str

    @property
    def n(self) -> Ints:
        """Rows of each group, shape (K,)."""
        return SIZES[self.sizes](self.groups, self.rows)

    def named(self, rule: str, who: str, rate: float | None = None) -> dict[str, str]:
        """Name a world at this place, for the table of results."""
        return {
            "rule": rule,
            "groups": str(self.groups),
            "rows": f"{self.rows:,} rows",
            "sizes": f"{self.sizes} sizes",
            "rate": "" if rate is None else f"rate {rate:g}",
            "who": who,
        }


def places(groups: Iterable[int], rows: Iterable[int], sizes: Iterable[str]) -> list[Place]:
    """Every combination."""
    return [Place(*each) for each in product(groups, rows, sizes)]


@dataclass(frozen=True)
class World:
    """Groups of known sizes and true rates, and the promise they just keep.

    Attributes
    ----------
    name : mapping of str to str
        What distinguishes this world, for the table of results.
    promise : Promise
        What is judged.
    n : (K,) int64
        Rows of each group, all of which count towards the rate.
    rate : (K,) float64
        True rate of each group.
    """

    name: Mapping[str, str]
    promise: Promise
    n: Ints
    rate: Floats

    def draw(self, rng: np.random.Generator, tables: int) -> Ints:
        """Draw successes, shape (K, tables)."""
        size = (len(self.n), tables)
        return np.asarray(rng.binomial(self.n[:, None], self.rate[:, None], size), dtype=np.int64)


def four_fifths(
    error: float = ERROR, reference: int | str = "best", *, good: bool = True
) -> Promise:
    """Ratio of at least .8; a violation that matters is .6."""
    return Promise(Scale(ratio=True, more_is_good=good), 0.8, 0.6, error, 0.95, reference)


def ten_points(
    error: float = ERROR, reference: int | str = "best", *, good: bool = True
) -> Promise:
    """Difference of at most .1; a violation that matters is .25."""
    return Promise(Scale(ratio=False, more_is_good=good), 0.1, 0.25, error, 0.95, reference)


def rates_at_the_limit(promise: Promise, n: Ints, low: Floats, base: float) -> Floats:
    """True rates of a world in which the worst contrast is exactly at the limit.

    Parameters
    ----------
    promise : Promise
        Its reference decides against what.
    n : (K,) int64
        Rows of each group.
    low : (K,) float64
        Place in the band: 0 at the good end, 1 at the limit.
    base : float
        Rate at the top of the band for ratios, at its bottom for gaps (best and named
        reference); of the groups at the good end (overall).
    """
    scale, limit = promise.scale, promise.limit
    if promise.reference == "overall":
        return _at_the_limit_of_everybody(promise, n, low, base)
    if scale.ratio:
        return np.asarray(base * (1 - (1 - limit) * low))
    return np.asarray(base + limit * (1 - low))


def _at_the_limit_of_everybody(promise: Promise, n: Ints, low: Floats, base: float) -> Floats:
    """Groups with ``low`` at 1 are at the limit against everybody, themselves included."""
    weight = float(low @ n / n.sum())
    if promise.scale.ratio:
        bottom = promise.limit * (1 - weight) * base / (1 - promise.limit * weight)
        return np.asarray(base + (bottom - base) * low)
    gap = promise.limit / max(1 - weight, 1e-9)
    top = base + promise.limit
    return np.asarray(top - min(gap, top) * low)
