"""Counting rankings: many at a time, and without keeping them all."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TypeAlias

import numpy as np

from fairgate.ranking.ranked import Ints
from fairgate.ranking.stability.part import What
from fairgate.ranking.weighting import Table

Orders: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.int64]]


def parts(scores: Table, k: int, what: What) -> Orders:
    """Rank many times at once, and keep the first k of each.

    Parameters
    ----------
    scores : array of float, shape (m, n)
        A row a ranking; ties keep the order of the columns.
    k : int
    what : {"ranking", "list", "set"}

    Returns
    -------
    array of int, shape (m, k)
        Columns, best first; for ``"set"`` in increasing order.

    Examples
    --------
    >>> parts(np.array([[1.0, 3.0, 3.0, 3.0]]), 2, "set").tolist()
    [[1, 2]]
    """
    m, n = scores.shape
    if k == n:
        order = np.argsort(-scores, axis=1, kind="stable")
        return np.sort(order, axis=1) if what == "set" else order
    # Find the k-th score without sorting; of those equal to it take the first.
    kth = np.partition(scores, n - k, axis=1)[:, n - k, None]
    above, level = scores > kth, scores == kth
    room = k - above.sum(axis=1, keepdims=True)
    chosen = above | (level & (np.cumsum(level, axis=1) <= room))
    members: Orders = np.nonzero(chosen)[1].reshape(m, k)
    if what == "set":
        return members
    inside = np.take_along_axis(scores, members, axis=1)
    return np.take_along_axis(members, np.argsort(-inside, axis=1, kind="stable"), axis=1)


class Tally:
    """How often each order was seen.

    Orders are told apart by a digest of 16 bytes, so that long rankings that are all
    different do not fill the memory; an order is kept when it is seen for the second time.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add(np.array([[0, 1], [1, 0], [0, 1]]))
    >>> tally.distinct, tally.count(np.array([0, 1]))
    (2, 2)
    >>> [(order.tolist(), count) for order, count in tally.most(1)]
    [([0, 1], 2)]
    """

    def __init__(self) -> None:
        self._counts: Counter[bytes] = Counter()
        self._orders: dict[bytes, Ints] = {}

    @property
    def distinct(self) -> int:
        """Different orders seen."""
        return len(self._counts)

    def add(self, orders: Orders) -> None:
        """Count each row."""
        for row in orders:
            key = _digest(row)
            self._counts[key] += 1
            if key not in self._orders and (self._counts[key] > 1 or len(self._orders) < _KEPT):
                self._orders[key] = row.copy()

    def count(self, order: Ints) -> int:
        """How often an order was seen."""
        return self._counts[_digest(order)]

    def most(self, n: int) -> list[tuple[Ints, int]]:
        """Orders seen most often, and how often; equally often, the first seen first."""
        kept = [(key, count) for key, count in self._counts.most_common() if key in self._orders]
        return [(self._orders[key], count) for key, count in kept[:n]]


_KEPT = 100
"""The first orders are kept even if they are never seen again."""


def _digest(order: Ints) -> bytes:
    return blake2b(order.astype("<i8").tobytes(), digest_size=16).digest()
