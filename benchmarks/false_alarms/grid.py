"""One rule about a rate, over group sizes, rates, and who is at the limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from benchmarks.tools.alarms import Draw
from benchmarks.tools.deciding import failures
from benchmarks.tools.worlds import (
    CONFIGURATIONS,
    GROUPS,
    ROWS,
    SIZES,
    Place,
    World,
    four_fifths,
    places,
    rates_at_the_limit,
    ten_points,
)
from fairgate.statistics.judgement import Promise

RATES = (0.05, 0.3, 0.9)
EDGES = (("ratio .8", 0.01), ("ratio .8", 1.0), ("difference .1", 0.0))
_PROMISES = {"ratio .8": four_fifths, "difference .1": ten_points}
_OF_OTHERS = {"half of the others": 2, "all others": 1}
"""Which others are at the limit against a named reference: every second one, or every one."""


def worlds() -> list[World]:
    """Every combination."""
    two = ("equal", "skewed")
    return [
        *_among_all(places(GROUPS, ROWS, SIZES)),
        *_at_the_edge(places(GROUPS, ROWS[:2], two)),
        *_against_everybody(places(GROUPS, ROWS, two)),
        *_against_one(places(GROUPS, ROWS, two)),
    ]


def failed(draw: Draw) -> int:
    """How many tables of a world failed."""
    world = draw.world
    assert isinstance(world, World)
    x = world.draw(draw.rng, draw.tables)
    return int(failures(world.promise, x, world.n[:, None]).sum())


def _among_all(places: Sequence[Place]) -> Iterator[World]:
    """Reference: best."""
    for (rule, promised), place, rate, who in product(
        _PROMISES.items(), places, RATES, CONFIGURATIONS
    ):
        if CONFIGURATIONS[who](place.groups).any():  # of two groups there is no fifth
            yield _world(rule, promised(), place, rate, who)


def _at_the_edge(places: Sequence[Place]) -> Iterator[World]:
    """Rates next to 0 and at 1: counts of zero, and no variance at all."""
    for (rule, rate), place, who in product(EDGES, places, CONFIGURATIONS):
        if CONFIGURATIONS[who](place.groups).any():
            yield _world(f"{rule}, edge", _PROMISES[rule](), place, rate, who)


def _against_everybody(places: Sequence[Place]) -> Iterator[World]:
    """Reference: overall, which every group is part of."""
    for (rule, promised), place, rate, who in product(
        _PROMISES.items(), places, RATES, ("one low", "largest low", "half low")
    ):
        yield _world(f"{rule}, overall", promised(reference="overall"), place, rate, who)


def _world(rule: str, promise: Promise, place: Place, rate: float, who: str) -> World:
    low = CONFIGURATIONS[who](place.groups)
    return World(
        place.named(rule, who, rate),
        promise,
        place.n,
        rates_at_the_limit(promise, place.n, low, rate),
    )


def _against_one(places: Sequence[Place]) -> Iterator[World]:
    """Reference: the largest or the smallest group; of a good and of a harm."""
    for (rule, promised), place, rate, who, good in product(
        _PROMISES.items(), places, RATES, _OF_OTHERS, (True, False)
    ):
        for reference, called in ((0, "largest"), (place.groups - 1, "smallest")):
            if reference and place.sizes == "equal":
                continue  # one is like the other
            promise = promised(reference=reference, good=good)
            beside = (np.arange(place.groups) % _OF_OTHERS[who] == 0).astype(np.float64)
            beside[1 if reference == 0 else 0] = 1
            beside[reference] = 0
            low = beside if good else 1 - beside
            against = f"{who} at the limit against the {called}{'' if good else ', of a harm'}"
            yield World(
                place.named(f"{rule}, named", against, rate),
                promise,
                place.n,
                rates_at_the_limit(promise, place.n, low, rate),
            )
