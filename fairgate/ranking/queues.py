"""One queue a group, best item first: what re-rankers take from."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from fairgate.ranking.ranked import Ints, Ranked
from fairgate.ranking.repaired import check_size, scores_of
from fairgate.ranking.weighting import best_first

Shares: TypeAlias = Mapping[str | None, float]
_ROUNDING = 1e-9
"""0.29 * 100 is a little less than 29 in floating point, and its floor is 29."""


def due_floor(prefix: int, share: float) -> int:
    """How many of a group the first ``prefix`` items must hold: floor(prefix * share).

    Examples
    --------
    >>> due_floor(100, 0.29)
    29
    """
    return math.floor(prefix * share + _ROUNDING)


def due_ceiling(prefix: int, share: float) -> int:
    """How many of a group the first ``prefix`` items should hold at most: ceil(prefix * share).

    Examples
    --------
    >>> due_ceiling(100, 0.07)
    7
    """
    return math.ceil(prefix * share - _ROUNDING)


@dataclass
class Queues:
    """Items of each group that wait for a place, best first, and how many have one.

    Attributes
    ----------
    scores : list of float
        Of every item of the ranking.
    queues : list of list of int
        Items by group, best first; those before ``taken`` have a place.
    shares : list of float
        Wanted share of each group.
    taken : list of int
        Items of each group that have a place.
    size : int
        Places to fill.
    """

    scores: list[float]
    queues: list[list[int]]
    shares: list[float]
    taken: list[int]
    size: int

    @classmethod
    def of(cls, ranked: Ranked, k: int | None, shares: Shares | None) -> Queues:
        """Line up the items of a ranking.

        Raises
        ------
        ValueError
            As :func:`~fairgate.ranking.rerank.det_greedy` says.

        Examples
        --------
        >>> ranked = Ranked.of(["m", "f", "m"], [1.0, 2.0, 3.0])
        >>> Queues.of(ranked, None, None).queues
        [[2, 0], [1]]
        """
        scores, size = scores_of(ranked), check_size(ranked, k)
        queues: list[list[int]] = [[] for _ in ranked.groups]
        for item in best_first(scores).tolist():
            queues[ranked.codes[item]].append(item)
        wanted = _shares(ranked, shares)
        return cls(scores.tolist(), queues, wanted, [0] * len(queues), size)

    def waiting(self) -> list[int]:
        """Groups that have an item left."""
        return [g for g, queue in enumerate(self.queues) if self.taken[g] < len(queue)]

    def only_unwanted(self) -> bool:
        """Say whether all items left belong to groups whose wanted share is 0."""
        return not any(self.shares[group] for group in self.waiting())

    def owes(self, group: int, prefix: int) -> bool:
        """Say whether a group has fewer than its floor in a prefix."""
        return self.taken[group] < due_floor(prefix, self.shares[group])

    def below_ceiling(self, group: int, prefix: int) -> bool:
        """Say whether a group has fewer than its ceiling in a prefix."""
        return self.taken[group] < due_ceiling(prefix, self.shares[group])

    def next_floor(self, group: int, prefix: int) -> float:
        """Where the ceiling of this prefix becomes the floor; need not be whole."""
        return due_ceiling(prefix, self.shares[group]) / self.shares[group]

    def next_due(self, prefix: int) -> int:
        """Find the first longer prefix in which some group with items left is owed one."""
        due = [
            math.ceil((self.taken[group] + 1) / self.shares[group] - _ROUNDING)
            for group in self.waiting()
            if self.shares[group]
        ]
        return max(prefix + 1, min(due))

    def head(self, group: int) -> float:
        """Score of the next item of a group."""
        return self.scores[self.queues[group][self.taken[group]]]

    def best(self, groups: list[int]) -> int:
        """Find the group whose next item is best; of equal ones the first group."""
        return max(groups, key=self.head)

    def pop(self, group: int) -> int:
        """Take the next item of a group."""
        item = self.queues[group][self.taken[group]]
        self.taken[group] += 1
        return item

    def order(self, line: list[int]) -> Ints:
        """Give items as an array."""
        return np.array(line, dtype=np.int64)


Choice: TypeAlias = Callable[[Queues, list[int], int], int]
"""Given the queues, the groups that may be next and the place (from 1): which is next?"""


def fill(ranked: Ranked, k: int | None, shares: Shares | None, choose: Choice) -> Ints:
    """Fill places from the top: short groups first, else as ``choose`` says below ceilings.

    If every group below its ceiling has run out of items, the best item left is taken.

    Examples
    --------
    >>> ranked = Ranked.of(["m", "m", "f"], [3.0, 2.0, 1.0])
    >>> fill(ranked, 2, None, lambda queues, may, place: queues.best(may)).tolist()
    [0, 1]
    """
    queues = Queues.of(ranked, k, shares)
    line: list[int] = []
    for place in range(1, queues.size + 1):
        waiting = queues.waiting()
        short = [group for group in waiting if queues.owes(group, place)]
        may = [group for group in waiting if queues.below_ceiling(group, place)]
        preferred = not short and may
        group = choose(queues, may, place) if preferred else queues.best(short or waiting)
        line.append(queues.pop(group))
    return queues.order(line)


def _shares(ranked: Ranked, shares: Shares | None) -> list[float]:
    """Wanted shares in the order of the groups."""
    if shares is None:
        return [size / ranked.n for size in ranked.sizes.tolist()]
    unknown, missing = set(shares) - set(ranked.groups), set(ranked.groups) - set(shares)
    if unknown:
        raise ValueError(f"nobody belongs to {min(map(str, unknown))}, but a share is asked for")
    if missing:
        raise ValueError(f"no share for {min(map(str, missing))}: every group needs one")
    wanted = [float(shares[group]) for group in ranked.groups]
    if not all(0 <= share <= 1 for share in wanted) or abs(sum(wanted) - 1) > _ROUNDING:
        listed = ", ".join(f"{share:g}" for share in wanted)
        raise ValueError(f"shares are {listed}: expected numbers from 0 to 1 that add up to 1")
    return [share if share > _ROUNDING else 0.0 for share in wanted]
