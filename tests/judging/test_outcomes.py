"""Fail, unknown, warn, pass: when each is said, and what settings change."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pydantic import ValidationError
from tables import cells, judged, policy, rates, tally, verdict

from fairgate.verdict import Outcome

FOUR_FIFTHS = {"at_least": 0.8, "must_detect": 0.6}


def sexes(women: int, men: int, n: int):
    """Yeses to women and to men, of n each."""
    return rates("sex", {"f": (women, n), "m": (men, n)})


def test_a_demonstrated_violation_fails() -> None:
    """300 of 1,000 against 600 of 1,000: the upper bound of the ratio is under .8."""
    found = judged(sexes(300, 600, 1000), ratio=FOUR_FIFTHS)
    assert found.outcome is Outcome.FAIL
    assert found.estimate == pytest.approx(0.5)
    assert found.interval is not None
    assert found.interval[1] < 0.8
    assert found.worst == ("sex=f", "sex=m")
    assert found.values == {"sex=f": 0.3, "sex=m": 0.6}
    assert [(s.disadvantaged, s.advantaged) for s in found.shown] == [("sex=f", "sex=m")]


def test_too_few_rows_are_unknown() -> None:
    """30 of 60 and 28 of 60: nobody could tell, and the rows that would do are named."""
    found = judged(sexes(28, 30, 60), ratio=FOUR_FIFTHS)
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.rows_needed or {}) == {"sex=f", "sex=m"}


def test_beyond_the_limit_and_not_by_chance_is_a_warning() -> None:
    """A ratio of .77 with 1,000 rows: not shown to be under .8, but shown to be under 1."""
    found = judged(sexes(385, 500, 1000), ratio=FOUR_FIFTHS)
    assert found.outcome is Outcome.WARN
    assert found.estimate == pytest.approx(0.77)


def test_beyond_the_limit_by_chance_is_no_warning() -> None:
    """A ratio of .78 of a rare event is within what equal groups show now and then."""
    found = judged(sexes(32, 41, 1000), ratio={"at_least": 0.8, "must_detect": 0.3})
    assert found.estimate == pytest.approx(0.78, abs=0.001)
    assert found.outcome is Outcome.PASS


def test_unequal_within_the_limit_passes() -> None:
    """A ratio of .9, beyond any chance, is what the rule allows."""
    found = judged(sexes(4500, 5000, 10_000), ratio=FOUR_FIFTHS)
    assert found.outcome is Outcome.PASS
    assert found.interval is not None
    assert found.interval[1] < 1


def test_a_failure_counts_although_another_group_has_too_few_rows() -> None:
    """Fail is worse than unknown: women's 30 % is shown, whatever is not known of others."""
    table = rates("sex", {"f": (300, 1000), "m": (600, 1000), "x": (2, 4)})
    found = judged(table, ratio=FOUR_FIFTHS)
    assert found.outcome is Outcome.FAIL
    assert "sex=x" in (found.rows_needed or {})


def test_unknown_counts_although_another_pair_warns() -> None:
    """Unknown is worse than a warning."""
    table = rates("sex", {"f": (385, 1000), "m": (500, 1000), "x": (2, 4)})
    assert judged(table, ratio=FOUR_FIFTHS).outcome is Outcome.UNKNOWN


def test_outcomes_are_ordered_from_good_to_bad() -> None:
    """From pass over warn and unknown to fail; only the last two block."""
    order = [Outcome.PASS, Outcome.WARN, Outcome.UNKNOWN, Outcome.FAIL]
    assert all(a < b and b > a for a, b in pairwise(order))
    assert [outcome.blocks for outcome in order] == [False, False, True, True]
    assert [outcome.exit_code for outcome in order] == [0, 0, 4, 3]
    assert sorted([Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN, Outcome.WARN]) == order


@pytest.mark.parametrize(
    ("limits", "worst"),
    [
        ((0.8, 0.1), Outcome.FAIL),
        ((0.2, 0.1), Outcome.PASS),
    ],
)
def test_the_verdict_is_its_worst_finding(limits, worst) -> None:
    """One rule that fails is enough; rules that hold do not make up for it."""
    rules = [
        {"metric": "selection_rate", "ratio": {"at_least": limit, "must_detect": limit / 4}}
        for limit in limits
    ]
    found = verdict(policy(*rules, groups=["sex"]), sexes(300, 600, 1000))
    assert found.outcome is worst
    assert found.outcome is max(f.outcome for f in found.findings)


def test_decide_estimate_blocks_without_confidence_and_says_so() -> None:
    """Stricter: .77 is under .8, and that is that."""
    found = judged(sexes(385, 500, 1000), ratio=FOUR_FIFTHS, decide="estimate")
    assert found.outcome is Outcome.FAIL
    assert found.shown == ()
    assert "the estimate alone is beyond the limit" in found.message
    assert any("without error control" in note for note in found.notes)


def test_decide_estimate_does_not_turn_unknown_into_a_pass() -> None:
    """It blocks more, never less."""
    found = judged(sexes(30, 30, 60), ratio=FOUR_FIFTHS, decide="estimate")
    assert found.outcome is Outcome.UNKNOWN


