"""How likely a value is in a ranking that is blind to the groups, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from math import sqrt
from typing import TypeAlias

import numpy as np
from scipy.special import stdtr

from fairgate.ranking.intervals import UNIT, OverItems, Range, interval
from fairgate.ranking.many import Values
from fairgate.ranking.queries import Queries
from fairgate.ranking.ranked import Floats, Ranked
from fairgate.ranking.resampling import drawn_again
from fairgate.verdict import Interval

Statistic: TypeAlias = Callable[[Queries], Values]
"""A value for each of many rankings."""

SHUFFLES, DRAWS, FEWEST = 499, 400, 40
"""Random orders, and rankings of items drawn again; and how few there are of very many items."""

_WORK = 1_000_000
_NEARLY = 1e-12


class Samples:
    """Rankings beside one ranking: made once, asked by every measure; the same every time.

    Parameters
    ----------
    ranked : Ranked
        Best item first.

    Examples
    --------
    >>> samples = Samples(Ranked.of("mmfmff"))
    >>> samples.shuffled.q, samples.again.q
    (499, 400)
    """

    def __init__(self, ranked: Ranked) -> None:
        self.ranked = ranked

    @cached_property
    def shuffled(self) -> Queries:
        """The same items in random orders; fewer of more than 2,000 items."""
        n, codes = self.ranked.n, self.ranked.codes
        draws = int(np.clip(_WORK // n, FEWEST, SHUFFLES))
        # By sizes alone, so that of two groups both get the same orders.
        seed = [n, *sorted(self.ranked.sizes.tolist())]
        many = np.tile(codes.astype(np.int32), (draws, 1))
        mixed = np.random.default_rng(seed).permuted(many, axis=1).ravel()
        return Queries(self.ranked.groups, mixed.astype(np.int64), np.arange(draws + 1) * n)

    @cached_property
    def again(self) -> Queries:
        """Rankings of items drawn again within each group; fewer of more than 1,000 items."""
        draws = int(np.clip(_WORK // 2 // self.ranked.n, FEWEST, DRAWS))
        return drawn_again(self.ranked, draws)

    def against_rest(self, group: str) -> Samples:
        """Look at one group, and put everybody else into another."""
        others = (~self.ranked.protected(group)).astype(np.int64)
        return Samples(Ranked((group, f"not {group}"), others))

    def p_value(self, value: float, statistic: Statistic, *, large_is_bad: bool = True) -> float:
        """Probability that a random order is as bad: counted, of very many items estimated."""
        draws = statistic(self.shuffled).defined
        sign = 1 if large_is_bad else -1
        if self.shuffled.q == SHUFFLES:
            return counted(sign * value, sign * draws)
        return estimated(sign * value, sign * draws)

    def interval(
        self, value: float, statistic: Statistic, alpha: float, scale: Range = UNIT
    ) -> Interval | None:
        """Say between which values others like these items come out; None: not known."""
        draws = statistic(self.again).defined
        if len(draws) < FEWEST // 2:
            return None
        return interval(OverItems(value, draws, scale), 1 - alpha)


def counted(value: float, draws: Floats) -> float:
    """Share of draws that are as large, the one at hand counted in.

    Notes
    -----
    (1 + b) / (1 + B) never understates (Phipson & Smyth 2010).

    Examples
    --------
    >>> counted(3.0, np.array([1.0, 2.0, 3.0]))
    0.5
    """
    return (1 + int((draws >= value - _NEARLY).sum())) / (1 + len(draws))


def estimated(value: float, draws: Floats) -> float:
    """Probability of one more draw as large, if draws are normal: Student's, of a prediction.

    For rankings of so many items that each draw takes long and is a sum of many terms.

    Examples
    --------
    >>> round(estimated(2.0, np.array([-1.0, 0.0, 1.0])), 3)
    0.113
    """
    spread = float(draws.std(ddof=1)) * sqrt(1 + 1 / len(draws))
    if spread == 0:
        return counted(value, draws)
    return float(stdtr(len(draws) - 1, (float(draws.mean()) - value) / spread))


def holm(p_values: list[float]) -> list[float]:
    """Adjust p-values for being several (Holm 1979), in their order.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    for done, at in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - done) * p_values[at]))
        adjusted[at] = largest
    return adjusted
