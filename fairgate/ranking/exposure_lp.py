"""Fair exposure: the best lottery over rankings in which groups get their share of attention.

One ranking can hardly be fair to two groups: somebody is first. A lottery over rankings,
drawn anew for each viewer, can. Chances P[x, i] of item x to stand in position i come from
a linear program; a lottery over rankings with these chances from Birkhoff and von Neumann.

Source: Singh & Joachims, "Fairness of Exposure in Rankings", KDD 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from fairgate.ranking.birkhoff import Chances, decompose
from fairgate.ranking.exposure import attention
from fairgate.ranking.ranked import Floats, Ints, Ranked, Undefined
from fairgate.ranking.repaired import Infeasible, scores_of
from fairgate.ranking.weighting import best_first

Constraint: TypeAlias = Literal["parity", "treatment", "impact"]
MOST_ITEMS = 200
"""The program has a variable for each item and position."""
_INFEASIBLE = 2


@dataclass(frozen=True)
class Lottery:
    """Rankings and the probability of each.

    Attributes
    ----------
    probabilities : array of float, shape (m,)
        Their sum is 1.
    orders : tuple of array of int
        Places in the ranking that was repaired, best first.
    exposure : mapping from group to float
        Mean attention that an item of the group may expect; position i gets
        1 / log2(i + 1).
    utility, best_utility : float
        Expected discounted sum of scores, and that of the ranking by score.
    """

    probabilities: Floats
    orders: tuple[Ints, ...]
    exposure: dict[str | None, float]
    utility: float
    best_utility: float

    @property
    def cost(self) -> float:
        """Expected utility given up for the constraint; never negative."""
        return max(0.0, self.best_utility - self.utility)

    def draw(self, generator: np.random.Generator) -> Ints:
        """Draw a ranking."""
        return self.orders[generator.choice(len(self.orders), p=self.probabilities)]


def fair_exposure(ranked: Ranked, constraint: Constraint = "parity") -> Lottery:
    """Find the lottery over rankings of the largest expected utility that is fair to groups.

    Parameters
    ----------
    ranked : Ranked
        With scores, which are the utility of an item to who sees it; at most 200 items.
        People whose group is not known are ranked, but bound by no constraint.
    constraint : {"parity", "treatment", "impact"}
        What is equal between groups: mean exposure; mean exposure / mean utility; mean
        (exposure x utility) / mean utility, which is what clicks are.

    Raises
    ------
    Undefined
        If fewer than two groups are known; or if, but for parity, the mean utility of a
        group is not above 0.
    Infeasible
        If no lottery meets the constraint: one group's utility is so much larger that even
        all first places do not make up for it.
    ValueError
        If there are no scores, too many items, or the constraint is another word.

    Examples
    --------
    >>> ranked = Ranked.of(["m", "m", "f", "f"], [4.0, 3.0, 2.0, 1.0])
    >>> lottery = fair_exposure(ranked)
    >>> {group: round(mean, 3) for group, mean in lottery.exposure.items()}
    {'m': 0.64, 'f': 0.64}
    >>> len(lottery.orders), round(lottery.cost, 3)
    (2, 0.569)
    """
    scores, n = scores_of(ranked), ranked.n
    if constraint not in get_args(Constraint):
        raise ValueError(f"{constraint!r}: expected one of {', '.join(get_args(Constraint))}")
    if n > MOST_ITEMS:
        raise ValueError(f"{n} items: the linear program takes at most {MOST_ITEMS}")
    worth = _worth(ranked, scores, constraint)
    chances = _solve(scores, worth, constraint)
    probabilities, orders = decompose(chances)
    weight = attention(n)
    utility = sum(
        p * (scores[order] @ weight) for p, order in zip(probabilities, orders, strict=True)
    )
    best = scores[best_first(scores)] @ weight
    exposure = _exposure(ranked, probabilities, orders)
    return Lottery(probabilities, orders, exposure, float(utility), float(best))


def _worth(ranked: Ranked, scores: Floats, constraint: Constraint) -> Chances:
    """What attention to each item counts towards its group; a row a known group."""
    known = [at for at, group in enumerate(ranked.groups) if group is not None]
    if len(known) < 2:
        raise Undefined("there are no two known groups whose exposure could be compared")
    rows = np.zeros((len(known), ranked.n))
    for row, code in zip(rows, known, strict=True):
        inside = ranked.codes == code
        row[inside] = 1 / inside.sum()
        if constraint == "parity":
            continue
        mean = float(scores[inside].mean())
        if mean <= 0:
            raise Undefined(f"the mean utility of {ranked.groups[code]} is {mean:g}, not above 0")
        row[inside] *= (scores[inside] if constraint == "impact" else 1.0) / mean
    return rows


def _solve(scores: Floats, worth: Chances, constraint: Constraint) -> Chances:
    """Chances of every item (rows) to stand in every position (columns)."""
    n = len(scores)
    weight = attention(n)
    one = np.ones((1, n))
    each_item = sparse.kron(sparse.eye_array(n), one)
    each_position = sparse.kron(one, sparse.eye_array(n))
    differences = np.stack([np.outer(row, weight).ravel() for row in worth[1:] - worth[0]])
    # Coefficients of about 1, whatever the units of the scores.
    differences /= np.abs(differences).max(axis=1, keepdims=True)
    value = np.outer(scores, weight).ravel()
    rows: Any = sparse.vstack([each_item, each_position, sparse.csr_array(differences)])
    result = linprog(
        -value / max(1e-300, float(np.abs(value).max())),
        A_eq=rows,  # sparse, which scipy-stubs does not know that linprog takes
        b_eq=np.concatenate([np.ones(2 * n), np.zeros(len(differences))]),
        bounds=(0, 1),
        method="highs-ds",
    )
    if result.status == _INFEASIBLE:
        raise Infeasible(
            f"no lottery over rankings gives equal {constraint}: the groups differ too much"
            " in utility for their size"
        )
    if result.x is None:
        raise RuntimeError(f"the linear program was not solved: {result.message}")
    chances: Chances = np.clip(result.x.reshape(n, n), 0, 1)
    return chances


def _exposure(
    ranked: Ranked, probabilities: Floats, orders: tuple[Ints, ...]
) -> dict[str | None, float]:
    """Mean attention an item of each group may expect."""
    expected = np.zeros(ranked.n)
    for probability, order in zip(probabilities, orders, strict=True):
        expected[order] += probability * attention(ranked.n)
    sums = np.bincount(ranked.codes, weights=expected, minlength=len(ranked.groups))
    return dict(zip(ranked.groups, (sums / ranked.sizes).tolist(), strict=True))
