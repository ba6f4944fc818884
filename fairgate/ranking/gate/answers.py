"""What the data say to one rule about one group, or about all groups together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fairgate.ranking import many
from fairgate.ranking.gate.policy import RankingRule
from fairgate.ranking.intervals import Uncertain, estimate
from fairgate.ranking.queries import Queries
from fairgate.ranking.ranked import Undefined
from fairgate.ranking.representation import linearised, skew
from fairgate.ranking.resampling import Chance, Measure, by_chance
from fairgate.verdict import Interval

FEWEST = 10
"""Items of a group from which a single ranking is judged: with fewer, bounds do not hold."""


@dataclass(frozen=True)
class Answer:
    """What the data say.

    Attributes
    ----------
    group : str or None
        Who is judged; None for all groups together.
    estimate : float or None
        None where there is none.
    interval : (float, float) or None
        Both ends at the error of the finding.
    shown : bool
        Whether the violation is demonstrated.
    suspicious : bool
        Whether the estimate is beyond the limit, and chance alone would hardly do that.
    lacking : str
        Why a violation that matters could not have been shown; empty if it could.
    over : int
        Queries that have a value.
    left_out : int
        Queries that have none.
    worst : tuple of str
        Disadvantaged group, and the one that does best.
    values : mapping of str to float
        What those two have.
    """

    group: str | None
    estimate: float | None = None
    interval: Interval | None = None
    shown: bool = False
    suspicious: bool = False
    lacking: str = ""
    over: int = 0
    left_out: int = 0
    worst: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Bar:
    """How sure an answer must be: chance of a false alarm, and of the bound of a warning."""

    error: float
    confidence: float


def measure_of(rule: RankingRule, group: str | None) -> Measure:
    """A rule's measure, as a function of rankings; of one group against the rest if there is one.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> rule = RankingRule(id="r", metric="ndkl", value={"at_most": 0.1})
    >>> round(measure_of(rule, None)(Queries.of([Ranked.of("MMFMFF")])).mean, 4)
    0.3701
    """
    if rule.metric in ("rnd", "rkl", "rrd"):
        return lambda queries: many.prefix(rule.metric, queries, group, rule.step)
    if rule.metric == "skew_at_k":
        k = rule.k or 1
        return lambda queries: linearised(queries, group, k)
    plain = {
        "exposure_ratio": many.exposure_ratio,
        "ndkl": many.ndkl,
        "pairwise_gap": many.pairwise_gap,
    }[rule.metric]
    if group is None:
        return plain
    return lambda queries: plain(queries.against_rest(group))


def answer(rule: RankingRule, queries: Queries, group: str | None, bar: Bar) -> Answer:
    """Judge the value of a measure."""
    try:
        found, chance = _measured(rule, queries, group)
    except Undefined as undefined:
        return Answer(group, lacking=f"{undefined}")
    beyond = found.value < rule.limit if rule.at_least else found.value > rule.limit
    over_limit = (
        found.high(bar.error) < rule.limit if rule.at_least else found.low(bar.error) > rule.limit
    )
    above = not rule.at_least
    by_luck = chance is not None and not chance.beyond(found.value, bar.error, above=above)
    single = 1 - bar.confidence
    if chance is not None:
        unlikely = chance.beyond(found.value, single, above=above)
    else:
        unlikely = found.high(single) < 0
    over, left_out = _counted(rule, queries, group)
    few = too_few(rule, queries, group, over)
    kept = (
        found.low(bar.error) > rule.limit if rule.at_least else found.high(bar.error) < rule.limit
    )
    lacking = few or ("" if kept else short(rule, found, bar, over))
    if over_limit and by_luck and chance is not None:
        lacking = (
            f"a random order of the same items gives {chance.value:.3g} on average, too close "
            f"to call this ranking unfair by this limit"
        )
    return Answer(
        group,
        found.value if math.isfinite(found.value) else None,
        (found.low(bar.error), found.high(bar.error)),
        shown=over_limit and not by_luck and not few,
        suspicious=beyond and unlikely,
        lacking=lacking,
        over=over,
        left_out=left_out,
    )


def _measured(
    rule: RankingRule, queries: Queries, group: str | None
) -> tuple[Uncertain, Chance | None]:
    """The estimate, and what a random order gives; the skew of that is 0 anyway."""
    if rule.metric == "skew_at_k":
        return skew(queries, group, rule.k or 1, rule.limit), None
    measure = measure_of(rule, group)
    found = estimate(queries, measure, scale_of(rule, queries), rule.measure.caution)
    return found, by_chance(queries, measure)


def scale_of(rule: RankingRule, queries: Queries) -> tuple[float, float]:
    """Smallest and largest value; NDKL is below the surprise of meeting the rarest group only."""
    low, high = rule.measure.scale
    if rule.metric == "ndkl":
        rarest = (np.where(queries.sizes > 0, queries.sizes, np.inf).min(axis=1)).min()
        high = math.log(queries.lengths.max() / rarest)
    return low, high


def _counted(rule: RankingRule, queries: Queries, group: str | None) -> tuple[int, int]:
    """Queries with a value, and without."""
    if rule.metric == "skew_at_k":
        known = ~np.isnan(many.best(queries, group, rule.k or 1)[0])
    else:
        known = ~np.isnan(measure_of(rule, group)(queries).each)
    return int(known.sum()), int((~known).sum())


def too_few(rule: RankingRule, queries: Queries, group: str | None, over: int) -> str:
    """Whether the one ranking there is has a group too small for bounds over items."""
    if over > 1 or rule.metric == "skew_at_k":
        return ""
    sizes = (queries if group is None else queries.against_rest(group)).sizes
    least = int(sizes[sizes > 0].min())
    if least >= FEWEST:
        return ""
    return f"one ranking shows nothing about a group of fewer than {FEWEST} items"


def short(rule: RankingRule, found: Uncertain, bar: Bar, over: int) -> str:
    """What is lacking to show a violation of size must_detect."""
    times = found.shortfall(abs(rule.must_detect - rule.limit), bar.error)
    if times <= 1:
        return ""
    what = "queries" if over > 1 else "items"
    if over > 1 and not math.isfinite(times):
        about = "more queries like these"
    elif over > 1:
        more = math.ceil((times - 1) * over)
        step = 10 ** max(len(str(more)) - 2, 0)
        about = f"about {math.ceil(more / step) * step:,} more queries like these"
    elif rule.metric == "skew_at_k":
        about = "a larger k, or several queries,"
    else:
        about = f"a ranking about {times:.1f} times as long, or several queries,"
    return f"these {what} could not show {_violation(rule)}: {about} would be needed"


def _violation(rule: RankingRule) -> str:
    if rule.kind == "regression":
        return f"a step back of {rule.must_detect:.3g}"
    return f"a value of {rule.must_detect:.3g}"
