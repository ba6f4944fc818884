"""Choosing k with floors and ceilings for groups: the best choice there is.

Everybody is present and scored (the static case); choosing while people still arrive is
another problem.

Source: Stoyanovich, Yang & Jagadish, "Online Set Selection with Fairness and Diversity
Constraints", EDBT 2018, algorithm 1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fairgate.ranking.ranked import Ranked
from fairgate.ranking.repaired import (
    Infeasible,
    Repaired,
    by_sum,
    check_size,
    scores_of,
)
from fairgate.ranking.weighting import best_first

Limits = Mapping[str | None, int]


def select(
    ranked: Ranked, k: int, at_least: Limits | None = None, at_most: Limits | None = None
) -> Repaired:
    """Choose k items of the largest total score that keep floors and ceilings.

    Parameters
    ----------
    ranked : Ranked
        With scores; their order in it only breaks ties.
    k : int
        How many to choose.
    at_least, at_most : mapping from group to int, optional
        Floors and ceilings; a group not named has none.

    Returns
    -------
    Repaired
        ``order`` has k places, by score; ``measure`` is the sum of scores.

    Raises
    ------
    Infeasible
        If no choice keeps them all; it names those that collide.
    ValueError
        If k is not between 1 and n, there are no scores, a limit is negative, or a limit
        names a group that nobody belongs to.

    Examples
    --------
    >>> ranked = Ranked.of(["m", "m", "m", "f"], [9.0, 8.0, 7.0, 5.0])
    >>> chosen = select(ranked, 2, at_least={"f": 1})
    >>> chosen.order.tolist(), chosen.utility, chosen.cost
    ([0, 3], 14.0, 3.0)
    >>> select(ranked, 2, at_least={"f": 1, "m": 2})
    Traceback (most recent call last):
    fairgate.ranking.repaired.Infeasible: floors add up to 3 (m 2, f 1), more than k = 2
    """
    order = best_first(scores_of(ranked))
    check_size(ranked, k)
    floors, ceilings = limits(ranked, k, at_least or {}, at_most or {})
    # A group fills its floor first; what lies above all floors is shared by score.
    slack = k - sum(floors)
    taken = [0] * len(floors)
    chosen = []
    for place in order.tolist():
        group = int(ranked.codes[place])
        owed = taken[group] < floors[group]
        if owed or (slack and taken[group] < ceilings[group]):
            slack -= not owed
            taken[group] += 1
            chosen.append(place)
    return by_sum(ranked, np.array(chosen, dtype=np.int64))


def limits(
    ranked: Ranked, k: int, at_least: Limits, at_most: Limits
) -> tuple[list[int], list[int]]:
    """Floors and ceilings of k places, in the order of ``ranked.groups``.

    No ceiling is higher than the group is large, or than k.

    Raises
    ------
    Infeasible, ValueError
        As :func:`select` says.

    Examples
    --------
    >>> limits(Ranked.of(["m", "m", "m", "f"]), 2, {"f": 1}, {})
    ([0, 1], [2, 1])
    """
    for name, given in (("at least", at_least), ("at most", at_most)):
        for group, limit in given.items():
            if group not in ranked.groups:
                raise ValueError(f"nobody belongs to {_name(group)}, but {name} {limit} is asked")
            if limit < 0:
                raise ValueError(f"{_name(group)}: {name} {limit}: expected 0 or more")
    sizes = ranked.sizes.tolist()
    floors = [at_least.get(group, 0) for group in ranked.groups]
    ceilings = [
        min(at_most.get(group, k), k, size)
        for group, size in zip(ranked.groups, sizes, strict=True)
    ]
    _check(ranked, k, floors, ceilings)
    return floors, ceilings


def _check(ranked: Ranked, k: int, floors: list[int], ceilings: list[int]) -> None:
    """Raise Infeasible unless some choice of k keeps floors and ceilings."""
    sizes = ranked.sizes.tolist()
    for group, floor, ceiling, size in zip(ranked.groups, floors, ceilings, sizes, strict=True):
        if floor > size:
            raise Infeasible(
                f"{_name(group)}: at least {floor} are asked for, but only {size} are there"
            )
        if floor > ceiling and ceiling < k:
            raise Infeasible(f"{_name(group)}: at least {floor}, but at most {ceiling}")
    if sum(floors) > k:
        listed = _listed(ranked, floors)
        raise Infeasible(f"floors add up to {sum(floors)} ({listed}), more than k = {k}")
    if sum(ceilings) < k:
        listed = _listed(ranked, ceilings)
        raise Infeasible(f"ceilings let in only {sum(ceilings)} ({listed}), fewer than k = {k}")


def _listed(ranked: Ranked, limits: list[int]) -> str:
    """Groups and their limits, without those whose limit is 0."""
    named = zip(ranked.groups, limits, strict=True)
    return ", ".join(f"{_name(group)} {limit}" for group, limit in named if limit)


def _name(group: str | None) -> str:
    return "people whose group is not known" if group is None else group
