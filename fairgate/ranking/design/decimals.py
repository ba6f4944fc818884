"""Weights that people can write down: as few decimals as still satisfy the oracle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from fairgate.ranking.design.oracles import Oracle
from fairgate.ranking.design.proposal import Proposal, angle_between
from fairgate.ranking.ranked import Floats
from fairgate.ranking.weighting import Table, best_first, check_table, check_weights, scores_by

_MOST_DECIMALS = 12
_BOTH_WAYS = 8
"""Up to so many weights each is rounded up and down; more would be too many combinations."""


def rounded(
    table: Table, oracle: Oracle, proposal: Proposal, weights: Floats, *, detour: float = 0.01
) -> Proposal:
    """Round proposed weights to the fewest decimals that still satisfy the oracle.

    Proposed weights lie just inside a border, and plain rounding may lead out again. Each
    weight is rounded up and down; of the combinations that will do and are hardly further
    away, the one closest to ``weights`` is taken.

    Parameters
    ----------
    table : array of float, shape (N, d)
        Attributes of the items, large is good.
    oracle : callable
        The one that the proposal satisfies.
    proposal : Proposal
        As found by a sweep or a search.
    weights : array of float, shape (d,)
        Those asked about: what ``distance`` is measured from.
    detour : float
        How much larger the distance may become, in radians.

    Returns
    -------
    Proposal
        No longer ``exact``, unless it is the one given: it is if ``weights`` will do, or if
        twelve decimals are not enough.

    Examples
    --------
    >>> table = np.array([[2.0, 1.0], [1.0, 2.0]])
    >>> oracle = lambda order: bool(order[0] == 1)
    >>> exactly = Proposal(np.array([1.58113882, 1.58113884]), 0.3217506, exact=True)
    >>> rounded(table, oracle, exactly, np.array([2.0, 1.0])).weights.tolist()
    [1.58, 1.59]
    """
    check_table(table)
    check_weights(weights, table.shape[1])
    if proposal.already:
        return proposal
    for decimals in range(_MOST_DECIMALS + 1):
        fitting = [
            Proposal(one, angle_between(one, weights), exact=False)
            for one in _neighbours(proposal.weights, decimals)
            if one.any() and oracle(best_first(scores_by(table, one)))
        ]
        closest = min(fitting, key=lambda one: one.distance, default=None)
        if closest is not None and closest.distance <= proposal.distance + detour:
            return closest
    return proposal


def _neighbours(weights: Floats, decimals: int) -> Iterator[Floats]:
    """Weights rounded up and down, in all combinations."""
    unit = 10.0**decimals
    scaled = weights * unit
    if len(weights) > _BOTH_WAYS:
        yield np.rint(scaled) / unit
        return
    ends = [sorted({np.floor(value), np.ceil(value)}) for value in scaled.tolist()]
    for combination in product(*ends):
        yield np.array(combination) / unit
