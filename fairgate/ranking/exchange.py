"""Two attributes: where two items change places as the weights turn from one to the other.

A weighting is a direction (cos a, sin a) with a between 0 and pi / 2. Items i and j, of
which neither is better in both attributes, tie at tan a = |x_i - x_j| / |y_i - y_j|: an
ordering exchange. Between two exchanges next to each other the ranking stays.

Source: Asudeh, Jagadish, Stoyanovich & Das, "Designing Fair Ranking Schemes", SIGMOD 2019,
section 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import pi
from typing import NamedTuple

import numpy as np

from fairgate.ranking.ranked import Floats, Ints
from fairgate.ranking.weighting import Table, best_first, scores_by

RIGHT_ANGLE = pi / 2
SAME_ANGLE = 1e-12
"""Exchanges no further apart than this, in radians, are one: floating point tells no more."""
MOST_ITEMS = 4_000
"""There are up to n (n - 1) / 2 exchanges; those of 4,000 items are 8 million."""


class Sector(NamedTuple):
    """Angles between two exchanges, and the ranking there.

    Attributes
    ----------
    low, high : float
        Angles in radians.
    order : array of int
        Places in the table, best first. Read only, and the next sector overwrites it.
    first, last : int
        Places of ``order`` (from 0) between which it differs from the sector before; the
        first sector differs everywhere.
    """

    low: float
    high: float
    order: Ints
    first: int
    last: int


def direction(angle: float) -> Floats:
    """Weights of an angle: (cos a, sin a), with no rounding at the right angle.

    Examples
    --------
    >>> direction(RIGHT_ANGLE).tolist()
    [0.0, 1.0]
    """
    if angle == RIGHT_ANGLE:
        return np.array([0.0, 1.0])
    return np.array([np.cos(angle), np.sin(angle)])


def angle_of(weights: Floats) -> float:
    """Angle of two weights.

    Examples
    --------
    >>> round(angle_of(np.array([3.0, 3.0])), 4)
    0.7854
    """
    return float(np.arctan2(weights[1], weights[0]))


def exchanges(points: Table) -> tuple[Floats, Ints, Ints]:
    """Angles of all ordering exchanges in increasing order, and the two items of each.

    Raises
    ------
    ValueError
        If there are more than ``MOST_ITEMS`` items.

    Examples
    --------
    >>> angles, left, right = exchanges(np.array([[2.0, 1.0], [1.0, 2.0], [0.0, 0.0]]))
    >>> angles.round(4).tolist(), left.tolist(), right.tolist()
    ([0.7854], [0], [1])
    """
    if len(points) > MOST_ITEMS:
        raise ValueError(f"{len(points):,} items: an exact sweep takes at most {MOST_ITEMS:,}")
    left, right = np.triu_indices(len(points), 1)
    x = points[left, 0] - points[right, 0]
    y = points[left, 1] - points[right, 1]
    crossing = np.flatnonzero(np.sign(x) * np.sign(y) < 0)
    angles = np.arctan2(np.abs(x[crossing]), np.abs(y[crossing]))
    by_angle = np.argsort(angles, kind="stable")
    kept = crossing[by_angle]
    return angles[by_angle], left[kept].astype(np.int64), right[kept].astype(np.int64)


def apart(angles: Floats) -> Ints:
    """Where each new angle begins among angles in increasing order.

    Examples
    --------
    >>> apart(np.array([0.1, 0.1, 0.2])).tolist()
    [0, 2]
    """
    return np.flatnonzero(np.diff(angles, prepend=-1.0) > SAME_ANGLE).astype(np.int64)


def sectors(points: Table) -> Iterator[Sector]:
    """Walk all rankings that weightings of two attributes give, from angle 0 to pi / 2.

    Each step swaps the items that tie between two sectors, so that a walk of m exchanges
    takes m steps and not m sorts. Items that are equal keep the order of the table.

    Raises
    ------
    ValueError
        If there are more than ``MOST_ITEMS`` items.

    Examples
    --------
    >>> points = np.array([[2.0, 1.0], [1.0, 2.0], [0.0, 0.0]])
    >>> [(round(s.low, 3), round(s.high, 3), s.order.tolist()) for s in sectors(points)]
    [(0.0, 0.785, [0, 1, 2]), (0.785, 1.571, [1, 0, 2])]
    """
    n = len(points)
    angles, left, right = exchanges(points)
    starts = apart(angles)
    bounds = [*starts.tolist(), len(angles)]
    borders = [0.0, *angles[starts].tolist(), RIGHT_ANGLE]
    lefts, rights = left.tolist(), right.tolist()

    order = np.lexsort((np.arange(n), -points[:, 1], -points[:, 0])).astype(np.int64)
    shown = order.view()
    shown.flags.writeable = False
    place = np.argsort(order).tolist()
    yield Sector(borders[0], borders[1], shown, 0, n - 1)
    for step, (begin, end) in enumerate(pairwise(bounds), start=1):
        low, high = borders[step], borders[step + 1]
        i, j = lefts[begin], rights[begin]
        first, last = sorted((place[i], place[j]))
        if end - begin == 1 and last - first == 1:
            order[first], order[last] = order[last], order[first]
            place[i], place[j] = place[j], place[i]
        else:
            tied = {*lefts[begin:end], *rights[begin:end]}
            first, last = _sort_again(points, (low + high) / 2, order, place, tied)
        yield Sector(low, high, shown, first, last)


def _sort_again(
    points: Table, angle: float, order: Ints, place: list[int], tied: set[int]
) -> tuple[int, int]:
    """Order the stretch of places that hold the tied items by their scores at an angle."""
    places = [place[item] for item in tied]
    first, last = min(places), max(places)
    stretch = np.sort(order[first : last + 1])
    scores = scores_by(points[stretch], direction(angle))
    order[first : last + 1] = stretch[best_first(scores)]
    for at, item in enumerate(order[first : last + 1].tolist(), start=first):
        place[item] = at
    return first, last
