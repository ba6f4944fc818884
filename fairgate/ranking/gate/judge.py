"""Ranking rules, judged: the same four outcomes, and one error bound over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from fairgate.ranking.gate.findings import Case, find
from fairgate.ranking.gate.policy import RankingPolicy
from fairgate.ranking.gate.reports import by_group
from fairgate.ranking.gate.table import Rankings
from fairgate.verdict import Comparison, Verdict


def judge(
    policy: RankingPolicy,
    now: Rankings,
    before: Rankings | None = None,
    *,
    today: date,
    first_model: bool = False,
    lines: Mapping[str, int] | None = None,
) -> Verdict:
    """Judge rankings by what was promised.

    Parameters
    ----------
    policy : RankingPolicy
        The promise.
    now : Rankings
        What is judged.
    before : Rankings, optional
        The baseline, for regression rules; paired by query.
    today : date
        Decides which waivers have ended.
    first_model : bool
        There is no ranking to compare with yet.
    lines : mapping of str to int, optional
        Line of each rule in the policy file, for reports.

    Returns
    -------
    Verdict
        If every promise is kept, some finding fails with probability 1 - confidence at most.
    """
    pairs = [(rule, at) for rule in policy.rules for at in rule.groupings(policy.groups)]
    can_fail = sum(rule.regression is None or before is not None for rule, _ in pairs)
    error = (1 - policy.confidence) / max(can_fail, 1)
    findings = tuple(
        find(
            Case(
                rule, at, policy, now, before, error, today, first_model, (lines or {}).get(rule.id)
            )
        )
        for rule, at in pairs
    )
    return Verdict(
        policy=policy.name,
        outcome=max(finding.outcome for finding in findings),
        rows=now.rows,
        confidence=policy.confidence,
        min_cell=policy.min_cell,
        compared_with=_comparison(now, before),
        findings=findings,
        by_group=by_group(policy, now),
    )


def _comparison(now: Rankings, before: Rankings | None) -> Comparison:
    if before is None:
        return Comparison("none", 0)
    shared = set(now.names) & set(before.names)
    sizes = np.diff(now.starts)
    rows = int(sum(sizes[at] for at, name in enumerate(now.names) if name in shared))
    return Comparison("paired", rows, "the baseline's ranking of the same queries")
