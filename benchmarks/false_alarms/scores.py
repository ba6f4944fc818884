"""Rules about scores: area under the ROC curve and calibration, from histograms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import special

from benchmarks.tools.alarms import Draw
from benchmarks.tools.deciding import Mask, failures_of
from benchmarks.tools.worlds import CONFIGURATIONS, ERROR, GROUPS, ROWS, Ints, Place, places
from fairgate.cells import ScoreHistogram
from fairgate.metrics import CATALOGUE, Floats
from fairgate.statistics import critical as quantile
from fairgate.statistics.contrasts import Scale
from fairgate.statistics.judgement import Promise
from fairgate.statistics.limits import Estimates, Limits, estimate

METRICS = ("roc_auc", "calibration_gap")
BINS = 256
_CENTRES = (np.arange(BINS) + 0.5) / BINS
_CHUNK = 250


@dataclass(frozen=True)
class Scored:
    """Groups with known distributions of scores, and a promise they just keep.

    Attributes
    ----------
    name : mapping of str to str
        What distinguishes this world, for the table of results.
    metric, comparison : str
        ``difference`` between any two groups, or ``value`` of each group.
    limit : float
        Exactly what is true.
    n : (K,) int64
        Rows of each group.
    truth : (K, 2, BINS) float64
        Probabilities of label and bin of the score.
    """

    name: Mapping[str, str]
    metric: str
    comparison: str
    limit: float
    n: Ints
    truth: Floats


def worlds() -> list[Scored]:
    """Difference and value, at the limit, positives few and many."""
    where = places(GROUPS[:3], ROWS[:2], ("equal", "skewed"))
    bases = (0.1, 0.4)
    return [
        *(
            _scored(metric, "difference", place, who, base)
            for metric, place, who, base in product(
                METRICS, where, ("one low", "all but the largest low"), bases
            )
        ),
        *(
            _scored(metric, "value", place, "everybody", base)
            for metric, place, base in product(METRICS, where, bases)
        ),
    ]


def failed(draw: Draw) -> int:
    """How many tables of a world failed."""
    world = draw.world
    assert isinstance(world, Scored)
    rng, count = draw.rng, 0
    for start in range(0, draw.tables, _CHUNK):
        count += int(_failures(world, _draw(world, rng, min(_CHUNK, draw.tables - start))).sum())
    return count


def _draw(world: Scored, rng: np.random.Generator, tables: int) -> Ints:
    """Draw counts, shape (K, T, 2, BINS)."""
    groups = [
        rng.multinomial(n, truth.ravel(), size=tables)
        for n, truth in zip(world.n, world.truth, strict=True)
    ]
    return np.stack(groups).reshape(len(world.n), tables, 2, BINS)


def _failures(world: Scored, counts: Ints) -> Mask:
    found = _estimates(world.metric, counts)
    good = CATALOGUE[world.metric].more_is_good
    defined = np.isfinite(found.value)
    if world.comparison == "difference":
        promise = Promise(Scale(ratio=False, more_is_good=good), world.limit, 1.0, ERROR, 0.95)
        return failures_of(promise, found)
    lower, upper = found.limits(quantile.sidak(ERROR, len(world.n)))
    beyond = upper < world.limit if good else lower > world.limit
    return np.asarray((beyond & defined).any(axis=0), dtype=bool)


def _estimates(metric: str, counts: Ints) -> Estimates:
    """Estimate every group of every table, all of shape (K, T)."""
    k, tables = counts.shape[:2]
    flat = counts.reshape(k * tables, 2, BINS)
    histogram = ScoreHistogram(("group",), (), flat, flat @ _CENTRES, flat @ _CENTRES**2)
    found = estimate(CATALOGUE[metric], histogram)

    def limits(z: float) -> Limits:
        lower, upper = found.limits(z)
        return lower.reshape(k, tables), upper.reshape(k, tables)

    return Estimates(found.value.reshape(k, tables), limits, found.spread)


def _scored(metric: str, comparison: str, place: Place, who: str, base: float) -> Scored:
    low = np.ones(place.groups) if who == "everybody" else CONFIGURATIONS[who](place.groups)
    truth = np.stack([_distribution(metric, base, at) for at in low])
    values = _true_values(metric, truth)
    good = CATALOGUE[metric].more_is_good
    limit = np.ptp(values) if comparison == "difference" else values.min() if good else values.max()
    name = place.named(f"{metric}, {comparison}", f"{base:.0%} positives, {who}")
    return Scored(name, metric, comparison, float(limit), place.n, truth)


def _distribution(metric: str, base: float, low: float) -> Floats:
    """Label x bin: two normal scores on the logit scale, further apart or shifted by group."""
    apart = 2.0 - 0.9 * low if metric == "roc_auc" else 1.5
    edges = special.logit(np.clip(np.arange(BINS + 1) / BINS, 1e-12, 1 - 1e-12))
    middle = special.logit(base) + (0.6 * low if metric == "calibration_gap" else 0.0)
    by_label = [
        share * np.diff(special.ndtr(edges - middle - side * apart / 2))
        for share, side in ((1 - base, -1), (base, 1))
    ]
    truth = np.array(by_label)
    return np.asarray(truth / truth.sum())


def _true_values(metric: str, truth: Floats) -> Floats:
    if metric == "calibration_gap":
        return np.asarray(truth.sum(axis=1) @ _CENTRES - truth[:, 1].sum(axis=1))
    negative, positive = truth[:, 0], truth[:, 1]
    wins = np.cumsum(negative, axis=1) - negative / 2
    pairs = negative.sum(axis=1) * positive.sum(axis=1)
    return np.asarray((positive * wins).sum(axis=1) / pairs)
