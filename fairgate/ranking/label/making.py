"""How a ranking is made, what goes with it and how steady it is, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairgate.verdict import Interval


class Normalise(StrEnum):
    """What is done to an attribute before it is weighed."""

    NONE = "none"
    MINMAX_Z = "minmax-z"


@dataclass(frozen=True)
class Spread:
    """Largest, middle and smallest value of an attribute, as it is in the file."""

    most: float
    median: float
    least: float


@dataclass(frozen=True)
class Part:
    """One attribute of the recipe: its weight, and its values among the best and overall."""

    name: str
    weight: float
    top: Spread
    overall: Spread


@dataclass(frozen=True)
class Leader:
    """One of the best: its name and its score. Never its groups: those belong to people."""

    name: str
    score: float | None


@dataclass(frozen=True)
class Recipe:
    """How the ranking is made.

    Attributes
    ----------
    parts : tuple of Part
        Weighted attributes; empty where the order of the file is the ranking.
    normalise : Normalise
        What was done to them first.
    ascending : bool
        Whether the smallest score comes first.
    leaders : tuple of Leader
        The best, in order; empty where the file names nobody, so that no row is pointed at.
    tied_at : int
        Items that share the score at the border of the best k; the order of the file decided
        between those inside and outside. 0 where nothing is cut in two.
    """

    parts: tuple[Part, ...]
    normalise: Normalise
    ascending: bool
    leaders: tuple[Leader, ...]
    tied_at: int = 0


@dataclass(frozen=True)
class Ingredient:
    """How strongly an attribute goes with the outcome, whether or not the recipe names it.

    Attributes
    ----------
    name : str
        The column.
    in_recipe : bool
        Whether it is weighed.
    rank_correlation, correlation : float or None
        Spearman's and Pearson's, with the score (with the place where there is no score);
        None where one of the two does not vary.
    share : float or None
        Ranking Facts' figure: its coefficient in the regression of the score on all
        attributes, two decimals, over the largest one.
    known : int
        Items whose value is known.
    """

    name: str
    in_recipe: bool
    rank_correlation: float | None
    correlation: float | None
    share: float | None
    known: int

    @property
    def strength(self) -> str:
        """In words, by the larger of the two correlations; limits of Ranking Facts.

        Examples
        --------
        >>> Ingredient("GRE", True, 0.66, 0.54, 1.0, 51).strength
        'medium'
        """
        known = [abs(c) for c in (self.rank_correlation, self.correlation) if c is not None]
        if not known:
            return "none"
        return "high" if max(known) >= 0.75 else "low" if max(known) <= 0.25 else "medium"


@dataclass(frozen=True)
class Slope:
    """Line through place and score: steep is stable.

    Attributes
    ----------
    n : int
        Items from the top.
    value : float
        Points of score a place; in the units of the score.
    scaled : float or None
        The same in standard deviations of all scores.
    """

    n: int
    value: float
    scaled: float | None

    @property
    def stable(self) -> bool:
        """By Ranking Facts' limit of 0.25, which depends on the units of the score."""
        return abs(self.value) > 0.25


@dataclass(frozen=True)
class Kept:
    """Share of changes that keep the best as they are.

    Attributes
    ----------
    what : str
        ``set`` (who is among the best), ``list`` (and in which order), ``data`` (who is, when
        the data are a little off).
    share : float
        From 0 to 1.
    interval : Interval or None
        Of a sample; None where the share is exact.
    draws : int
        0 where exact.
    distinct : int
        Different results that were seen.
    """

    what: str
    share: float
    interval: Interval | None
    draws: int
    distinct: int


@dataclass(frozen=True)
class Stability:
    """How little it takes to change the ranking.

    Attributes
    ----------
    top, overall : Slope or None
        Of the best, and of all; None without scores.
    kept : tuple of Kept
        Empty where nothing can be said.
    reason : str
        Why something is missing.
    curve : tuple of (int, float)
        Places and their scores, thinned out, from the first to the last.
    """

    top: Slope | None
    overall: Slope | None
    kept: tuple[Kept, ...]
    reason: str = ""
    curve: tuple[tuple[int, float], ...] = ()

    @property
    def share(self) -> float | None:
        """Share of all weightings that keep the same items among the best."""
        return next((kept.share for kept in self.kept if kept.what == "set"), None)
