"""How much work judging rankings is, told before it is done: others may have sent them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fairgate.ranking.gate.policy import RankingPolicy, RankingRule
from fairgate.ranking.gate.table import Rankings
from fairgate.ranking.resampling import draws_of_items, draws_of_orders

_EXACT = ("skew_at_k", "fair_star_ir")
"""Metrics that are not drawn again."""


@dataclass(frozen=True)
class Effort:
    """What judging takes, at most.

    Attributes
    ----------
    items : int
        Items of all rankings, the baseline's included.
    drawn : int
        Items that are drawn again or put in random order; a core does some seven million a second.
    cells : int
        Entries of the largest table of queries and groups.
    """

    items: int
    drawn: int
    cells: int


def effort(policy: RankingPolicy, now: Rankings, before: Rankings | None = None) -> Effort:
    """Estimate what judging takes, without looking at more than sizes.

    Examples
    --------
    >>> import numpy as np
    >>> rule = RankingRule(id="r", metric="exposure_ratio", value={"at_least": 0.8})
    >>> policy = RankingPolicy(version=1, name="p", groups=["sex"], rules=[rule],
    ...                        ranking={"sensitive": {"sex": "sex"}})
    >>> effort(policy, Rankings(("",), np.array([0, 100]), {"sex": ("f", "m") * 50}))
    Effort(items=100, drawn=160100, cells=2)
    """
    both = [each for each in (now, before) if each is not None]
    values = {name: len(set(labels)) for name, labels in now.labels.items()}
    asked = [(rule, at) for rule in policy.rules for at in rule.groupings(policy.groups)]
    groups = [_groups(values, at, now.rows) for _, at in asked]
    queries = max(len(each.names) for each in both)
    return Effort(
        items=sum(each.rows for each in both),
        drawn=sum(
            _drawn(rule, each, count)
            for each in both
            for (rule, _), count in zip(asked, groups, strict=True)
        ),
        cells=queries * max(groups),
    )


def _groups(values: dict[str, int], grouping: Iterable[str], most: int) -> int:
    return min(math.prod(values.get(name, 1) for name in grouping), most)


def _drawn(rule: RankingRule, rankings: Rankings, groups: int) -> int:
    """One look at all items, and those drawn for each answer and for each group's own value."""
    n = rankings.rows
    if rule.metric in _EXACT:
        return n * (1 + groups)
    answers = groups if rule.measure.every_group and rule.protected is None else 1
    if len(rankings.names) > 1:
        return n * (1 + groups + answers * draws_of_orders(n))
    return n * (1 + (2 * answers + groups) * draws_of_items(n))
