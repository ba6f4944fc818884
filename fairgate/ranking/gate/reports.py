"""Every group's own values, for the tables of reports."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fairgate.ranking import many
from fairgate.ranking.gate.answers import FEWEST, measure_of
from fairgate.ranking.gate.policy import RankingPolicy, RankingRule
from fairgate.ranking.gate.table import Grouped, Rankings
from fairgate.ranking.intervals import MORE_CAUTION, UNIT, Uncertain, estimate, interval
from fairgate.ranking.queries import Queries, Table, Values
from fairgate.ranking.ranked import Undefined
from fairgate.ranking.representation import Proportion, skew
from fairgate.verdict import GroupReport, Measured

_TABLES: dict[str, Callable[[Queries], Table]] = {
    "exposure_ratio": many.exposures,
    "pairwise_gap": many.pairs_won,
}


def by_group(policy: RankingPolicy, now: Rankings) -> tuple[GroupReport, ...]:
    """Every metric that rules name, for every group of every grouping that they judge.

    Of exposure it is the group's own exposure, of pairs the share it wins; what compares all
    groups at once (rKL without ``protected``, NDKL) has no value of a single group.
    """
    rules: dict[tuple[str, ...], dict[str, RankingRule]] = {}
    for rule in policy.rules:
        for grouping in rule.groupings(policy.groups):
            rules.setdefault(grouping, {}).setdefault(rule.metric, rule)
    return tuple(
        report
        for grouping, wanted in rules.items()
        for report in _of_grouping(now.by(grouping), list(wanted.values()), policy.confidence)
    )


def _of_grouping(
    grouped: Grouped, rules: list[RankingRule], confidence: float
) -> list[GroupReport]:
    try:
        queries = grouped.queries
    except Undefined:
        queries = None
    return [
        GroupReport(
            dict(zip(grouped.attributes, values, strict=True)),
            int(grouped.rows[at]),
            {
                rule.metric: _measured(rule, queries, grouped.everybody.groups[at], confidence)
                for rule in rules
                if rule.metric not in ("rkl", "ndkl")
            }
            if queries is not None and at in grouped.complete
            else {},
        )
        for at, values in enumerate(grouped.values)
    ]


def _measured(
    rule: RankingRule, queries: Queries, group: str | None, confidence: float
) -> Measured:
    try:
        found = _known(rule, queries, group)
    except Undefined as undefined:
        return Measured(None, None, reason=str(undefined))
    if not np.isfinite(found.value):
        return Measured(None, None, reason=f"nobody is in the best {rule.k}")
    return Measured(found.value, interval(found, confidence))


def _known(rule: RankingRule, queries: Queries, group: str | None) -> Uncertain | Proportion:
    k = rule.k or 1
    if rule.metric == "skew_at_k":
        return skew(queries, group, k)
    if rule.metric == "fair_star_ir":
        top = Values(many.best(queries, group, k)[0])
        return estimate(queries, lambda _: top, UNIT) if len(top.defined) > 1 else _share(top, k)
    _refuse_few(queries, group)
    if rule.metric in _TABLES:
        at, table = queries.groups.index(group), _TABLES[rule.metric]
        return estimate(queries, lambda given: Values(table(given)[:, at]), UNIT, MORE_CAUTION)
    return estimate(queries, measure_of(rule, group), rule.measure.scale)


def _share(top: Values, k: int) -> Proportion:
    return Proportion(round(top.mean * k), k)


def _refuse_few(queries: Queries, group: str | None) -> None:
    mine = queries.codes == queries.groups.index(group)
    if queries.q == 1 and not FEWEST <= mine.sum() <= len(mine) - FEWEST:
        raise Undefined(f"one ranking shows nothing about fewer than {FEWEST} items")
