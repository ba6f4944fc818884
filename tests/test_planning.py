"""How many rows are needed, and what those at hand can detect."""

from __future__ import annotations

from itertools import pairwise

import pytest
from drawn import rules, tables
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import TODAY, before_and_after, judged, on_the_same_rows, policy, rates, tally

from fairgate.planning import plan, sketch
from fairgate.verdict import Outcome

RATIO = {"metric": "selection_rate", "ratio": {"at_least": 0.8}}
GAP = {"metric": "accuracy", "difference": {"at_most": 0.1}}


def lines(counted, *rules, groups=("sex",)):
    """Plan these rules on what was counted."""
    return plan(policy(*rules, groups=list(groups)), tally(counted), today=TODAY)


@pytest.mark.parametrize("rule", [RATIO, GAP, {"metric": "accuracy", "value": {"at_least": 0.4}}])
def test_what_the_plan_calls_detectable_is_not_unknown_to_the_gate(rule) -> None:
    """With the detectable size as must_detect the gate answers; with a finer one it does not."""
    table = rates("sex", {"f": (90, 180), "m": (100, 200)})
    (line,) = lines(table, rule)
    assert line.detectable is not None
    (kind,) = set(rule) - {"metric"}
    metric, limit = rule["metric"], rule[kind]
    step = -0.02 if kind in ("ratio", "value") else 0.02
    seen = judged(table, metric, **{kind: {**limit, "must_detect": line.detectable + step / 20}})
    finer = judged(table, metric, **{kind: {**limit, "must_detect": line.detectable - step}})
    assert seen.outcome is not Outcome.UNKNOWN
    assert finer.outcome is Outcome.UNKNOWN


def test_rows_needed_are_the_gates() -> None:
    """The plan and the finding name the same numbers."""
    table = rates("sex", {"f": (15, 30), "m": (100, 200)})
    (line,) = lines(table, RATIO)
    assert line.rows_needed == judged(table, **RATIO).rows_needed
    assert line.rows == {"sex=f": 30, "sex=m": 200}
    assert (line.limit, line.must_detect) == (0.8, pytest.approx(0.6))


def test_ample_rows_need_no_more() -> None:
    """Nothing is asked for, and the detectable ratio is near the limit."""
    (line,) = lines(rates("sex", {"f": (5000, 10_000), "m": (5000, 10_000)}), RATIO)
    assert line.rows_needed == {}
    assert line.detectable == pytest.approx(0.75, abs=0.03)


def test_more_rows_detect_less() -> None:
    """From tens to hundreds of thousands, the detectable ratio climbs towards the limit."""
    sizes = (50, 200, 1000, 10_000)
    found = [lines(rates("sex", {"f": (n // 2, n), "m": (n // 2, n)}), RATIO)[0] for n in sizes]
    detectable = [line.detectable or 0.0 for line in found]
    assert all(a < b < 0.8 for a, b in pairwise(detectable))


def test_what_is_undefined_has_words_in_place_of_a_size() -> None:
    """One group only: no plan, and why."""
    (line,) = lines(rates("sex", {"f": (5, 10)}), RATIO)
    assert line.detectable is None
    assert "only one group" in line.why


def test_a_handful_may_detect_nothing() -> None:
    """Two and two: even the largest gap would not show."""
    (line,) = lines(rates("sex", {"f": (1, 2), "m": (1, 2)}), GAP)
    assert line.detectable is None
    assert line.rows_needed


def test_a_regression_rule_is_planned_with_a_baseline_only() -> None:
    """Without one there is nothing to plan with."""
    step = {"metric": "selection_rate", "regression": {"at_most": 0.02}}
    (line,) = lines(rates("sex", {"f": (50, 100), "m": (50, 100)}), step)
    assert line.detectable is None
    assert line.why
    table = before_and_after("""
        sex label old new rows
        f   1     1   1   2400
        f   1     0   0   1600
        m   1     1   1   2400
        m   1     0   0   1600
    """)
    (line,) = plan(policy(step, groups=["sex"]), on_the_same_rows(table), today=TODAY)
    assert line.detectable is not None
    assert 0.02 < line.detectable < 0.1


@settings(max_examples=25)
@given(tables(0, 4), rules("accuracy") | rules("f1"))
def test_any_table_can_be_planned(table, rule) -> None:
    """A line a rule, nothing raised, and a size between limit and end of the scale."""
    (line,) = plan(policy(rule, groups=["g"]), tally(table), today=TODAY)
    if line.detectable is not None:
        assert 0 <= line.detectable <= 1
        assert line.detectable != line.limit


def test_before_any_data_there_is_a_sketch() -> None:
    """Rows each group needs; more groups, rarer yeses and finer limits need more."""
    found = sketch(policy(RATIO, groups=["sex"]))
    by = {(line.rate, line.groups): line.rows_each for line in found}
    assert set(by) == {(rate, k) for rate in (0.1, 0.3, 0.5) for k in (2, 5, 20)}
    assert by[0.1, 2] > by[0.3, 2] > by[0.5, 2]
    wide = sketch(policy({**RATIO, "ratio": {"at_least": 0.8, "must_detect": 0.4}}, groups=["sex"]))
    assert all(a.rows_each < b.rows_each for a, b in zip(wide, found, strict=True))


@settings(max_examples=10)
@given(st.sampled_from([0.1, 0.3, 0.5]), st.sampled_from([2, 5, 20]), st.sampled_from([RATIO, GAP]))
def test_groups_as_large_as_the_sketch_says_are_detectable(rate, k, rule) -> None:
    """The sketch is kept by the gate: equal groups of that size pass."""
    (line,) = sketch(policy(rule, groups=["g"]), rates=(rate,), groups=(k,))
    n = line.rows_each + 10
    table = rates("g", {str(at): (round(rate * n), n) for at in range(k)})
    assert judged(table, **rule).outcome is Outcome.PASS


def test_a_sketch_is_of_rates_only() -> None:
    """F1, values and steps back need data to be planned with."""
    others = [
        {"metric": "f1", "ratio": {"at_least": 0.8}},
        {"metric": "accuracy", "value": {"at_least": 0.8}},
        {"metric": "accuracy", "regression": {"at_most": 0.1}},
    ]
    assert sketch(policy(*others, groups=["sex"])) == ()
