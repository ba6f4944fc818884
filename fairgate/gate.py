"""The gate: from a policy and what was counted to a verdict that holds.

``question`` says what to count, ``judge`` judges it. Both are pure: the same policy,
cells and day give the same verdict, here and wherever it is read again.

The promise of a verdict: if no rule is violated, the chance that any finding fails is at
most ``1 - confidence``, over all groups, pairs, groupings and rules. The error is shared
equally among the findings that can fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from fairgate.cells import Cells, Group, ScoreHistogram, Tally
from fairgate.judging.case import Case
from fairgate.judging.findings import find
from fairgate.metrics import CATALOGUE, Kind, Metric, members
from fairgate.policy import Policy
from fairgate.question import Question
from fairgate.statistics import critical as quantile
from fairgate.statistics.limits import estimate, wilson
from fairgate.verdict import (
    Comparison,
    Finding,
    GroupReport,
    Interval,
    Measured,
    Outcome,
    Verdict,
)

__all__ = ["Finding", "Outcome", "Verdict", "judge", "question"]


def question(policy: Policy) -> Question:
    """Say what a policy needs counted: every grouping, and strata where rules want them.

    Examples
    --------
    >>> policy = Policy.model_validate({
    ...     "version": 1, "name": "loans",
    ...     "columns": {"label": "paid", "prediction": "yes", "sensitive": {"sex": "sex"}},
    ...     "groups": ["sex"],
    ...     "rules": [{"id": "r", "metric": "accuracy", "value": {"at_least": 0.7},
    ...                "groups": ["sex"]}]})
    >>> question(policy).groupings
    (('sex',),)
    """
    groupings: dict[tuple[str, ...], None] = {}
    scored: dict[tuple[str, ...], None] = {}
    for rule in policy.rules:
        for grouping in rule.groupings(policy.groups):
            groupings[grouping] = None
            if rule.within:
                groupings[*grouping, *rule.within] = None
    metrics = _metrics(policy)
    if any(metric.needs_score for metric in metrics):
        scored = dict.fromkeys(_shown_groupings(policy))
    bins = 4096 if any(metric.kind is Kind.AUC for metric in metrics) else 256
    return Question(tuple(groupings), tuple(scored), bins)


def judge(
    policy: Policy,
    tally: Tally,
    *,
    today: date,
    first_model: bool = False,
    lines: Mapping[str, int] | None = None,
    critical: Mapping[str, Mapping[str, float]] | None = None,
) -> Verdict:
    """Judge what was counted by what was promised.

    Parameters
    ----------
    policy : Policy
        The promise.
    tally : Tally
        What an engine counted for ``question(policy)``.
    today : date
        Decides which waivers have ended.
    first_model : bool
        The base branch has no model, so regression rules are not applicable.
    lines : mapping of str to int, optional
        Line of each rule in the policy file, for reports.
    critical : mapping, optional
        Critical values by ``"rule|grouping"``, to judge again what was judged before;
        without it they are computed.

    Returns
    -------
    Verdict
    """
    cases = cases_of(policy, tally, today, first_model=first_model, lines=lines, critical=critical)
    findings = tuple(find(case) for case in cases)
    return Verdict(
        policy=policy.name,
        outcome=max(finding.outcome for finding in findings),
        rows=tally.rows,
        confidence=policy.confidence,
        min_cell=policy.min_cell,
        compared_with=_comparison(tally),
        findings=findings,
        by_group=tuple(
            report
            for grouping in _shown_groupings(policy)
            for report in _by_group(policy, tally, grouping)
        ),
    )


def cases_of(
    policy: Policy,
    tally: Tally,
    today: date,
    *,
    first_model: bool = False,
    lines: Mapping[str, int] | None = None,
    critical: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Case]:
    """Every rule on every grouping of it, each with its share of the error."""
    pairs = [
        (rule, grouping) for rule in policy.rules for grouping in rule.groupings(policy.groups)
    ]
    can_fail = sum(rule.regression is None or bool(tally.baseline) for rule, _ in pairs)
    error = (1 - policy.confidence) / max(can_fail, 1)
    return [
        Case(
            rule=rule,
            attributes=grouping,
            tally=tally,
            error=error,
            confidence=policy.confidence,
            waivers=[waiver for waiver in policy.waivers if waiver.rule == rule.id],
            today=today,
            compare_missing=policy.missing == "compare",
            first_model=first_model,
            stored=None if critical is None else critical.get(f"{rule.id}|{','.join(grouping)}"),
            line=(lines or {}).get(rule.id),
        )
        for rule, grouping in pairs
    ]


def _comparison(tally: Tally) -> Comparison:
    if tally.paired:
        return Comparison("paired", tally.paired_rows)
    if tally.baseline:
        return Comparison("unpaired", tally.baseline_rows)
    return Comparison("none", 0)


def _metrics(policy: Policy) -> list[Metric]:
    """Every metric that some rule names, members in place of composites."""
    named = {member.name for rule in policy.rules for member in members(rule.measure)}
    return [metric for metric in CATALOGUE.values() if metric.name in named]


def _shown_groupings(policy: Policy) -> list[tuple[str, ...]]:
    return list(
        dict.fromkeys(
            grouping for rule in policy.rules for grouping in rule.groupings(policy.groups)
        )
    )


def _by_group(policy: Policy, tally: Tally, grouping: tuple[str, ...]) -> list[GroupReport]:
    """Every metric for every group of a grouping, people not given included."""
    cells = tally.cells[grouping]
    columns = {
        metric.name: _measure(
            policy, metric, cells, tally.histograms.get(grouping), _baseline(tally, grouping)
        )
        for metric in _metrics(policy)
    }
    return [
        GroupReport(
            dict(zip(grouping, group, strict=True)),
            int(cells.rows[at]),
            {name: column[at] for name, column in columns.items()},
        )
        for at, group in enumerate(cells.groups)
    ]


def _baseline(tally: Tally, grouping: tuple[str, ...]) -> Cells | None:
    paired = tally.paired.get(grouping)
    return paired.baseline if paired is not None else tally.baseline.get(grouping)


def _measure(
    policy: Policy,
    metric: Metric,
    cells: Cells,
    histogram: ScoreHistogram | None,
    baseline: Cells | None,
) -> list[Measured]:
    """One metric of all groups, each with its own two-sided interval."""
    z = quantile.single((1 - policy.confidence) / 2)
    old = _old_values(metric, baseline)
    if metric.needs_score:
        if histogram is None:  # an engine that met no row has nothing to put in bins
            return [Measured(None, None, reason="no scores") for _ in cells.groups]
        estimates = estimate(metric, histogram)
        groups, intervals = histogram.groups, estimates.limits(z)
    else:
        estimates = estimate(metric, cells)
        groups = cells.groups
        intervals = (
            wilson(estimates.numerator, estimates.denominator, z)
            if estimates.numerator is not None and estimates.denominator is not None
            else estimates.limits(z)
        )
    row = {group: at for at, group in enumerate(groups)}
    return [
        _measured(estimates.value, intervals, row[group], old.get(group), metric)
        for group in cells.groups
    ]


def _old_values(metric: Metric, baseline: Cells | None) -> dict[Group, float]:
    if baseline is None or metric.needs_score:
        return {}
    values = metric.values(baseline)
    return {
        group: float(value)
        for group, value in zip(baseline.groups, values, strict=True)
        if np.isfinite(value)
    }


def _measured(
    values: np.ndarray,
    intervals: tuple[np.ndarray, np.ndarray],
    at: int,
    old: float | None,
    metric: Metric,
) -> Measured:
    if not np.isfinite(values[at]):
        return Measured(None, None, old, f"{metric.formula} is 0/0 here")
    interval: Interval = (float(intervals[0][at]), float(intervals[1][at]))
    return Measured(float(values[at]), interval, old)
