"""More than two attributes: draw weights, and approach those asked about."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fairgate.ranking.design.oracles import Oracle
from fairgate.ranking.design.proposal import Proposal, angle_between
from fairgate.ranking.directions import drawn
from fairgate.ranking.ranked import Floats, Undefined
from fairgate.ranking.weighting import Table, best_first, check_table, check_weights, scores_by

_ROUNDS = 40
_HALVINGS = 30
_NARROWER = (1, 2, 4, 8)
"""How much narrower than the distance the cones around the best are, in turn."""


def search(
    table: Table, oracle: Oracle, weights: Floats, *, n: int = 2_000, seed: int = 0
) -> Proposal | None:
    """Look for satisfactory weights close to those asked about.

    Directions are drawn, first everywhere, then only closer to ``weights`` than the best
    found so far, in turns around ``weights`` and around the best. The line from each better
    one to ``weights`` is halved until the border is found beyond which the oracle is
    satisfied.

    Parameters
    ----------
    table : array of float, shape (N, d)
        Attributes of the items, large is good.
    oracle : callable
        Given places in the table, best first: will this ranking do?
    weights : array of float, shape (d,)
        Not negative, not all 0.
    n : int
        Directions drawn; the halving asks about 30 rankings for each better one.
    seed : int
        The same seed draws the same.

    Returns
    -------
    Proposal or None
        The closest found (``exact`` only if ``weights`` will do themselves). None if none
        was found, which is no proof that there are none.

    Raises
    ------
    ValueError
        If the table or the weights are not what they should be, or n is below 1.

    Notes
    -----
    The paper (Asudeh et al., SIGMOD 2019, section 5) keeps one satisfactory function for
    each cell of a grid; for a single question drawing around it needs no grid.

    Examples
    --------
    >>> table = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [0.0, 0.0, 0.0]])
    >>> found = search(table, lambda order: bool(order[0] == 1), np.array([2.0, 1.0, 1.0]))
    >>> found.weights.round(2).tolist(), round(found.distance, 2), found.exact
    ([1.57, 1.57, 1.03], 0.29, False)
    """
    check_table(table)
    check_weights(weights, table.shape[1])
    if n < 1:
        raise ValueError(f"n = {n}: expected at least one direction")

    def will_do(some: Floats) -> bool:
        return bool(oracle(best_first(scores_by(table, some))))

    if will_do(weights):
        return Proposal(weights, 0.0, exact=True)
    length = float(np.linalg.norm(weights))
    middle = weights / length
    generator = np.random.default_rng(seed)
    best: Floats | None = None
    for turn in range(_ROUNDS):
        nearest_first = _closer(generator, max(1, n // _ROUNDS), middle, best, turn)
        found = next((one for one in nearest_first if will_do(one)), None)
        if found is not None:
            best = _approach(found, middle, will_do)
    if best is None:
        return None
    return Proposal(length * best, angle_between(best, middle), exact=False)


def _closer(
    generator: np.random.Generator, n: int, middle: Floats, best: Floats | None, turn: int
) -> Table:
    """Draw directions closer to the middle than the best so far, the closest first.

    In turns from everywhere closer, and from around the best, nearer and nearer.
    """
    around, cone = middle, None
    if best is not None:
        cone = angle_between(best, middle)
        if turn % 2:
            around, cone = best, cone / _NARROWER[turn // 2 % len(_NARROWER)]
    try:
        some = drawn(generator, n, around, cone)
    except Undefined:  # nearly all directions so close have a weight below 0
        return np.empty((0, len(middle)))
    nearness = some @ middle
    if best is not None:
        some = some[nearness > best @ middle]
        nearness = some @ middle
    return np.asarray(some[np.argsort(-nearness, kind="stable")])


def _approach(found: Floats, middle: Floats, will_do: Callable[[Floats], bool]) -> Floats:
    """Move satisfactory weights towards the middle, up to a border."""
    far, near = 1.0, 0.0
    best = found
    for _ in range(_HALVINGS):
        half = (far + near) / 2
        tried = middle + half * (found - middle)
        tried /= np.linalg.norm(tried)
        if will_do(tried):
            far, best = half, tried
        else:
            near = half
    return best
