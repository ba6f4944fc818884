"""Counting false alarms, and how far chance alone carries such a count."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.tools.figures import Claim, amount
from benchmarks.tools.parallel import each

PROMISED = 0.05
_NEAR = 0.04
_DEVIATIONS = 3.0


class Drawable(Protocol):
    """A world that keeps its promise, and so must not fail."""

    @property
    def name(self) -> Mapping[str, str]:
        """What distinguishes it."""
        ...


@dataclass(frozen=True)
class Alarms:
    """How often a world that keeps its promise failed."""

    name: Mapping[str, str]
    tables: int
    failed: int

    @property
    def share(self) -> float:
        """Share of tables that failed."""
        return self.failed / self.tables

    @property
    def allowed(self) -> float:
        """Promised share plus what chance does to it: three standard errors."""
        return PROMISED + _DEVIATIONS * math.sqrt(PROMISED * (1 - PROMISED) / self.tables)


@dataclass(frozen=True)
class Draw:
    """So many tables from one world, with a seed of their own."""

    world: Drawable
    tables: int
    seed: tuple[int, ...]

    @property
    def rng(self) -> np.random.Generator:
        """The generator of these tables."""
        return np.random.default_rng(self.seed)


def count(
    failed: Callable[[Draw], int],
    worlds: Sequence[Drawable],
    tables: int,
    processes: int,
    *,
    seed: int,
) -> list[Alarms]:
    """Count false alarms in every world.

    Among hundreds of worlds some look bad by chance. So worlds that come near the promise
    are drawn again, five times as often, and those that are then beyond what chance allows
    once more; only the newest tables count.
    """

    def draw(which: Sequence[int], many: int, attempt: int) -> list[Alarms]:
        draws = [Draw(worlds[at], many, (seed, at, attempt)) for at in which]
        counts = each(failed, draws, processes)
        return [Alarms(d.world.name, many, n) for d, n in zip(draws, counts, strict=True)]

    alarms = draw(range(len(worlds)), tables, 0)
    near = [at for at, one in enumerate(alarms) if one.share > _NEAR]
    for at, one in zip(near, draw(near, 5 * tables, 1), strict=True):
        alarms[at] = one
    beyond = [at for at in near if alarms[at].share > alarms[at].allowed]
    for at, one in zip(beyond, draw(beyond, 25 * tables, 2), strict=True):
        alarms[at] = one
    return alarms


def summary(alarms: Sequence[Alarms], *by: str) -> list[tuple[str, ...]]:
    """One row for each combination of ``by``: worlds, mean and worst share, and where."""
    rows: dict[tuple[str, ...], list[Alarms]] = defaultdict(list)
    for one in alarms:
        rows[tuple(one.name.get(key, "") for key in by)].append(one)
    return [
        (
            *key,
            str(len(many)),
            f"{sum(one.tables for one in many):,}",
            amount(float(np.mean([one.share for one in many]))),
            amount((worst := max(many, key=lambda one: one.share)).share),
            ", ".join(value for key, value in worst.name.items() if key not in by and value),
        )
        for key, many in rows.items()
    ]


SUMMARY_COLUMNS = ("worlds", "tables", "mean", "worst", "worst world")


def claim(what: str, alarms: Sequence[Alarms]) -> Claim:
    """The world that is furthest beyond (or nearest to) what is allowed."""
    worst = max(alarms, key=lambda one: one.share - one.allowed)
    where = ", ".join(value for value in worst.name.values() if value)
    return Claim(f"{what}: worst of {len(alarms)} ({where})", worst.share, worst.allowed)
