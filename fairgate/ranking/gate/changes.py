"""How much worse a measure got since the baseline ranking, paired by query."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from fairgate.ranking import many
from fairgate.ranking.gate.answers import Answer, Bar, measure_of, scale_of, short, too_few
from fairgate.ranking.gate.policy import RankingRule
from fairgate.ranking.intervals import OverQueries, Uncertain, estimate
from fairgate.ranking.queries import Queries, Values
from fairgate.ranking.ranked import Floats, Undefined
from fairgate.ranking.representation import skew
from fairgate.ranking.resampling import Measure


@dataclass(frozen=True)
class Moved:
    """How much worse one ranking is than another that is not paired with it, item by item.

    Bounds are put together from those of both (MOVER; Zou & Donner 2008), as if the rankings
    were independent, which is cautious for two rankings of the same items.
    """

    now: Uncertain
    before: Uncertain
    at_least: bool

    @property
    def value(self) -> float:
        """Above 0 is worse."""
        moved = self.now.value - self.before.value
        return -moved if self.at_least else moved

    @property
    def error(self) -> float:
        """Standard error."""
        return math.hypot(self.now.error, self.before.error)

    def low(self, error: float) -> float:
        """Lower bound."""
        worse, better = (self.before, self.now) if self.at_least else (self.now, self.before)
        reach = math.hypot(worse.value - worse.low(error), better.high(error) - better.value)
        return self.value - reach

    def high(self, error: float) -> float:
        """Upper bound."""
        worse, better = (self.before, self.now) if self.at_least else (self.now, self.before)
        reach = math.hypot(worse.high(error) - worse.value, better.value - better.low(error))
        return self.value + reach

    def shortfall(self, gap: float, error: float) -> float:
        """See :class:`fairgate.ranking.intervals.Uncertain`."""
        both = self.now.shortfall(gap, error), self.before.shortfall(gap, error)
        return sum(both)


def change(rule: RankingRule, now: Queries, before: Queries, group: str | None, bar: Bar) -> Answer:
    """Judge how much worse a measure got, query by query."""
    try:
        found, over = _moved(rule, now, before, group)
    except Undefined as undefined:
        return Answer(group, lacking=f"{undefined}")
    few = too_few(rule, now, group, over)
    kept = found.high(bar.error) < rule.limit
    return Answer(
        group,
        found.value,
        (found.low(bar.error), found.high(bar.error)),
        shown=found.low(bar.error) > rule.limit and not few,
        suspicious=found.value > rule.limit and found.low(1 - bar.confidence) > 0,
        lacking=few or ("" if kept else short(rule, found, bar, over)),
        over=over,
        left_out=now.q - over,
    )


def _moved(
    rule: RankingRule, now: Queries, before: Queries, group: str | None
) -> tuple[Uncertain, int]:
    measure, good = measure_of(rule, group), rule.measure.at_least
    one, other = _paired(measure, now, before)
    worse = (other - one) if good else (one - other)
    known = worse[~np.isnan(worse)]
    if len(known) > 1:
        most = _furthest(rule, now, group)
        return OverQueries(known, (-most, most)), len(known)
    if not len(known):
        raise Undefined("no query has a value under both rankings")
    if rule.metric == "skew_at_k":
        k = rule.k or 1
        return Moved(skew(now, group, k), skew(before, group, k), good), 1
    caution = rule.measure.caution
    scale = scale_of(rule, now)
    return (
        Moved(
            estimate(now, measure, scale, caution), estimate(before, measure, scale, caution), good
        ),
        1,
    )


def _furthest(rule: RankingRule, now: Queries, group: str | None) -> float:
    """How far a query can move; of the skew, linearised, as far as all or none of its best k."""
    if rule.metric == "skew_at_k":
        top, _ = many.best(now, group, rule.k or 1)
        return float(1 / np.nanmean(top))
    low, high = scale_of(rule, now)
    return high - low


def _paired(measure: Measure, now: Queries, before: Queries) -> tuple[Floats, Floats]:
    """Values of the queries that both have, in the same order."""
    ours, theirs = measure(now), measure(before)
    place = {name: at for at, name in enumerate(before.names)}
    shared = [at for at, name in enumerate(now.names) if name in place]
    if not shared:
        raise Undefined("the baseline has none of these queries")
    others = [place[now.names[at]] for at in shared]
    return _at(ours, shared), _at(theirs, others)


def _at(values: Values, places: list[int]) -> Floats:
    return np.asarray(values.each[places])
