"""Any number of attributes: draw weights, or shake the data, and count the rankings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import special

from fairgate.ranking.directions import drawn
from fairgate.ranking.ranked import Floats, Ints
from fairgate.ranking.stability.part import What, check_part
from fairgate.ranking.stability.tally import Orders, Tally, parts
from fairgate.ranking.weighting import Table, check_table, check_weights, scores_by
from fairgate.statistics.limits import clopper_pearson

_CELLS = 2_000_000
"""Scores held at a time: 16 MB."""
_SHOWN = 10


@dataclass(frozen=True)
class Frequent:
    """A ranking (or its first k) and the share of the draws that gave it."""

    share: float
    order: Ints


@dataclass(frozen=True)
class Sampled:
    """How often n draws gave the same ranking as the weights asked about.

    Attributes
    ----------
    share : float
        Estimate of the stability.
    interval : tuple of float
        Of the stability, at ``confidence``; exact (Clopper-Pearson), so that a ranking
        that was never drawn is not called impossible.
    distinct : int
        Different rankings seen: a lower bound of how many there are.
    most_frequent : tuple of Frequent
        The ten seen most often. ``order`` has places in the table, best first; the first
        k for ``"list"``; for ``"set"`` those k sorted by their place.
    n : int
        Draws.
    confidence : float
        Of the interval, two-sided.
    """

    share: float
    interval: tuple[float, float]
    distinct: int
    most_frequent: tuple[Frequent, ...]
    n: int
    confidence: float


def sampled(
    table: Table,
    weights: Floats,
    k: int | None = None,
    what: What = "ranking",
    *,
    n: int = 20_000,
    seed: int = 0,
    cone: float | None = None,
    confidence: float = 0.95,
) -> Sampled:
    """Stability of a ranking by weighted attributes, by drawing weights.

    Parameters
    ----------
    table : array of float, shape (N, d)
        Attributes of the items, large is good. Stability depends on their scales: bring
        them to comparable ones first.
    weights : array of float, shape (d,)
        Not negative, not all 0; only their ratios matter.
    k, what, cone
        As for :func:`~fairgate.ranking.stability.plane.two_d`.
    n, seed : int
        Draws, uniform on the directions without a negative weight (and inside the cone);
        the same seed draws the same.
    confidence : float
        Of the interval.

    Raises
    ------
    ValueError
        If the table, the weights or an option is not what it should be.
    Undefined
        If the cone is too thin to draw from.

    Examples
    --------
    >>> table = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 2.0], [0.0, 0.0, 0.0]])
    >>> found = sampled(table, np.array([1.0, 1.0, 1.0]), 1, "list", n=4_000)
    >>> found.distinct, found.most_frequent[0].order.tolist(), round(found.share, 1)
    (2, [1], 0.8)
    """
    check_table(table)
    check_weights(weights, table.shape[1])
    size = check_part(len(table), k, what, cone)
    _check(n, confidence)
    directions = drawn(np.random.default_rng(seed), n, weights, cone)

    def scores(rows: Table) -> Table:
        total = np.zeros((len(rows), len(table)))
        for column in range(table.shape[1]):
            total += rows[:, column, None] * table[:, column]
        return total

    step = max(1, _CELLS // len(table))
    batches = (parts(scores(directions[at : at + step]), size, what) for at in range(0, n, step))
    exact = parts(scores(weights[None, :]), size, what)
    return _counted(batches, exact, n, confidence)


def perturbed(
    table: Table,
    weights: Floats,
    k: int | None = None,
    what: What = "ranking",
    *,
    n: int = 2_000,
    seed: int = 0,
    noise: float = 0.05,
    confidence: float = 0.95,
) -> Sampled:
    """Stability of a ranking when the data are a little off and the weights stay.

    Each draw adds normal noise to every value, of ``noise`` standard deviations of its
    attribute. Other parameters, result and errors are those of :func:`sampled`.

    Examples
    --------
    >>> table = np.array([[3.0, 1.0], [2.0, 2.0], [0.0, 0.0]])
    >>> perturbed(table, np.array([1.0, 1.1]), 2, "set").share
    1.0
    """
    check_table(table)
    check_weights(weights, table.shape[1])
    size = check_part(len(table), k, what)
    _check(n, confidence)
    if not (np.isfinite(noise) and noise > 0):
        raise ValueError(f"noise {noise}: expected a number above 0")
    generator = np.random.default_rng(seed)
    scores = scores_by(table, weights)[None, :]
    # A weighted sum of independent normal errors is one normal error.
    spread = noise * float(np.linalg.norm(weights * table.std(axis=0)))
    step = max(1, _CELLS // len(table))
    shapes = ((min(step, n - at), len(table)) for at in range(0, n, step))
    batches = (
        parts(scores + spread * generator.standard_normal(shape), size, what) for shape in shapes
    )
    return _counted(batches, parts(scores, size, what), n, confidence)


def _check(n: int, confidence: float) -> None:
    if n < 1:
        raise ValueError(f"n = {n}: expected at least one draw")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence}: expected a number between 0 and 1")


def _counted(batches: Iterable[Orders], exact: Orders, n: int, confidence: float) -> Sampled:
    """Count orders, a row each, and how often they are the exact one."""
    tally = Tally()
    for batch in batches:
        tally.add(batch)
    same = tally.count(exact[0])
    low, high = clopper_pearson(same, n, float(special.ndtri((1 + confidence) / 2)))
    frequent = tuple(Frequent(count / n, order) for order, count in tally.most(_SHOWN))
    return Sampled(same / n, (float(low), float(high)), tally.distinct, frequent, n, confidence)
