"""The gate: what to count, and a verdict from what was counted."""

from __future__ import annotations

from datetime import date

import pytest
from tables import TODAY, cells, on_other_rows, policy, rates, scored, tally, verdict, waiver

from fairgate.gate import judge, question
from fairgate.verdict import Outcome

RATIO = {"metric": "selection_rate", "ratio": {"at_least": 0.8}}
TABLE = cells("""
    race  sex  tp fp  fn  tn
    black f   200 40 160 100
    black m   240 50 120 120
    white f   340 50  60 150
    white m   380 60  50 160
    -     m     3  1   2   4
""")
COUNTED = tally(TABLE, ["race"], ["sex"])


def test_every_grouping_of_every_rule_is_counted_once() -> None:
    """The policy's groupings, a rule's own, and strata behind those they condition."""
    promise = policy(
        RATIO,
        {**RATIO, "groups": [["race", "sex"], "race"]},
        {**RATIO, "groups": ["sex"], "within": ["race"]},
        groups=["race", "sex"],
    )
    asked = question(promise)
    assert asked.groupings == (("race",), ("sex",), ("race", "sex"), ("sex", "race"))
    assert asked.scored == ()


@pytest.mark.parametrize(
    ("metrics", "bins"),
    [(["calibration_gap"], 256), (["roc_auc"], 4096), (["calibration_gap", "roc_auc"], 4096)],
)
def test_scores_are_put_in_as_many_bins_as_the_metric_needs(metrics, bins) -> None:
    """256 for calibration, 4,096 where AUC is judged."""
    rules = [{"metric": name, "difference": {"at_most": 0.1}} for name in metrics]
    asked = question(policy(*rules, groups=["race"]))
    assert asked.scored == (("race",),)
    assert asked.score_bins == bins


def test_findings_come_in_the_order_of_the_policy() -> None:
    """One a rule and grouping, named as the contract has it."""
    promise = policy(RATIO, {**RATIO, "id": "again"}, groups=["race", ["race", "sex"]])
    found = verdict(promise, COUNTED).findings
    assert [(f.rule, f.groups) for f in found] == [
        ("rule-1", "race"),
        ("rule-1", "race,sex"),
        ("again", "race"),
        ("again", "race,sex"),
    ]


def test_a_finding_knows_its_line_in_the_policy() -> None:
    """For the platforms that show findings beside the file."""
    promise = policy(RATIO, groups=["race"])
    found = judge(promise, COUNTED, today=TODAY, lines={"rule-1": 17})
    assert [f.line for f in found.findings] == [17]
    assert verdict(promise, COUNTED).findings[0].line is None


def test_every_group_is_reported_with_every_metric_of_the_rules() -> None:
    """Members in place of composites; people whose group is not known included."""
    promise = policy(
        {"metric": "equalized_odds", "difference": {"at_most": 0.1}}, RATIO, groups=["race"]
    )
    found = {report.group["race"]: report for report in verdict(promise, COUNTED).by_group}
    assert set(found) == {"black", "white", None}
    assert set(found["black"].metrics) == {
        "selection_rate",
        "true_positive_rate",
        "false_positive_rate",
    }
    assert found["black"].rows == 1030
    assert found["black"].metrics["selection_rate"].value == pytest.approx(530 / 1030)
    assert found[None].rows == 10


def test_a_groups_own_interval_is_wilsons() -> None:
    """Two-sided, at the policy's confidence, not simultaneous."""
    promise = policy(RATIO, groups=["sex"])
    (report,) = verdict(promise, rates("sex", {"f": (81, 263)})).by_group
    interval = report.metrics["selection_rate"].interval
    assert interval == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_an_undefined_value_has_a_reason() -> None:
    """No value, no interval, and words."""
    promise = policy({"metric": "precision", "value": {"at_least": 0.5}}, groups=["sex"])
    (report,) = verdict(promise, rates("sex", {"f": (0, 10)})).by_group
    found = report.metrics["precision"]
    assert (found.value, found.interval) == (None, None)
    assert found.reason == "TP / (TP + FP) is 0/0 here"


def test_the_baselines_values_are_shown_beside() -> None:
    """Where a baseline has the group."""
    counted = on_other_rows(
        rates("sex", {"f": (30, 100), "x": (5, 10)}), rates("sex", {"f": (40, 100)})
    )
    found = verdict(policy(RATIO, groups=["sex"]), counted).by_group
    assert [report.metrics["selection_rate"].baseline for report in found] == [0.4, None]


def test_stored_critical_values_decide() -> None:
    """A verdict that is read again uses the values it was made with."""
    promise = policy(RATIO, groups=["race"])
    found = verdict(promise, COUNTED)
    (finding,) = found.findings
    again = judge(promise, COUNTED, today=TODAY, critical={"rule-1|race": finding.critical})
    assert again == found
    stricter = {"rule-1|race": {name: z + 9 for name, z in finding.critical.items()}}
    other = judge(promise, COUNTED, today=TODAY, critical=stricter).findings[0]
    assert other.interval is not None
    assert finding.interval is not None
    assert other.interval[1] > finding.interval[1]
    assert other.critical == stricter["rule-1|race"]


def test_the_day_matters_for_waivers_only() -> None:
    """The same policy and counts give the same verdict on any day."""
    promise = policy(RATIO, groups=["race"])
    assert verdict(promise, COUNTED, today=date(2020, 1, 1)) == verdict(promise, COUNTED)
    waived = policy(RATIO, groups=["race"], waivers=[waiver("race=black")])
    early, late = (verdict(waived, COUNTED, today=date(year, 1, 1)) for year in (2026, 2028))
    assert early.outcome is not Outcome.FAIL
    assert late.outcome is verdict(promise, COUNTED).outcome


def test_the_verdict_carries_what_readers_need() -> None:
    """Name, rows, confidence, suppression threshold."""
    found = verdict(policy(RATIO, groups=["race"], confidence=0.9, min_cell=7), COUNTED)
    assert (found.policy, found.rows, found.confidence, found.min_cell) == ("test", 2290, 0.9, 7)
    assert found.blocks == found.outcome.blocks


def test_scores_need_no_decisions() -> None:
    """A histogram's groups are matched by name, in whatever order an engine found them."""
    rows = {name: [(at % 2, (at * k % 17) / 17) for at in range(200)] for name, k in NAMED}
    counted = scored("race", rows)
    histogram = counted.histograms[("race",)]
    turned = type(histogram)(
        histogram.attributes,
        histogram.groups[::-1],
        histogram.counts[::-1],
        histogram.sums[::-1],
        histogram.squares[::-1],
    )
    rule = {"metric": "calibration_gap", "difference": {"at_most": 0.1}}
    promise = policy(rule, groups=["race"])
    other = type(counted)(counted.rows, counted.cells, histograms={("race",): turned})
    assert verdict(promise, counted) == verdict(promise, other)


NAMED = (("black", 3), ("white", 5), ("asian", 7))
