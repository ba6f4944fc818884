"""The nutritional label of a ranking, as values: six widgets, each with overview and detail.

After Ranking Facts (Yang, Stoyanovich, Asudeh, Howe, Jagadish & Miklau, "A Nutritional Label
for Rankings", SIGMOD 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

from fairgate.ranking.label.making import (
    Ingredient,
    Kept,
    Leader,
    Normalise,
    Part,
    Recipe,
    Slope,
    Spread,
    Stability,
)
from fairgate.suppression import Count
from fairgate.verdict import Interval, Outcome

__all__ = [
    "ORACLES",
    "Compat",
    "Fairness",
    "GroupRow",
    "Ingredient",
    "Kept",
    "Label",
    "Leader",
    "Measure",
    "Normalise",
    "Part",
    "Recipe",
    "Slope",
    "Spread",
    "Stability",
    "Variety",
]

ORACLES = ("fair_star_ir", "pairwise", "proportion")
"""The three tests of Ranking Facts, as they are done here."""


@dataclass(frozen=True)
class Measure:
    """One figure of one group (or, with no group, of all groups of a column at once).

    Attributes
    ----------
    metric : str
        ``rnd``, ``rkl``, ``rrd``, ``fair_star_ir``, ``pairwise``, ``proportion``...
    column, group : str, str or None
        The group is a value of the column.
    whole : bool
        Whether it is about all groups of the column.
    value, interval, p_value : float, Interval or None
        None where undefined or where there is none.
    outcome : Outcome
        One of four.
    reason : str
        Why it is undefined, or what the outcome rests on.
    """

    metric: str
    column: str
    group: str | None
    value: float | None
    interval: Interval | None
    p_value: float | None
    outcome: Outcome
    reason: str = ""
    whole: bool = False

    @classmethod
    def open(cls, column: str, group: str | None) -> Measure:
        """Begin with nothing known."""
        return cls("", column, group, None, None, None, Outcome.UNKNOWN)


@dataclass(frozen=True)
class Compat:
    """What Ranking Facts itself would print for a group.

    Attributes
    ----------
    oracle : str
        ``FA*IR``, ``Pairwise`` or ``Proportion``.
    statistic, p_value, threshold : float or None
        The oracle's figure, its p-value and what that is compared with; None where it has none.
    fair : bool or None
        Its answer; None is its "NA".
    """

    column: str
    group: str | None
    oracle: str
    statistic: float | None
    p_value: float | None
    threshold: float | None
    fair: bool | None


@dataclass(frozen=True)
class GroupRow:
    """How many items of a group there are, overall and among the best k; and if it is judged."""

    column: str
    group: str | None
    overall: Count
    in_k: Count
    judged: bool


@dataclass(frozen=True)
class Fairness:
    """Groups and what was measured of them."""

    groups: tuple[GroupRow, ...]
    measures: tuple[Measure, ...]
    compat: tuple[Compat, ...]


@dataclass(frozen=True)
class Variety:
    """Make-up of one column among the best and overall.

    Attributes
    ----------
    column : str
        The column.
    counts : tuple of (str or None, Count, Count)
        Value, items among the best, items overall; frequent ones first.
    shannon, simpson : tuple of (float, float)
        Entropy in nats and the chance that two items differ, among the best and overall.
    """

    column: str
    counts: tuple[tuple[str | None, Count, Count], ...]
    shannon: tuple[float, float]
    simpson: tuple[float, float]


@dataclass(frozen=True)
class Label:
    """All six widgets.

    Attributes
    ----------
    source : str
        The file, as the user named it.
    n, k, top : int
        Items; those that fairness looks at; those that the other widgets call the best.
    alpha : float
        How often a fair ranking may be called unfair.
    """

    source: str
    n: int
    k: int
    top: int
    alpha: float
    recipe: Recipe
    ingredients: tuple[Ingredient, ...]
    stability: Stability
    fairness: Fairness
    diversity: tuple[Variety, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst answer of the three tests; unknown where nobody is judged.

        The other figures describe: some are undefined for large groups, and none adds a test.
        """
        tests = [m.outcome for m in self.fairness.measures if m.metric in ORACLES]
        return max(tests, default=Outcome.UNKNOWN)
