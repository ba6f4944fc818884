"""A re-trained model that is no less fair, judged against the one before it on the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from benchmarks.tools.alarms import Draw
from benchmarks.tools.worlds import ERROR, Ints, Place
from fairgate.cells import PairedCells
from fairgate.metrics import CATALOGUE, Floats
from fairgate.statistics import critical as quantile
from fairgate.statistics import regression
from fairgate.statistics.change import Change, paired, reach
from fairgate.statistics.gaps import NoStepBack, _gap_bounds, _ordered_pairs

LIMIT, MUST_DETECT = 0.02, 0.1
_FLIPPED = 0.1
"""Share of people about whom the two models disagree each way, where rates are equal."""


@dataclass(frozen=True)
class Retrained:
    """Two models, as what is true of (label, old decision, new decision) in each group.

    Attributes
    ----------
    name : mapping of str to str
        What distinguishes this world, for the table of results.
    metric : str
        Judged.
    promise : NoStepBack
        The limit, on the largest gap or on every group's own rate.
    n : (K,) int64
        Rows of each group.
    truth : (K, 2, 2, 2) float64
        Probabilities by label, old and new decision.
    """

    name: Mapping[str, str]
    metric: str
    promise: NoStepBack
    n: Ints
    truth: Floats


def worlds() -> list[Retrained]:
    """Twenty groups, 2,000 rows: equally fair, equally unfair, and worse by the limit exactly."""
    return [
        _retrained(metric, of, size, before, after)
        for metric, of, size, (before, after) in product(
            ("selection_rate", "false_negative_rate"),
            ("gap", "rate"),
            ("equal", "skewed"),
            ((0.0, 0.0), (0.1, 0.1), (0.1, 0.1 + LIMIT)),
        )
    ]


def failed(draw: Draw) -> int:
    """How many tables of a world failed."""
    world = draw.world
    assert isinstance(world, Retrained)
    rng = draw.rng
    return sum(fails(world, _draw(world, rng)) for _ in range(draw.tables))


def fails(world: Retrained, cells: PairedCells) -> bool:
    """Judge one table as :func:`fairgate.statistics.regression.judge` does, without its power."""
    metric, promise = CATALOGUE[world.metric], world.promise
    change = paired(metric, cells)
    defined = np.isfinite(change.baseline.value) & np.isfinite(change.candidate.value)
    if not defined.all():
        change = paired(metric, _keep(cells, defined))
    nobody = np.zeros(len(change.correlation), dtype=bool)
    if promise.of_rate:
        return bool(regression.judge(promise, change, nobody).shown)
    z = quantile.bonferroni(promise.error, len(nobody) * (len(nobody) - 1))
    return _gap_fails(promise, change, z)


def _gap_fails(promise: NoStepBack, change: Change, z: float) -> bool:
    nobody = np.zeros(len(change.correlation), dtype=bool)
    low, high = _ordered_pairs(promise, nobody)
    suspects = np.flatnonzero(_lower_against_the_widest(change, low, high, z) > promise.limit)
    if len(suspects) == 0:
        return False
    lower, _ = _gap_bounds(change, low, high, suspects, z)
    return bool((lower > promise.limit).any())


def _lower_against_the_widest(change: Change, low: Ints, high: Ints, z: float) -> Floats:
    """Lower bounds over the widest old gap alone: no smaller than those over every old gap."""
    now, before, r = change.candidate.value, change.baseline.value, change.correlation
    widest = int((before[high] - before[low]).argmax())
    i, j = low[widest], high[widest]
    d = reach(change, z)
    same = ((low == i) * r[i], (high == j) * r[j], (high == i) * r[i], (low == j) * r[j])
    below = np.sqrt(
        np.maximum(
            d.up[low] ** 2
            + d.down[high] ** 2
            + d.down_before[i] ** 2
            + d.up_before[j] ** 2
            - 2 * same[0] * d.up[low] * d.down_before[i]
            - 2 * same[1] * d.down[high] * d.up_before[j]
            + 2 * same[2] * d.down[high] * d.down_before[i]
            + 2 * same[3] * d.up[low] * d.up_before[j],
            0,
        )
    )
    return np.asarray((now[high] - now[low]) - (before[j] - before[i]) - below)


def _keep(cells: PairedCells, mask: np.ndarray) -> PairedCells:
    groups = tuple(group for group, kept in zip(cells.groups, mask, strict=True) if kept)
    return PairedCells(cells.attributes, groups, cells.counts[mask])


def _draw(world: Retrained, rng: np.random.Generator) -> PairedCells:
    counts = [
        rng.multinomial(n, truth.ravel()).reshape(2, 2, 2)
        for n, truth in zip(world.n, world.truth, strict=True)
    ]
    groups = tuple((f"g{at:02d}",) for at in range(len(counts)))
    return PairedCells(("group",), groups, np.array(counts, dtype=np.int64))


def _retrained(metric: str, of: str, size: str, before: float, after: float) -> Retrained:
    """Half of the groups are worse off by ``before``, under the new model by ``after``."""
    place = Place(20, 2_000, size)
    worse = (np.arange(place.groups) % 2).astype(np.float64)
    truth = np.stack([_decisions(w * before, w * after) for w in worse])
    story = "equally fair" if after == 0 else "equally unfair"
    who = f"{metric}, {story if after == before else 'worse by the limit exactly'}"
    name = place.named(f"regression of {of}", who)
    promise = NoStepBack(
        LIMIT, MUST_DETECT, ERROR, 0.95, CATALOGUE[metric].more_is_good, of_rate=of == "rate"
    )
    return Retrained(name, metric, promise, place.n, truth)


def _decisions(before: float, after: float) -> Floats:
    """Probabilities of (label, old, new) where yeses are rarer by so much under each model."""
    by_label = []
    for share, yes in ((0.6, 0.25), (0.4, 0.75)):
        old, new = yes - before, yes - after
        lost = _FLIPPED + max(old - new, 0)
        won = lost - (old - new)
        by_label.append(share * np.array([[1 - old - won, won], [lost, old - lost]]))
    return np.array(by_label)
