"""Oracles: what a ranking has to satisfy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from fairgate.ranking.ranked import Ints, Ranked
from fairgate.ranking.repaired import check_size
from fairgate.ranking.selection import limits

Oracle: TypeAlias = Callable[[Ints], bool]
"""Given the places of all items in the table, best first (read only): will this ranking do?"""


@dataclass(frozen=True)
class TopK:
    """Floors and ceilings on how many of each group are among the first k; an oracle.

    Attributes
    ----------
    codes : array of int, shape (n,)
        Group of each item, in the order of the table.
    k : int
    floors, ceilings : array of int, shape (groups,)

    Examples
    --------
    >>> women = TopK.of(["m", "m", "f", "f"], 2, at_least={"f": 1})
    >>> women(np.array([0, 1, 2, 3])), women(np.array([0, 2, 1, 3]))
    (False, True)
    """

    codes: Ints
    k: int
    floors: Ints
    ceilings: Ints

    @classmethod
    def of(
        cls,
        labels: Sequence[str | None],
        k: int,
        at_least: Mapping[str | None, int] | None = None,
        at_most: Mapping[str | None, int] | None = None,
    ) -> TopK:
        """Make one of the group of each item, in the order of the table.

        Raises
        ------
        Infeasible
            If no ranking can satisfy it; the text names the limits that collide.
        ValueError
            If k is not between 1 and n, a limit is negative or nobody belongs to its group.
        """
        ranked = Ranked.of(labels)
        check_size(ranked, k)
        floors, ceilings = limits(ranked, k, at_least or {}, at_most or {})
        return cls(ranked.codes, k, np.array(floors), np.array(ceilings))

    def __call__(self, order: Ints) -> bool:
        """Say whether the first k keep all floors and ceilings."""
        counts = np.bincount(self.codes[order[: self.k]], minlength=len(self.floors))
        return bool(((self.floors <= counts) & (counts <= self.ceilings)).all())


def measured(labels: Sequence[str | None], will_do: Callable[[Ranked], bool]) -> Oracle:
    """Make an oracle of a test of a ranking, such as FA*IR or a limit on a measure.

    Parameters
    ----------
    labels : sequence of str or None
        Group of each item, in the order of the table.
    will_do : callable
        Given the ranking, without scores; where a measure has no value, it has to decide.

    Examples
    --------
    >>> woman_first = measured(["m", "f"], lambda ranked: ranked.labels[0] == "f")
    >>> woman_first(np.array([0, 1])), woman_first(np.array([1, 0]))
    (False, True)
    """
    table = Ranked.of(labels)

    def oracle(order: Ints) -> bool:
        return will_do(Ranked(table.groups, table.codes[order]))

    return oracle
