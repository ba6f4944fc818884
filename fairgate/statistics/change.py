"""The same groups under two models, and how far the change of each value can be trusted.

On the same rows both models err together, so the change is known better than either
model: the eight cells of each group give the correlation, and MOVER uses it (Zou 2008).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairgate.cells import Cells, PairedCells
from fairgate.metrics import Floats, Kind, Metric, divide
from fairgate.statistics.limits import Estimates, estimate


@dataclass(frozen=True)
class Change:
    """The same K groups under two models.

    Attributes
    ----------
    baseline, candidate : Estimates
        Values of the metric.
    correlation : (K,) float64
        Between the two values of a group; 0 where rows could not be matched.
    seed : int
        Of the simulated power, from the sha256 of the cells.
    """

    baseline: Estimates
    candidate: Estimates
    correlation: Floats
    seed: int


def paired(metric: Metric, cells: PairedCells) -> Change:
    """Estimate both models on the same rows.

    Examples
    --------
    >>> from fairgate.metrics import CATALOGUE
    >>> counts = np.array([[[[40, 2], [3, 5]], [[6, 4], [4, 36]]]])
    >>> cells = PairedCells(("sex",), (("f",),), counts)
    >>> paired(CATALOGUE["selection_rate"], cells).correlation.round(2).tolist()
    [0.71]
    """
    both = estimate(metric, cells.baseline), estimate(metric, cells.candidate)
    return Change(*both, _correlation(metric, cells), _seed(cells.counts))


def unpaired(metric: Metric, baseline: Cells, candidate: Cells) -> Change:
    """Estimate both models on different rows of the same groups, in the same order."""
    both = estimate(metric, baseline), estimate(metric, candidate)
    seed = _seed(np.concatenate([baseline.counts, candidate.counts]))
    return Change(*both, np.zeros(len(candidate.groups)), seed)


def _seed(counts: npt.NDArray[np.int64]) -> int:
    digest = hashlib.sha256(np.ascontiguousarray(counts, dtype="<i8").tobytes())
    return int.from_bytes(digest.digest()[:8], "big")


def _linear(metric: Metric) -> list[tuple[Floats, Floats]]:
    """Weights of the four counts in numerator and denominator of each part."""
    if metric.kind is Kind.F1:
        return [(np.array([2.0, 0, 0, 0]), np.array([2.0, 1, 1, 0]))]
    return [(np.array(top, float), np.array(bottom, float)) for top, bottom in metric.parts]


def _influence(metric: Metric, counts: Floats) -> Floats:
    """How much one more row in each of the four cells moves the metric, shape (K, 4)."""
    total = np.zeros_like(counts)
    parts = _linear(metric)
    for top, bottom in parts:
        n = counts @ bottom
        rate = divide(counts @ top, n)
        total += divide(top - rate[:, None] * bottom, n[:, None]) / len(parts)
    return np.nan_to_num(total, nan=0.0)


def _correlation(metric: Metric, cells: PairedCells) -> Floats:
    """Correlation of the two models' values by the delta method, shape (K,).

    Half a row is added to each cell where the models disagree, so that two models that
    happen to agree on a handful of rows do not count as one (Agresti & Min 2005).
    """
    counts = cells.counts.astype(np.float64)
    counts[:, :, 0, 1] += 0.5
    counts[:, :, 1, 0] += 0.5
    before, after = counts.sum(axis=3), counts.sum(axis=2)
    # columns of _influence: label 1 predicted 1, 0 predicted 1, 1 predicted 0, 0 predicted 0
    column = np.array([[3, 1], [2, 0]])
    moves = []
    for n in (before, after):
        four = np.stack([n[:, 1, 1], n[:, 0, 1], n[:, 1, 0], n[:, 0, 0]], axis=1)
        moves.append(_influence(metric, four)[:, column])
    old, new = moves[0][:, :, :, None], moves[1][:, :, None, :]
    covariance = (counts * old * new).sum(axis=(1, 2, 3))
    spread = (counts * old**2).sum(axis=(1, 2, 3)) * (counts * new**2).sum(axis=(1, 2, 3))
    return np.clip(np.nan_to_num(divide(covariance, np.sqrt(spread)), nan=0.0), -1, 1)


@dataclass(frozen=True)
class Reach:
    """Distances from the estimates to their limits at one critical value, each (K,)."""

    down: Floats
    up: Floats
    down_before: Floats
    up_before: Floats


def reach(change: Change, z: float) -> Reach:
    """Distances of both models' values to their limits at ``z``."""
    (low, high), (low0, high0) = change.candidate.limits(z), change.baseline.limits(z)
    now, before = change.candidate.value, change.baseline.value
    return Reach(now - low, high - now, before - low0, high0 - before)
