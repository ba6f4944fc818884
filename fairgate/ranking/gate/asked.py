"""A ranking rule on one grouping, and the answers about the groups that it judges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from fairgate.cells import is_named
from fairgate.policy import Waiver
from fairgate.policyfile.draft import attributes_of
from fairgate.ranking import many
from fairgate.ranking.gate import fair
from fairgate.ranking.gate.answers import Answer, Bar, answer
from fairgate.ranking.gate.changes import change
from fairgate.ranking.gate.policy import RankingPolicy, RankingRule
from fairgate.ranking.gate.table import Grouped, Rankings
from fairgate.ranking.queries import Queries
from fairgate.ranking.ranked import Undefined


@dataclass(frozen=True)
class Case:
    """A rule on one grouping, and all that its judgement needs."""

    rule: RankingRule
    attributes: tuple[str, ...]
    policy: RankingPolicy
    now: Rankings
    before: Rankings | None
    error: float
    today: date
    first_model: bool
    line: int | None

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """Those of this rule that are about groups of this grouping."""
        mine = frozenset(self.attributes)
        found = self.policy.waived(self.rule)
        return tuple(w for w in found if frozenset(attributes_of(w.groups)) == mine)

    @property
    def name(self) -> str:
        """The grouping as findings name it."""
        return ",".join(self.attributes)


def answers(case: Case, grouped: Grouped) -> list[Answer]:
    """One answer for each group that is judged; none if all of them are waived."""
    try:
        known, waived = grouped.queries, _waived(case, grouped)
        judged = _judged(case, grouped)
        bar = Bar(case.error / len(judged), case.policy.confidence)
        left_out = waived if judged == [None] else set()
        if len(grouped.complete) - len(left_out) < 2 and left_out:
            return []
        queries = _without(known, left_out)
        before = None
        if case.before is not None:
            before = _without(case.before.by(case.attributes).queries, left_out)
    except Undefined as undefined:
        return [Answer(None, lacking=str(undefined))]
    return [_one(case, queries, before, group, bar) for group in judged if group not in waived]


def _waived(case: Case, grouped: Grouped) -> set[str | None]:
    """Groups that somebody has waived until a day that has not passed."""
    return {
        grouped.everybody.groups[at]
        for waiver in case.waivers
        if waiver.until >= case.today
        for at in grouped.complete
        if is_named(grouped.attributes, grouped.values[at], waiver.groups)
    }


def _without(queries: Queries, groups: set[str | None]) -> Queries:
    """Leave a group's items out; ranks close up over them."""
    if not groups:
        return queries
    at = [code for code, group in enumerate(queries.groups) if group in groups]
    return queries.keep(~np.isin(queries.codes, at))


def _judged(case: Case, grouped: Grouped) -> list[str | None]:
    """The protected group; else every group in turn, or all together."""
    if case.rule.protected is None:
        names = [grouped.everybody.groups[at] for at in grouped.complete]
        if len(names) < 2:
            raise Undefined(f"there is one group only, {names[0]}, and nobody to compare it with")
        return list(names) if case.rule.measure.every_group else [None]
    for at in grouped.complete:
        if is_named(grouped.attributes, grouped.values[at], case.rule.protected):
            return [grouped.everybody.groups[at]]
    raise Undefined(f"nobody belongs to {case.rule.protected}")


def _one(
    case: Case, queries: Queries, before: Queries | None, group: str | None, bar: Bar
) -> Answer:
    rule = case.rule
    if rule.regression is not None:
        assert before is not None
        found = change(rule, queries, before, group, bar)
    elif rule.metric == "fair_star_ir":
        assert group is not None
        found = fair.answer(rule, queries, group, bar)
    else:
        found = answer(rule, queries, group, bar)
    return found if group is not None else _with_worst(rule, queries, found)


def _with_worst(rule: RankingRule, queries: Queries, found: Answer) -> Answer:
    """Say who gets least and who gets most, where a measure compares all groups."""
    tables = {"exposure_ratio": many.exposures, "pairwise_gap": many.pairs_won}
    if rule.metric not in tables or found.estimate is None or rule.kind == "regression":
        return found
    each = tables[rule.metric](queries)
    known = ~np.isnan(each)
    means = np.where(known, each, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    low, high = int(means.argmin()), int(means.argmax())
    names = str(queries.groups[low]), str(queries.groups[high])
    values = {names[0]: float(means[low]), names[1]: float(means[high])}
    return replace(found, worst=names, values=values)
