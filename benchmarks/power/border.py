"""Around the border of detectability: what passes unseen, and what is blocked for want of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from benchmarks.tools.deciding import failures, families
from benchmarks.tools.figures import Settings
from benchmarks.tools.parallel import each
from benchmarks.tools.worlds import World, four_fifths, ten_points
from fairgate.metrics import Floats
from fairgate.statistics import power
from fairgate.statistics.detectability import PooledPower
from fairgate.statistics.judgement import Promise
from fairgate.statistics.limits import proportions

Ints = npt.NDArray[np.int64]

PROMISES = {"ratio .8 / .6": four_fifths, "difference .1 / .25": ten_points}
FACTORS = (0.6, 0.8, 0.95, 1.0, 1.02, 1.05, 1.1, 1.25, 1.6, 2.5)
"""Rows of the group in question, as multiples of those that make it just detectable."""
AMPLE = 1.5
"""Rows of a fair model, as a multiple of those that make every group detectable."""
_OTHERS = 4
"""How many times larger every other group is, so that it decides nothing itself."""
_NEAR = 0.17
_SEED = 31


@dataclass(frozen=True)
class Border:
    """One group next to larger ones; the group is ``must_detect`` away, or nobody is.

    Attributes
    ----------
    rule : str
        Key of :data:`PROMISES`.
    groups : int
        K.
    rate : float
        True rate of all other groups.
    side : str
        ``low``, ``high`` or ``fair``: where the group is.
    factor : float
        Its rows, as a multiple of those that make it just detectable.
    tables : int
        Drawn.
    """

    rule: str
    groups: int
    rate: float
    side: str
    factor: float
    tables: int

    @cached_property
    def promise(self) -> Promise:
        """What is judged, with default settings."""
        return PROMISES[self.rule]()

    @property
    def own_rate(self) -> float:
        """True rate of the group in question."""
        far = self.promise.must_detect
        if self.side == "fair":
            return self.rate
        if self.promise.scale.ratio:
            return self.rate * far if self.side == "low" else self.rate / far
        return self.rate - far if self.side == "low" else self.rate + far

    @cached_property
    def rows(self) -> int:
        """Rows of the group in question."""
        return round(self.factor * _rows_at_the_border(self.rule, self.groups, self.rate))

    @property
    def world(self) -> World:
        """The groups; the one in question is the first."""
        n = np.full(self.groups, _OTHERS * self.rows)
        n[0] = self.rows
        rate = np.full(self.groups, self.rate)
        rate[0] = self.own_rate
        return World({}, self.promise, n, rate)


@dataclass(frozen=True)
class Shares:
    """Shares of tables by exit code, and what the formula says the power is."""

    passed: float
    failed: float
    unknown: float
    formula: float
    tables: int


def borders(settings: Settings) -> list[Border]:
    """Every rule, number of groups, rate, direction and size."""
    tables = settings.pick(20, 300, 2_000)
    found = [
        Border(rule, k, rate, side, factor, tables)
        for rule, k, rate, side, factor in product(
            PROMISES,
            settings.pick((3,), (2, 20), (2, 5, 20)),
            settings.pick((0.3,), (0.3,), (0.3, 0.55)),
            ("low", "high"),
            settings.pick((1.0,), (1.0, 1.1), FACTORS),
        )
    ]
    return [border for border in found if 0 <= border.own_rate <= 1]


def measure(borders: list[Border], processes: int) -> list[Shares]:
    """Share of each exit code; near the promised .2 again, afresh, five times as often."""
    found = each(shares, borders, processes)
    near = [at for at, share in enumerate(found) if share.passed > _NEAR]
    more = [replace(borders[at], tables=5 * borders[at].tables) for at in near]
    for at, share in zip(near, each(shares, more, processes), strict=True):
        found[at] = share
    return found


def fair(settings: Settings) -> list[Border]:
    """Nobody is worse off, and everybody has ample rows."""
    return [
        Border(rule, k, rate, "fair", AMPLE, settings.pick(20, 300, 2_000))
        for rule, k, rate in product(
            PROMISES,
            settings.pick((3,), (2, 5, 20), (2, 5, 20)),
            settings.pick((0.3,), (0.3,), (0.3, 0.55)),
        )
    ]


def shares(border: Border) -> Shares:
    """Draw tables and decide each: fail, unknown, or neither."""
    world, promise = border.world, border.promise
    x = world.draw(np.random.default_rng([_SEED, border.tables, border.rows]), border.tables)
    failed = failures(promise, x, world.n[:, None])
    critical: dict[int, Mapping[str, float]] = {}
    unknown = 0
    for table in np.flatnonzero(~failed):
        successes = x[:, table]
        key = int(successes.sum())  # the critical value depends on nothing else
        if key not in critical:
            critical[key] = families(promise, successes, world.n)[1]
        strength = _power(promise, successes, world.n, critical[key])
        unknown += bool((strength < power.WANTED).any())
    total = border.tables
    return Shares(
        (total - int(failed.sum()) - unknown) / total,
        float(failed.mean()),
        unknown / total,
        _formula(border),
        total,
    )


def _power(promise: Promise, x: Ints, n: Ints, critical: Mapping[str, float]) -> Floats:
    """Power by group, as the gate computes it to tell what is detectable."""
    nobody = np.zeros(len(x), dtype=bool)
    return PooledPower(promise, proportions(x, n), critical, nobody).power(np.ones(len(x)))


def _formula(border: Border) -> float:
    """Power of the contrast in question by the formula, at the truth."""
    n = border.world.n
    x = np.rint(border.world.rate * n).astype(np.int64)
    critical = families(border.promise, x, n)[1]
    z = critical.get("rest", critical.get("pairs", 0.0))
    rest, rest_n = np.array([border.rate]), np.array([float(n[1:].sum())])
    own = np.array([float(n[0])])
    low, high = power.alternatives(
        border.promise.scale, rest, own, rest_n, np.array([border.promise.must_detect])
    )
    truth = low if border.side == "low" else high
    return float(power.of_proportions(border.promise.scale, truth, border.promise.limit, z)[0])


@cache
def _rows_at_the_border(rule: str, groups: int, rate: float) -> int:
    """Rows at which the gate starts to call the smallest group of a fair model detectable."""
    least, most = 4, 1_000_000
    while least < most:
        middle = (least + most) // 2
        border = Border(rule, groups, rate, "fair", 1.0, 0)
        n = np.full(groups, _OTHERS * middle)
        n[0] = middle
        x = np.rint(rate * n).astype(np.int64)
        critical = families(border.promise, x, n)[1]
        enough = bool((_power(border.promise, x, n, critical) >= power.WANTED).all())
        least, most = (least, middle) if enough else (middle + 1, most)
    return least
