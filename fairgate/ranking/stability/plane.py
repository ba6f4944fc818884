"""Two attributes: every ranking that some weighting gives, and how many weightings give it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fairgate.ranking.exchange import RIGHT_ANGLE, angle_of, apart, direction, exchanges, sectors
from fairgate.ranking.ranked import Floats, Ints
from fairgate.ranking.stability.part import What, check_part, part
from fairgate.ranking.weighting import Table, best_first, check_table, check_weights, scores_by


@dataclass(frozen=True)
class Region:
    """Weightings (cos a, sin a), low < a < high, that all give the same ranking.

    Attributes
    ----------
    low, high : float
        Angles in radians, clipped to the region of interest.
    share : float
        Stability: (high - low) / width of the region of interest.
    order : array of int
        Places in the table, best first; the first k for ``"list"``; for ``"set"`` those k
        sorted by their place.
    """

    low: float
    high: float
    share: float
    order: Ints


@dataclass(frozen=True)
class Regions:
    """All regions, by angle: the first weighs the first attribute most.

    Attributes
    ----------
    points : array of float, shape (n, 2)
    k, what
        As asked.
    borders : array of float, shape (m + 1,)
        Angles in radians; the first and the last bound the region of interest.
    at : int or None
        Index of the region of the weights asked about. None if only those very weights,
        where items tie, give their ranking.
    """

    points: Table
    k: int
    what: What
    borders: Floats
    at: int | None

    @property
    def shares(self) -> Floats:
        """Stability of each region, shape (m,); their sum is 1."""
        width: Floats = np.diff(self.borders)
        shares: Floats = width / (self.borders[-1] - self.borders[0])
        return shares

    @property
    def share(self) -> float:
        """Stability of the ranking by the weights asked about."""
        return 0.0 if self.at is None else float(self.shares[self.at])

    def region(self, index: int) -> Region:
        """One region, with its ranking."""
        low, high = self.borders[index : index + 2].tolist()
        order = self._order((low + high) / 2)
        return Region(low, high, float(self.shares[index]), order)

    def most_stable(self) -> Iterator[Region]:
        """Regions from the most to the least stable (the paper's GET-NEXT)."""
        return map(self.region, np.argsort(-self.shares, kind="stable").tolist())

    def _order(self, angle: float) -> Ints:
        scores = scores_by(self.points, direction(angle))
        return part(best_first(scores), self.k, self.what)


def two_d(
    points: Table,
    weights: Floats,
    k: int | None = None,
    what: What = "ranking",
    *,
    cone: float | None = None,
) -> Regions:
    """Stability of a ranking by two weighted attributes, exactly.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Attributes of the items, large is good. Stability depends on their scales: bring
        them to comparable ones first.
    weights : array of float, shape (2,)
        Not negative, not both 0; only their ratio matters.
    k : int, optional
        For ``"list"`` and ``"set"``: how many of the first.
    what : {"ranking", "list", "set"}
        What has to stay the same: everybody's place, the first k in order, or who is
        among the first k.
    cone : float, optional
        Region of interest: weights at most this angle (radians) from ``weights``.
        All weightings by default.

    Raises
    ------
    ValueError
        If points, weights, k or cone are not what they should be; if there are more than
        4,000 items.

    Examples
    --------
    >>> points = np.array([[2.0, 1.0], [1.0, 2.0], [0.0, 0.0]])
    >>> regions = two_d(points, np.array([2.0, 1.0]))
    >>> regions.share, [region.order.tolist() for region in regions.most_stable()]
    (0.5, [[0, 1, 2], [1, 0, 2]])
    """
    check_table(points, 2)
    check_weights(weights, 2)
    size = check_part(len(points), k, what, cone)
    angle = angle_of(weights)
    low, high = 0.0, RIGHT_ANGLE
    if cone is not None:
        low, high = max(low, angle - cone), min(high, angle + cone)
    inside = [border for border in _borders(points, size, what) if low < border < high]
    regions = Regions(points, size, what, np.array([low, *inside, high]), None)
    wanted = part(best_first(scores_by(points, weights)), size, what)
    return Regions(points, size, what, regions.borders, _home(regions, angle, wanted))


def _borders(points: Table, k: int, what: What) -> Iterator[float]:
    """Angles at which the ranking, or its first k, is no longer what it was."""
    if what == "ranking":  # every exchange is a border
        angles = exchanges(points)[0]
        yield from angles[apart(angles)].tolist()
        return
    before = b""
    for low, _, order, first, last in sectors(points):
        if first >= k or (what == "set" and last < k and before):
            continue
        now = part(order, k, what).tobytes()
        if before and now != before:
            yield low
        before = now


def _home(regions: Regions, angle: float, wanted: Ints) -> int | None:
    """Index of the region that has the wanted order, looked for around an angle.

    At an angle where items tie, their order is that of the table: that of one side, of
    the other, or of neither.
    """
    last = len(regions.borders) - 2
    near = int(np.searchsorted(regions.borders, angle)) - 1
    for index in (near, near + 1, near - 1):
        if 0 <= index <= last and np.array_equal(regions.region(index).order, wanted):
            return index
    return None
