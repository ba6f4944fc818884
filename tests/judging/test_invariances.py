"""What must not matter does not, and what must does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from drawn import OF_LABELS, POOLABLE, cases, shuffled, tables, times, with_baseline
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tables import TODAY, judged

from fairgate.cells import Cells, PairedCells, Tally
from fairgate.gate import judge
from fairgate.policy import Policy
from fairgate.verdict import Finding, Outcome

FEW = settings(max_examples=15)
metrics = st.sampled_from(OF_LABELS)
comparisons: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"ratio": {"at_least": 0.8}},
        {"difference": {"at_most": 0.1}},
        {"value": {"at_least": 0.6}},
        {"value": {"at_most": 0.3}},
    ]
)


def gist(found: Finding) -> tuple[Any, ...]:
    """What a finding says, without who is named first among equals."""
    return (
        found.outcome,
        None if found.estimate is None else round(found.estimate, 9),
        None if found.interval is None else [round(end, 9) for end in found.interval],
        found.rows,
        found.rows_needed,
        {shift.disadvantaged for shift in found.shown},
    )


@FEW
@given(tables(2, 6), metrics, comparisons, st.randoms(use_true_random=False))
def test_the_order_of_groups_does_not_matter(table, metric, comparison, random) -> None:
    """Groups come as an engine finds them."""
    order = list(range(len(table.groups)))
    random.shuffle(order)
    one = judged(table, metric, **comparison)
    two = judged(shuffled(table, order), metric, **comparison)
    # Rows needed are rounded up to two digits, so sums in another order may move them a step.
    assert gist(replace(one, rows_needed=None)) == gist(replace(two, rows_needed=None))
    needed, others = one.rows_needed or {}, two.rows_needed or {}
    assert needed.keys() == others.keys()
    assert all(others[name] == pytest.approx(n, rel=0.11, abs=1) for name, n in needed.items())


@FEW
@given(tables(2, 6), metrics, comparisons)
def test_names_do_not_matter(table, metric, comparison) -> None:
    """Whoever the groups are, the same counts get the same answer."""
    renamed = Cells(
        ("caste",),
        tuple((None if name is None else f"x{name[::-1]}",) for (name,) in table.groups),
        table.counts,
    )
    one, two = judged(table, metric, **comparison), judged(renamed, metric, **comparison)
    assert (one.outcome, one.estimate, one.interval) == (two.outcome, two.estimate, two.interval)
    assert list((one.rows_needed or {}).values()) == list((two.rows_needed or {}).values())


@FEW
@given(tables(2, 5), metrics, comparisons)
def test_four_times_the_rows_narrow_the_interval(table, metric, comparison) -> None:
    """The same rates of more people: same estimate, shorter interval."""
    one, four = (judged(t, metric, **comparison) for t in (table, times(table, 4)))
    assume(one.estimate is not None)
    assert one.interval is not None
    assert four.interval is not None
    assert four.estimate == pytest.approx(one.estimate)
    assert four.interval[1] - four.interval[0] <= one.interval[1] - one.interval[0] + 1e-9


TURNED = {
    "true_positive_rate": "true_negative_rate",
    "false_positive_rate": "false_negative_rate",
    "precision": "negative_predictive_value",
    "false_discovery_rate": "false_omission_rate",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced_accuracy",
}


@FEW
@given(tables(2, 6), st.sampled_from(list(TURNED.items())), comparisons)
def test_calling_yes_no_and_no_yes_swaps_the_metrics(table, swap, comparison) -> None:
    """True positives become true negatives, false positives false negatives, in all said."""
    turned = Cells(table.attributes, table.groups, table.counts[:, ::-1].copy())
    one, two = judged(table, swap[0], **comparison), judged(turned, swap[1], **comparison)
    assert gist(one) == gist(two)
    assert one.worst == two.worst


@settings(max_examples=30)
@given(cases())
def test_a_rule_fails_exactly_if_its_interval_ends_beyond_the_limit(
    case: tuple[Policy, Tally],
) -> None:
    """Ratio: upper end under the limit. Gap: lower end over it. The two never disagree."""
    promise, counted = case
    (rule,) = promise.rules
    (found,) = judge(promise.model_copy(update={"waivers": []}), counted, today=TODAY).findings
    assume(found.interval is not None and rule.decide == "confident")
    assert found.interval is not None
    low, high = found.interval
    beyond = high < rule.limit if rule.at_least else low > rule.limit
    assert (found.outcome is Outcome.FAIL) == beyond


@FEW
@given(tables(2, 6), metrics, st.sampled_from(["ratio", "difference"]), st.data())
def test_a_coarser_must_detect_never_turns_a_pass_into_unknown(table, metric, kind, data) -> None:
    """What shows a small violation shows a large one."""
    if kind == "ratio":
        limit = {"at_least": 0.8}
        sizes = sorted(data.draw(st.tuples(*[st.floats(0.05, 0.79)] * 2)), reverse=True)
    else:
        limit = {"at_most": 0.1}
        sizes = sorted(data.draw(st.tuples(*[st.floats(0.11, 0.95)] * 2)))
    fine, coarse = (
        judged(table, metric, **{kind: {**limit, "must_detect": size}}).outcome for size in sizes
    )
    if fine is not Outcome.UNKNOWN:
        assert coarse is fine


@FEW
@given(tables(1, 1), st.sampled_from(POOLABLE), st.integers(2, 8))
def test_groups_that_are_alike_never_fail_or_warn(table, metric, k) -> None:
    """The same four counts in every group are equal treatment, known well or not at all."""
    groups = tuple((f"g{at}",) for at in range(k))
    alike = Cells(("g",), groups, table.counts[[0] * k])
    for comparison in ({"ratio": {"at_least": 0.8}}, {"difference": {"at_most": 0.02}}):
        found = judged(alike, metric, **comparison)
        assert found.outcome in (Outcome.PASS, Outcome.UNKNOWN)
        assert found.estimate in (None, 0 if "difference" in comparison else 1)


@settings(max_examples=15)
@given(with_baseline(), metrics, st.sampled_from(["gap", "rate"]))
def test_a_model_is_no_step_back_from_itself(counted, metric, of) -> None:
    """The candidate against a copy of it: nothing got worse, and nothing fails or warns."""
    groups = counted.cells[("g",)]
    both = PairedCells(("g",), groups.groups, _as_pairs(groups))
    same = Tally(
        counted.rows, {("g",): groups}, {("g",): both}, {("g",): groups}, baseline_rows=counted.rows
    )
    found = judged(same, metric, regression={"at_most": 0.02, "of": of})
    assert found.outcome in (Outcome.PASS, Outcome.UNKNOWN)
    assert found.estimate in (None, 0)


def _as_pairs(groups: Cells):
    """Both models decide alike: only agreeing cells."""
    counts = np.zeros((len(groups.groups), 2, 2, 2), dtype=np.int64)
    tp, fp, fn, tn = groups.counts.T
    counts[:, 1, 1, 1], counts[:, 0, 1, 1], counts[:, 1, 0, 0], counts[:, 0, 0, 0] = tp, fp, fn, tn
    return counts
