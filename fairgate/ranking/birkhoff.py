"""Chances of items to stand in positions, as a lottery over rankings.

Source: Birkhoff 1946, von Neumann 1953: every doubly stochastic matrix is a weighted mean
of permutation matrices.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment

from fairgate.ranking.ranked import Floats, Ints

Chances: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float64]]
_NOTHING = 1e-12
_LEFT = 1e-9
_ROUNDING = 1e-6


def decompose(chances: Chances) -> tuple[Floats, tuple[Ints, ...]]:
    """Write a doubly stochastic matrix as a lottery over rankings.

    Again and again, a ranking in which every item has a chance to stand where it stands
    gets the smallest of these chances as its probability, and they are taken off.

    Parameters
    ----------
    chances : array of float, shape (n, n)
        ``chances[x, i]`` that item x stands in position i; rows and columns add up to 1
        (within a millionth).

    Returns
    -------
    probabilities : array of float, shape (m,)
        Their sum is 1; m is at most n^2 - 2n + 2.
    orders : tuple of array of int
        Items by position.

    Raises
    ------
    ValueError
        If the matrix is not doubly stochastic.

    Examples
    --------
    >>> probabilities, orders = decompose(np.array([[0.75, 0.25], [0.25, 0.75]]))
    >>> probabilities.tolist(), [order.tolist() for order in orders]
    ([0.75, 0.25], [[0, 1], [1, 0]])
    """
    _check(chances)
    left = chances.astype(np.float64)
    n = len(left)
    probabilities: list[float] = []
    orders: list[Ints] = []
    items = np.arange(n)
    while sum(probabilities) < 1 - _LEFT:
        left[left < _NOTHING] = 0
        # No entry of 0 is worth taking, whatever the others: there are n of at most 1.
        _, position = linear_sum_assignment(np.where(left > 0, -left, n + 1.0))
        probability = float(left[items, position].min())
        if probability <= 0:
            break
        left[items, position] -= probability
        probabilities.append(probability)
        orders.append(np.argsort(position).astype(np.int64))
    shares = np.array(probabilities)
    return shares / shares.sum(), tuple(orders)


def _check(chances: Chances) -> None:
    if chances.ndim != 2 or not chances.size or chances.shape[0] != chances.shape[1]:
        raise ValueError(f"expected as many positions as items, got shape {chances.shape}")
    if not np.isfinite(chances).all() or (chances < -_ROUNDING).any():
        raise ValueError("a chance is negative or not a finite number")
    for name, axis in (("item", 1), ("position", 0)):
        sums = chances.sum(axis=axis)
        for at in np.flatnonzero(np.abs(sums - 1) > _ROUNDING):
            raise ValueError(f"chances of {name} {at} add up to {sums[at]:g}, not to 1")
