"""Two attributes: all weights whose ranking satisfies an oracle, by a ray sweep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairgate.ranking.design.oracles import Oracle, TopK
from fairgate.ranking.design.proposal import Proposal
from fairgate.ranking.exchange import angle_of, direction, sectors
from fairgate.ranking.ranked import Floats
from fairgate.ranking.weighting import Table, best_first, check_table, check_weights, scores_by

_INSIDE = 1e-9
"""How far inside an interval proposed weights lie, in radians: at its border two items tie."""


@dataclass(frozen=True)
class Satisfactory:
    """Weights (cos a, sin a) that satisfy an oracle.

    Attributes
    ----------
    intervals : tuple of (low, high)
        Maximal, in increasing order; angles in radians between 0 and pi / 2. Empty if no
        weights will do. At a border items tie, and the order of the table decides.
    sectors : int
        Different rankings that there are.
    points : array of float, shape (n, 2)
    oracle : callable
    """

    intervals: tuple[tuple[float, float], ...]
    sectors: int
    points: Table
    oracle: Oracle

    @property
    def share(self) -> float:
        """Share of all weightings that satisfy the oracle."""
        return sum(high - low for low, high in self.intervals) / (np.pi / 2)

    def holds(self, weights: Floats) -> bool:
        """Say whether the ranking by these weights satisfies the oracle."""
        check_weights(weights, 2)
        return bool(self.oracle(best_first(scores_by(self.points, weights))))

    def closest(self, weights: Floats) -> Proposal | None:
        """Find the satisfactory weights with the smallest angle to those asked about.

        Parameters
        ----------
        weights : array of float, shape (2,)
            Not negative, not both 0.

        Returns
        -------
        Proposal or None
            None if no weights satisfy the oracle. The proposed weights lie a billionth of
            a radian inside the interval, so that nothing ties: rounding them may undo it.
        """
        if self.holds(weights):
            return Proposal(weights, 0.0, exact=True)
        angle, length = angle_of(weights), float(np.linalg.norm(weights))
        inside = [_nearest(angle, low, high) for low, high in self.intervals]
        if not inside:
            return None
        chosen = min(inside, key=lambda other: abs(other - angle))
        return Proposal(length * direction(chosen), abs(chosen - angle), exact=True)


def sweep(points: Table, oracle: Oracle, depth: int | None = None) -> Satisfactory:
    """Ask the oracle about every ranking that some weights of two attributes give.

    Parameters
    ----------
    points : array of float, shape (n, 2)
        Attributes of the items, large is good; at most 4,000 items.
    oracle : callable
        Given places in the table, best first: will this ranking do? It must not keep the
        array, which changes under its hands.
    depth : int, optional
        The oracle looks at the first ``depth`` items only, and need not be asked again
        where they stay. Known for :class:`~fairgate.ranking.design.oracles.TopK`.

    Raises
    ------
    ValueError
        If the points are not what they should be.

    Notes
    -----
    Asudeh et al., SIGMOD 2019, section 3: O(n^2 log n) for the exchanges, and one call of
    the oracle for each.

    Examples
    --------
    >>> points = np.array([[2.0, 1.0], [1.0, 2.0], [0.0, 0.0]])
    >>> found = sweep(points, lambda order: bool(order[0] == 1))
    >>> [(round(low, 4), round(high, 4)) for low, high in found.intervals]
    [(0.7854, 1.5708)]
    >>> closest = found.closest(np.array([2.0, 1.0]))
    >>> closest.weights.round(3).tolist(), round(closest.distance, 3)
    ([1.581, 1.581], 0.322)
    """
    check_table(points, 2)
    deep = depth or (oracle.k if isinstance(oracle, TopK) else len(points))
    order_matters = not isinstance(oracle, TopK)
    intervals: list[tuple[float, float]] = []
    will_do, number = False, 0
    for low, high, order, first, last in sectors(points):
        number += 1
        asked = number == 1 or (first < deep and (order_matters or last >= deep))
        before, will_do = will_do, bool(oracle(order)) if asked else will_do
        if will_do and before:
            intervals[-1] = (intervals[-1][0], high)
        elif will_do:
            intervals.append((low, high))
    return Satisfactory(tuple(intervals), number, points, oracle)


def _nearest(angle: float, low: float, high: float) -> float:
    """Nearest angle that is inside an interval, and not on its border."""
    margin = min(_INSIDE, (high - low) / 2)
    return min(max(angle, low + margin), high - margin)
