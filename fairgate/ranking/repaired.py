"""What a repair gives back: the new order, and what it cost in utility."""

from __future__ import annotations

from dataclasses import dataclass

from fairgate.ranking.exposure import attention
from fairgate.ranking.ranked import Floats, Ints, Ranked
from fairgate.ranking.weighting import best_first


class Infeasible(ValueError):  # noqa: N818 - an answer about the request, not an accident
    """Nothing keeps all the constraints; the text names those that collide."""


@dataclass(frozen=True)
class Repaired:
    """A repaired ranking or selection.

    Attributes
    ----------
    order : array of int
        Places in the ranking that was repaired (0 was first), best first.
    utility, best_utility : float
        Of this order, and of the best one as long without any constraint.
    measure : str
        What utility is: ``"sum of scores"``, or ``"discounted sum of scores"``
        (DCG: the score at position i counts 1 / log2(i + 1)).
    """

    order: Ints
    utility: float
    best_utility: float
    measure: str

    @property
    def cost(self) -> float:
        """Utility given up for the constraints; never negative, in units of the scores."""
        return max(0.0, self.best_utility - self.utility)


def scores_of(ranked: Ranked) -> Floats:
    """Scores of the items of a ranking, in its order.

    Raises
    ------
    ValueError
        If there are none: without them no order is worth more than another.

    Examples
    --------
    >>> scores_of(Ranked.of(["m", "f"], [2.0, 1.0])).tolist()
    [2.0, 1.0]
    """
    if ranked.scores is None:
        raise ValueError("a repair needs the scores that the items were ranked by")
    return ranked.scores


def check_size(ranked: Ranked, k: int | None) -> int:
    """How many items are wanted; all of them by default.

    Raises
    ------
    ValueError
        If it is below 1 or more than there are.

    Examples
    --------
    >>> check_size(Ranked.of(["m", "f"]), None)
    2
    """
    if k is None:
        return ranked.n
    if not 1 <= k <= ranked.n:
        raise ValueError(f"k = {k}, but there are {ranked.n} items: expected 1 to {ranked.n}")
    return k


def by_sum(ranked: Ranked, order: Ints) -> Repaired:
    """Price a selection by the sum of its scores.

    Examples
    --------
    >>> import numpy as np
    >>> by_sum(Ranked.of(["m", "m", "f"], [3.0, 2.0, 1.0]), np.array([0, 2])).cost
    1.0
    """
    scores = scores_of(ranked)
    best = scores[best_first(scores)[: len(order)]]
    return Repaired(order, float(scores[order].sum()), float(best.sum()), "sum of scores")


def by_discounted_sum(ranked: Ranked, order: Ints) -> Repaired:
    """Price a ranking by the sum of its scores, each discounted by its position.

    Examples
    --------
    >>> import numpy as np
    >>> swapped = by_discounted_sum(Ranked.of(["m", "f"], [3.0, 2.0]), np.array([1, 0]))
    >>> round(swapped.utility, 4), round(swapped.best_utility, 4), round(swapped.cost, 4)
    (3.8928, 4.2619, 0.3691)
    """
    scores, weight = scores_of(ranked), attention(len(order))
    best = scores[best_first(scores)[: len(order)]]
    utility, best_utility = float(scores[order] @ weight), float(best @ weight)
    return Repaired(order, utility, best_utility, "discounted sum of scores")
