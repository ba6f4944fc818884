"""Ranking rules have the same four outcomes as all others, for the same reasons."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from ranking.rankingtables import TODAY, drawn, finding, listed, promise, verdict

from fairgate.ranking.gate.judge import judge
from fairgate.verdict import Outcome

FAIR, UNFAIR = drawn(), drawn(shift=1.0)
WOMEN = "sex=f"
RULES = {
    "rnd": {"protected": WOMEN, "step": 5, "value": {"at_most": 0.35}},
    "rkl": {"step": 5, "value": {"at_most": 0.15}},
    "rrd": {"protected": WOMEN, "step": 5, "value": {"at_most": 0.4}},
    "fair_star_ir": {"protected": WOMEN, "k": 10, "value": {"at_least": 0.35}},
    "exposure_ratio": {"value": {"at_least": 0.8, "must_detect": 0.7}},
    "ndkl": {"value": {"at_most": 0.18}},
    "skew_at_k": {"protected": WOMEN, "k": 10, "value": {"at_least": -0.22}},
    "pairwise_gap": {"value": {"at_most": 0.25}},
}


@pytest.mark.parametrize("metric", RULES)
def test_a_fair_ranker_passes(metric) -> None:
    """The limit is demonstrably kept, or a violation that matters would have shown."""
    found = finding(FAIR, metric=metric, **RULES[metric])
    assert found.outcome is Outcome.PASS, found.message
    assert "limit is kept with 95 %" in found.message or "4 of 5 cases" in found.message


@pytest.mark.parametrize("metric", RULES)
def test_a_ranker_that_puts_women_back_fails(metric) -> None:
    """Beyond the limit with confidence, and beyond what a random order gives."""
    found = finding(UNFAIR, metric=metric, **RULES[metric])
    assert found.outcome is Outcome.FAIL, found.message
    low, high = found.interval
    assert (high < found.limit) if found.at_least else (low > found.limit)
    assert "with 95 % confidence" in found.message
    assert found.shown


@pytest.mark.parametrize("metric", RULES)
def test_three_queries_show_nothing(metric) -> None:
    """Unknown, with what is lacking; on_unknown: warn lets it through and says so."""
    few = drawn(queries=3, shift=0.2)
    found = finding(few, metric=metric, **RULES[metric])
    assert found.outcome is Outcome.UNKNOWN, found.message
    assert "more queries" in found.message
    softer = finding(few, metric=metric, on_unknown="warn", **RULES[metric])
    assert softer.outcome is Outcome.WARN
    assert softer.message.endswith("on_unknown: warn.")


def test_beyond_the_limit_on_the_estimate_warns() -> None:
    """Not shown with confidence, but a random order would hardly do that."""
    rule = {"metric": "skew_at_k", "protected": WOMEN, "k": 10}
    estimate = finding(drawn(shift=0.5), value={"at_least": -1.0}, **rule).estimate
    found = finding(drawn(shift=0.5), value={"at_least": estimate + 0.01}, **rule)
    assert found.outcome is Outcome.WARN
    strict = finding(
        drawn(shift=0.5), value={"at_least": estimate + 0.01}, decide="estimate", **rule
    )
    assert strict.outcome is Outcome.FAIL
    assert "decide: estimate blocks on it" in strict.message


def test_short_lists_in_random_order_are_not_called_unfair() -> None:
    """Of six items a random order is far from parity: the limit is at fault, not the ranker."""
    short = drawn(queries=400, items=6)
    found = finding(short, metric="ndkl", value={"at_most": 0.1})
    assert found.interval[0] > 0.1
    assert found.outcome is Outcome.UNKNOWN
    assert "A random order of the same items gives" in found.message


def test_nobody_of_a_group_in_any_best_ten_fails_without_an_estimate() -> None:
    """The logarithm of 0 is no number, and must not hide the worst ranker of all."""
    worst = listed(*["m" * 12 + "f" * 12] * 40)
    found = finding(worst, metric="skew_at_k", protected=WOMEN, k=10, value={"at_least": -0.3})
    assert found.outcome is Outcome.FAIL
    assert found.estimate is None
    assert "nobody is in the best 10" in found.message


def test_one_ranking_is_judged_over_its_items() -> None:
    """With one query there is no spread over queries."""
    one = drawn(queries=1, items=1500, shift=1.5)
    found = finding(one, metric="pairwise_gap", value={"at_most": 0.2})
    assert found.outcome is Outcome.FAIL
    fair = finding(drawn(queries=1, items=1500), metric="pairwise_gap", value={"at_most": 0.2})
    assert fair.outcome is Outcome.PASS


def test_fewer_than_ten_people_of_a_group_in_one_ranking_show_nothing() -> None:
    """Bounds over items do not hold for them."""
    found = finding(listed("m" * 60 + "f" * 9), metric="pairwise_gap", value={"at_most": 0.1})
    assert found.outcome is Outcome.UNKNOWN
    assert "a group of fewer than 10 items" in found.message


@pytest.mark.parametrize(
    ("now", "rule", "why"),
    [
        (listed("mmmm"), {"metric": "ndkl", "value": {"at_most": 0.1}}, "one group only, sex=m"),
        (listed("...."), {"metric": "ndkl", "value": {"at_most": 0.1}}, "sex is known"),
        (
            listed("mmff"),
            {"metric": "rnd", "protected": "sex=x", "value": {"at_most": 0.1}},
            "obody belongs to sex=x",
        ),
        (
            listed("mmff"),
            {"metric": "rnd", "protected": WOMEN, "value": {"at_most": 0.1}},
            "one of 1 queries has a value",
        ),
        (
            listed("mmff"),
            {"metric": "skew_at_k", "k": 5, "value": {"at_least": -0.1}},
            "o query has 5 items",
        ),
        (
            listed("mmff"),
            {"metric": "fair_star_ir", "protected": WOMEN, "k": 5, "value": {"at_least": 0.4}},
            "no query has 5 items",
        ),
    ],
)
def test_what_has_no_value_is_unknown_and_says_why(now, rule, why) -> None:
    """Never a pass."""
    found = finding(now, **rule)
    assert found.outcome is Outcome.UNKNOWN
    assert why in found.message
    assert found.estimate is None


def test_people_of_whom_nothing_is_known_are_left_out_and_counted() -> None:
    """They are a group of their own in the tables."""
    policy = promise({"metric": "ndkl", "value": {"at_most": 0.5}})
    found = verdict(policy, listed(*["m.fmf.mf"] * 30))
    assert found.rows == 240
    assert found.findings[0].rows == {"sex=f": 90, "sex=m": 90}
    assert "Items without sex are left out" in found.findings[0].notes[0]
    assert {report.group["sex"]: report.rows for report in found.by_group} == {
        "f": 90,
        "m": 90,
        None: 60,
    }


def test_a_baseline_is_compared_query_by_query() -> None:
    """The same ranker passes, a worse one fails, a better one passes."""
    rule = {"metric": "pairwise_gap", "regression": {"at_most": 0.05}}
    assert finding(FAIR, FAIR, **rule).outcome is Outcome.PASS
    assert finding(FAIR, FAIR, **rule).estimate == 0
    worse = finding(UNFAIR, FAIR, **rule)
    assert worse.outcome is Outcome.FAIL
    assert "worse by at least" in worse.message
    assert finding(FAIR, UNFAIR, **rule).outcome is Outcome.PASS


@pytest.mark.parametrize("metric", ["skew_at_k", "exposure_ratio"])
def test_less_of_what_is_good_is_worse(metric) -> None:
    """Shares and ratios that fell."""
    rule = {"metric": metric, "regression": {"at_most": 0.05}}
    rule |= {"protected": WOMEN, "k": 10} if metric == "skew_at_k" else {}
    assert finding(UNFAIR, FAIR, **rule).outcome is Outcome.FAIL
    assert finding(FAIR, UNFAIR, **rule).outcome is Outcome.PASS


def test_one_ranking_against_one_is_compared_cautiously() -> None:
    """As if they were of different items."""
    rule = {"metric": "pairwise_gap", "regression": {"at_most": 0.05, "must_detect": 0.4}}
    now, before = (drawn(1, 1200, shift, seed=4) for shift in (1.5, 0.0))
    assert finding(now, before, **rule).outcome is Outcome.FAIL
    assert finding(before, now, **rule).outcome is Outcome.PASS


def test_no_baseline_is_unknown_unless_there_can_be_none() -> None:
    """Silence never passes."""
    policy = promise({"metric": "ndkl", "regression": {"at_most": 0.05}})
    assert verdict(policy, FAIR).outcome is Outcome.UNKNOWN
    first = judge(policy, FAIR, today=TODAY, first_model=True)
    assert first.outcome is Outcome.PASS
    assert first.findings[0].message.startswith("Not applicable")
    other = listed("mmff")
    other = type(other)(("elsewhere",), other.starts, other.labels)
    assert "none of these queries" in verdict(policy, FAIR, other).findings[0].message


def waived(until=TODAY, groups=WOMEN):
    """A waiver of the first rule."""
    return [{"rule": "r0", "groups": groups, "until": until, "owner": "a.person", "why": "new"}]


def test_a_waiver_removes_its_group_until_a_day() -> None:
    """On the day after it removes nothing, and is named."""
    rule = {"metric": "skew_at_k", "k": 10, "value": {"at_least": -0.22}}
    held = verdict(promise(rule, waivers=waived()), UNFAIR)
    assert held.outcome is Outcome.PASS
    assert held.findings[0].worst == ("sex=m",)
    ended = verdict(promise(rule, waivers=waived(TODAY - timedelta(days=1))), UNFAIR)
    assert ended.outcome is Outcome.FAIL
    assert "ended on 2026-11-21" in ended.findings[0].notes[0]


def test_a_waiver_of_one_of_two_leaves_nobody_to_compare() -> None:
    """A measure of all groups is judged on those that remain."""
    rule = {"metric": "pairwise_gap", "value": {"at_most": 0.25}}
    found = verdict(promise(rule, waivers=waived()), UNFAIR)
    assert found.outcome is Outcome.PASS
    assert found.findings[0].message.startswith("Everybody whom this rule")
    assert found.findings[0].waived[0].owner == "a.person"


def test_tables_hold_what_each_group_gets() -> None:
    """Exposure and share of pairs are the group's own."""
    policy = promise(
        {"metric": "exposure_ratio", "value": {"at_least": 0.5}},
        {"metric": "pairwise_gap", "value": {"at_most": 0.5}},
        {"metric": "skew_at_k", "k": 10, "value": {"at_least": -0.5}},
        {"metric": "fair_star_ir", "protected": WOMEN, "k": 10, "value": {"at_least": 0.2}},
        {"metric": "ndkl", "value": {"at_most": 0.5}},
    )
    by_group = {r.group["sex"]: r.metrics for r in verdict(policy, UNFAIR).by_group}
    women, men = by_group["f"], by_group["m"]
    assert "ndkl" not in women
    assert women["exposure_ratio"].value < men["exposure_ratio"].value
    assert women["pairwise_gap"].value + men["pairwise_gap"].value == pytest.approx(1)
    assert women["skew_at_k"].value < 0 < men["skew_at_k"].value
    low, high = women["fair_star_ir"].interval
    assert low < women["fair_star_ir"].value < high


def test_the_same_rankings_have_the_same_verdict() -> None:
    """Chance is seeded by the data."""
    policy = promise({"metric": "rnd", "step": 5, "value": {"at_most": 0.3}})
    one = drawn(queries=1, items=200, seed=9)
    assert verdict(policy, one) == verdict(policy, one)


@pytest.mark.soak
def test_a_fair_ranker_fails_in_one_of_twenty_verdicts_at_most() -> None:
    """At limits that a fair ranker just keeps: 25 verdicts of five rules."""
    policy = promise(
        {"metric": "skew_at_k", "k": 5, "value": {"at_least": 0.0, "must_detect": -0.3}},
        {"metric": "fair_star_ir", "protected": WOMEN, "k": 10, "value": {"at_least": 0.4}},
        {"metric": "exposure_ratio", "value": {"at_least": 0.84}},
        {"metric": "pairwise_gap", "value": {"at_most": 0.15}},
        {"metric": "rnd", "protected": WOMEN, "step": 5, "value": {"at_most": 0.22}},
    )
    failed = [
        verdict(policy, drawn(queries=30, items=20, seed=seed)).outcome is Outcome.FAIL
        for seed in range(25)
    ]
    assert np.mean(failed) <= 0.05
