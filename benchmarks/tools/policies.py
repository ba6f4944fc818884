"""Whether a whole policy fails, for thousands of tables at once, as the gate decides."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.tools.deciding import failures, failures_of
from fairgate.cells import Cells
from fairgate.metrics import Kind, Metric
from fairgate.policy import Policy, Rule
from fairgate.statistics import critical as quantile
from fairgate.statistics.contrasts import Scale
from fairgate.statistics.judgement import Promise
from fairgate.statistics.limits import Estimates, Limits, estimate

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def policy_failures(policy: Policy, counts: Ints) -> Mask:
    """Judge many tables by every rule of a policy on one grouping.

    Parameters
    ----------
    policy : Policy
        Rules about ratios, differences and values of label metrics, reference: best.
    counts : (K, 4, T) int64
        True positives, false positives, false negatives, true negatives.

    Returns
    -------
    (T,) bool
        Whether some rule fails.
    """
    error = (1 - policy.confidence) / len(policy.rules)
    failed = np.zeros(counts.shape[2], dtype=bool)
    for rule in policy.rules:
        failed |= _rule_failures(rule, policy.confidence, error, counts)
    return failed


def _rule_failures(rule: Rule, confidence: float, error: float, counts: Ints) -> Mask:
    metric = rule.measure
    if rule.value:
        return _value_failures(rule, error, _estimates(metric, counts))
    promise = Promise(
        Scale(ratio=rule.ratio is not None, more_is_good=metric.more_is_good),
        rule.limit,
        rule.must_detect,
        error,
        confidence,
    )
    if metric.kind is Kind.PROPORTION:
        found = _estimates(metric, counts)
        assert found.numerator is not None
        assert found.denominator is not None
        return failures(promise, found.numerator, found.denominator)
    return failures_of(promise, _estimates(metric, counts))


def _value_failures(rule: Rule, error: float, found: Estimates) -> Mask:
    """As :func:`fairgate.statistics.value.judge`, groups that are undefined left out."""
    defined = np.isfinite(found.value)
    failed = np.zeros(found.value.shape[1], dtype=bool)
    for groups in np.unique(defined.sum(axis=0)):
        lower, upper = found.limits(quantile.sidak(error, int(groups)))
        beyond = upper < rule.limit if rule.at_least else lower > rule.limit
        failed |= (beyond & defined).any(axis=0) & (defined.sum(axis=0) == groups)
    return failed


def _estimates(metric: Metric, counts: Ints) -> Estimates:
    """Estimate every group of every table, all of shape (K, T)."""
    k, _, tables = counts.shape
    flat = np.moveaxis(counts, 1, 2).reshape(k * tables, 4)
    found = estimate(metric, Cells(("group",), (), flat))

    def limits(z: float) -> Limits:
        lower, upper = found.limits(z)
        return lower.reshape(k, tables), upper.reshape(k, tables)

    def shaped(part: Ints | None) -> Ints | None:
        return None if part is None else part.reshape(k, tables)

    return Estimates(
        found.value.reshape(k, tables),
        limits,
        found.spread,
        shaped(found.numerator),
        shaped(found.denominator),
    )
