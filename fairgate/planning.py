"""How many rows are needed, and what these data can detect: the answer before the verdict.

Uses the gate itself: a rule can detect a violation of some size exactly if it would not
answer "unknown" with that size as its ``must_detect``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from fairgate.cells import Tally
from fairgate.gate import cases_of
from fairgate.judging.case import Case
from fairgate.judging.findings import find
from fairgate.policy import Policy, Rule
from fairgate.statistics import critical as quantile
from fairgate.statistics import power
from fairgate.statistics.contrasts import Scale
from fairgate.statistics.families import REST_SHARE

_STEPS = 12


@dataclass(frozen=True)
class PlanLine:
    """What one rule can see on one grouping.

    Attributes
    ----------
    rule, metric, groups, comparison : str
        As in a finding.
    limit, must_detect : float
        What is promised, and the violation that matters.
    detectable : float or None
        The smallest violation these rows would show with 80 % power; None if none.
    rows : mapping of str to int
        Rows by group.
    rows_needed : mapping of str to int
        More rows by group until ``must_detect`` is detectable; empty if it is.
    why : str
        The finding's own sentence where something is undefined.
    """

    rule: str
    metric: str
    groups: str
    comparison: str
    limit: float
    must_detect: float
    detectable: float | None
    rows: Mapping[str, int]
    rows_needed: Mapping[str, int]
    why: str = ""


def plan(policy: Policy, tally: Tally, *, today: date) -> tuple[PlanLine, ...]:
    """Say for every rule and grouping what the rows at hand can detect.

    Examples
    --------
    >>> from fairgate.cells import Cells
    >>> policy = Policy.model_validate({
    ...     "version": 1, "name": "loans",
    ...     "columns": {"label": "paid", "prediction": "yes", "sensitive": {"sex": "sex"}},
    ...     "groups": ["sex"],
    ...     "rules": [{"id": "r", "metric": "selection_rate", "ratio": {"at_least": 0.8}}]})
    >>> cells = Cells.of(("sex",), {("f",): (90, 10, 20, 80), ("m",): (90, 10, 20, 80)})
    >>> line = plan(policy, Tally(400, {("sex",): cells}), today=date(2026, 1, 1))[0]
    >>> line.rows_needed, round(line.detectable, 2)
    ({'sex=f': 70, 'sex=m': 70}, 0.57)
    """
    cases = cases_of(policy, tally, today, first_model=True)
    return tuple(_line(case) for case in cases)


def _line(case: Case) -> PlanLine:
    finding = find(case)
    needed = finding.rows_needed or {}
    unknown = not case.applies or finding.estimate is None
    return PlanLine(
        case.rule.id,
        case.rule.metric,
        case.name,
        case.rule.kind,
        case.rule.limit,
        case.rule.must_detect,
        detectable=None if unknown else _detectable(case),
        rows=finding.rows,
        rows_needed=needed,
        why=finding.message if unknown else "",
    )


def _with_must_detect(rule: Rule, size: float) -> Rule:
    spec = getattr(rule, rule.kind).model_copy(update={"must_detect": size})
    return rule.model_copy(update={rule.kind: spec})


def _sees(case: Case, size: float) -> bool:
    rule = _with_must_detect(case.rule, size)
    return not find(Case(**{**vars(case), "rule": rule})).rows_needed


def _detectable(case: Case) -> float | None:
    """Bisect between the limit (never detectable) and the end of the scale."""
    rule = case.rule
    end = 0.001 if rule.ratio else -1.0 if rule.metric == "calibration_gap" else 0.0
    near, far = rule.limit, (end if rule.at_least else 1.0)
    if not _sees(case, far):
        return None
    for _ in range(_STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if _sees(case, middle) else (middle, far)
    return far


@dataclass(frozen=True)
class Sketch:
    """Rows a group needs before any data are there, if all groups are alike."""

    rule: str
    rate: float
    groups: int
    rows_each: int


def sketch(
    policy: Policy,
    *,
    rates: tuple[float, ...] = (0.1, 0.3, 0.5),
    groups: tuple[int, ...] = (2, 5, 20),
) -> tuple[Sketch, ...]:
    """Rows that each group's denominator needs for every rule about a ratio or a gap.

    Assumes equal groups that share a rate. Rules on other metrics and comparisons need
    data to be planned with, and are left out.
    """
    pairs = [
        (rule, grouping) for rule in policy.rules for grouping in rule.groupings(policy.groups)
    ]
    error = (1 - policy.confidence) / len(pairs)
    return tuple(
        Sketch(rule.id, rate, k, rows)
        for rule in policy.rules
        if rule.kind in ("ratio", "difference") and rule.measure.poolable
        for rate in rates
        for k in groups
        if (rows := _rows_each(rule, rate, k, error)) is not None
    )


def _rows_each(rule: Rule, rate: float, k: int, error: float) -> int | None:
    """Smallest equal group size with enough power; None if no such violation can be."""
    scale = Scale(ratio=rule.ratio is not None, more_is_good=rule.measure.more_is_good)
    share = error if k == 2 else REST_SHARE * error
    size = np.array([1.0])

    def enough(n: float) -> bool:
        z = quantile.group_against_rest(share, np.full(k, n), rate, rule.limit, ratio=scale.ratio)
        both = power.alternatives(
            scale, np.array([rate]), n * size, (k - 1) * n * size, np.array([rule.must_detect])
        )
        reached = [power.of_proportions(scale, side, rule.limit, z)[0] for side in both]
        return bool(min(reached) >= power.WANTED)

    low, high = 1.0, 1e7
    if not enough(high):
        return None
    while high / low > 1.01:
        middle = float(np.sqrt(low * high))
        low, high = (low, middle) if enough(middle) else (middle, high)
    return int(np.ceil(high))