def test_on_unknown_warn_lets_go_and_says_so() -> None:
    """Looser: exit 0, printed in the finding."""
    found = judged(sexes(30, 30, 60), ratio=FOUR_FIFTHS, on_unknown="warn")
    assert found.outcome is Outcome.WARN
    assert "on_unknown: warn" in found.message
    assert any("Looser" in note for note in found.notes)
    assert found.rows_needed


def test_on_unknown_warn_does_not_excuse_a_failure() -> None:
    """What is shown is shown."""
    assert (
        judged(sexes(300, 600, 1000), ratio=FOUR_FIFTHS, on_unknown="warn").outcome is Outcome.FAIL
    )


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ({"ratio": {"at_least": 0.8}}, 0.6),
        ({"difference": {"at_most": 0.1}}, 0.25),
        ({"value": {"at_least": 0.7}}, 0.6),
        ({"value": {"at_most": 0.2}}, 0.3),
        ({"regression": {"at_most": 0.02}}, 0.1),
        ({"difference": {"at_most": 0.9}}, 0.95),
        ({"value": {"at_least": 0.05}}, 0.025),
    ],
)
def test_must_detect_has_a_default_and_is_always_there(comparison, expected) -> None:
    """Limit x .75, + .15, -/+ .1, + .08; halfway to the end of the scale where that leaves it."""
    (rule,) = policy({"metric": "accuracy", **comparison}, groups=["sex"]).rules
    assert rule.must_detect == pytest.approx(expected)
    if "regression" not in comparison:
        assert judged(sexes(30, 30, 60), "accuracy", **comparison).must_detect == pytest.approx(
            expected
        )


@pytest.mark.parametrize(
    "comparison",
    [
        {"ratio": {"at_least": 0.8, "must_detect": 0.8}},
        {"ratio": {"at_least": 0.8, "must_detect": 0.9}},
        {"difference": {"at_most": 0.1, "must_detect": 0.05}},
        {"value": {"at_least": 0.7, "must_detect": 0.75}},
        {"value": {"at_most": 0.2, "must_detect": 0.1}},
        {"regression": {"at_most": 0.02, "must_detect": 0.02}},
    ],
)
def test_must_detect_on_the_wrong_side_of_the_limit_is_refused(comparison) -> None:
    """The violation that matters is a violation."""
    with pytest.raises(ValidationError, match="must_detect is the violation that matters"):
        policy({"metric": "accuracy", **comparison}, groups=["sex"])


def test_a_value_is_judged_for_every_group_by_itself() -> None:
    """Women's accuracy is under the floor; men's does not make up for it."""
    found = judged(sexes(600, 900, 1000), "accuracy", value={"at_least": 0.7})
    assert found.outcome is Outcome.FAIL
    assert (found.worst, found.estimate) == (("sex=f",), 0.6)


def test_a_ceiling_is_a_ceiling() -> None:
    """value: at_most fails on the group that is above."""
    found = judged(sexes(300, 100, 1000), value={"at_most": 0.2})
    assert found.outcome is Outcome.FAIL
    assert found.worst == ("sex=f",)
    assert found.interval is not None
    assert found.interval[0] > 0.2


def test_equalised_odds_fails_on_whichever_part_is_off() -> None:
    """True positive rates agree, false positive rates do not."""
    table = cells("""
        sex  tp  fp  fn  tn
        f   800 100 200 900
        m   800 400 200 600
    """)
    found = judged(table, "equalized_odds", difference={"at_most": 0.1})
    assert found.outcome is Outcome.FAIL
    assert found.estimate == pytest.approx(0.3)
    assert found.worst == ("sex=m", "sex=f"), "a wrong yes is a harm, so men are worse off"
    assert set(found.critical) == {
        "true_positive_rate:pairs",
        "false_positive_rate:pairs",
    }
    alone = judged(table, "true_positive_rate", difference={"at_most": 0.1})
    assert found.critical["true_positive_rate:pairs"] > alone.critical["pairs"], (
        "two questions share the error"
    )


def test_equalised_odds_without_negatives_is_unknown() -> None:
    """One part cannot be judged, so the whole is not known."""
    found = judged(sexes(500, 500, 1000), "equalized_odds", difference={"at_most": 0.1})
    assert found.outcome is Outcome.UNKNOWN


def test_more_rules_leave_less_error_to_each() -> None:
    """The promise covers all rules of a policy: two findings, half the error each."""
    rule = {"metric": "selection_rate", "ratio": FOUR_FIFTHS}
    table = tally(sexes(300, 600, 1000))
    one = verdict(policy(rule, groups=["sex"]), table).findings[0].critical["pairs"]
    two = verdict(policy(rule, rule, groups=["sex"]), table).findings[0].critical["pairs"]
    assert two > one
    far = verdict(policy(rule, groups=["sex"], confidence=0.975), table).findings[0]
    assert far.critical["pairs"] == pytest.approx(two, abs=1e-6)


def test_a_regression_rule_that_cannot_fail_takes_no_error() -> None:
    """Without a baseline there is nothing it could demonstrate."""
    rule = {"metric": "selection_rate", "ratio": FOUR_FIFTHS}
    step = {"metric": "selection_rate", "regression": {"at_most": 0.02}}
    table = tally(sexes(300, 600, 1000))
    one = verdict(policy(rule, groups=["sex"]), table).findings[0].critical
    two = verdict(policy(rule, step, groups=["sex"]), table).findings[0].critical
    assert two == one
