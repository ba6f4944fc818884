"""Other metrics than selection, values, and whole policies of four rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from benchmarks.tools.alarms import Draw
from benchmarks.tools.people import People, cells, promise
from benchmarks.tools.policies import policy_failures
from benchmarks.tools.worlds import CONFIGURATIONS, GROUPS, ROWS, Place, places
from fairgate.cells import Cells
from fairgate.metrics import CATALOGUE, Floats

FOUR_RULES = (
    ("selection_rate", "ratio"),
    ("false_negative_rate", "difference"),
    ("precision", "ratio"),
    ("accuracy", "at_least"),
)


def worlds() -> list[People]:
    """Single rules about other metrics, values, and policies of four rules."""
    where = places(GROUPS, ROWS, ("equal", "skewed"))
    return [*_single(where), *_values(where), *_policies(where)]


def failed(draw: Draw) -> int:
    """How many tables of a world failed, by whatever rule."""
    world = draw.world
    assert isinstance(world, People)
    rng, count = draw.rng, 0
    for start in range(0, draw.tables, 500):
        many = min(500, draw.tables - start)
        count += int(policy_failures(world.policy, world.draw(rng, many)).sum())
    return count


def _between(low: Floats, bottom: float, top: float) -> Floats:
    return np.asarray(top + (bottom - top) * low)


def _groups(metric: str, low: Floats) -> Floats:
    """Cells of groups between two extremes of the metric; positives or yeses are few."""
    ones = np.ones_like(low)
    if metric == "false_negative_rate":
        return cells(0.08 * ones, _between(low, 0.6, 0.7), 0.1 * ones)
    if metric == "precision":
        return cells(0.1 * ones, _between(low, 0.40, 0.50), 0.03 * ones)
    return cells(0.3 * ones, _between(low, 0.65, 0.8), 0.12 * ones)


def extremes(metric: str, probabilities: Floats) -> tuple[float, float]:
    """Smallest and largest true value of a metric among the groups.

    Values are functions of counts, so probabilities are written as counts of very many.
    """
    counts = np.rint(probabilities * 2**60).astype(np.int64)
    found = CATALOGUE[metric].values(Cells(("group",), (), counts))
    return float(found.min()), float(found.max())


def at_the_limit(metric: str, comparison: str, probabilities: Floats) -> dict[str, Any]:
    """Write the rule whose limit is what the groups just keep, outwards by a rounding error.

    What it must detect lies halfway to the end of the scale; false alarms do not depend on it.
    """
    low, high = extremes(metric, probabilities)
    tiny = 1e-9
    limits: dict[str, dict[str, float]] = {
        "ratio": {"at_least": low / high - tiny, "must_detect": low / high / 2},
        "difference": {"at_most": high - low + tiny, "must_detect": (high - low + 1) / 2},
        "at_least": {"at_least": low - tiny, "must_detect": low / 2},
        "at_most": {"at_most": high + tiny, "must_detect": (high + 1) / 2},
    }
    kind = comparison if comparison in ("ratio", "difference") else "value"
    return {"metric": metric, kind: limits[comparison]}


def _single(places: Sequence[Place]) -> Iterator[People]:
    """One rule, where the rows that count towards the metric are few and random."""
    metrics = ("false_negative_rate", "precision", "balanced_accuracy", "f1")
    for metric, comparison, place, who in product(
        metrics,
        ("ratio", "difference"),
        places,
        ("one low", "all but the largest low", "half low"),
    ):
        truth = _groups(metric, CONFIGURATIONS[who](place.groups))
        name = place.named(f"{metric}, {comparison}", who)
        yield People(name, promise(at_the_limit(metric, comparison, truth)), place.n, truth)


def _values(places: Sequence[Place]) -> Iterator[People]:
    """A floor or a ceiling that every group stands exactly on."""
    for metric, comparison, place in product(
        ("selection_rate", "accuracy", "false_negative_rate"), ("at_least", "at_most"), places
    ):
        truth = _groups(metric, np.zeros(place.groups))
        name = place.named(f"value {comparison.replace('_', ' ')}", f"{metric}, everybody")
        yield People(name, promise(at_the_limit(metric, comparison, truth)), place.n, truth)


def _policies(places: Sequence[Place]) -> Iterator[People]:
    """Four rules, each exactly at its limit."""
    for place, who in product(places, CONFIGURATIONS):
        low = CONFIGURATIONS[who](place.groups)
        if low.any():
            truth = _groups("selection_rate", low)
            policy = promise(*(at_the_limit(*rule, truth) for rule in FOUR_RULES))
            yield People(place.named("policy of four rules", who), policy, place.n, truth)
