"""What a label is asked for: weights, groups, how many of the best."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fairgate.ranking.label.values import Normalise

LEADERS = 10
"""Items that Ranking Facts shows as the best."""


@dataclass(frozen=True)
class Sensitive:
    """A column, and the value of it that is judged; without a value every one is."""

    column: str
    value: str | None = None


@dataclass(frozen=True)
class Request:
    """How to rank, and what to look at.

    Attributes
    ----------
    weights : tuple of (str, float)
        Columns and weights; empty: the order of the file.
    sensitive : tuple of Sensitive
        Groups to judge.
    diverse : tuple of str
        Further columns whose make-up is shown.
    k : int or None
        How many of the best are judged; None is the rule of Ranking Facts.
    ascending : bool
        Whether the smallest score comes first.
    alpha : float
        How often a fair ranking may be called unfair.
    normalise : Normalise
        What is done to attributes before they are weighed.
    """

    weights: tuple[tuple[str, float], ...]
    sensitive: tuple[Sensitive, ...]
    diverse: tuple[str, ...] = ()
    k: int | None = None
    ascending: bool = False
    alpha: float = 0.05
    normalise: Normalise = Normalise.NONE

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of groups, in the order they are named."""
        return tuple(dict.fromkeys([s.column for s in self.sensitive] + list(self.diverse)))


def default_k(n: int) -> int:
    """How many of the best Ranking Facts judges: 100 of more than 200, else half.

    Examples
    --------
    >>> default_k(51), default_k(6889)
    (26, 100)
    """
    return 100 if n > 200 else math.ceil(n / 2)


def sizes(n: int, k: int | None) -> tuple[int, int]:
    """How many items are judged, and how many are shown as the best.

    Ranking Facts judges half of a short list, but shows ten; a k that is asked for is both.

    Raises
    ------
    ValueError
        If k is below 1 or more than there are.

    Examples
    --------
    >>> sizes(51, None), sizes(51, 20)
    ((26, 10), (20, 20))
    """
    if k is None:
        return default_k(n), min(LEADERS, n)
    if not 1 <= k <= n:
        raise ValueError(f"k is {k:,}, and there are {n:,} items")
    return k, k
