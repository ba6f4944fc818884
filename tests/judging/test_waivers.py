"""A waiver removes one group's own disadvantage, until a day, and nothing else."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tables import (
    before_and_after,
    cells,
    judged,
    on_the_same_rows,
    policy,
    rates,
    verdict,
    waiver,
)

from fairgate.verdict import Outcome

RULE = {"ratio": {"at_least": 0.8, "must_detect": 0.6}}
RACES = {"black": (300, 1000), "hispanic": (350, 1000), "white": (600, 1000), "asian": (580, 1000)}
FAIR = {"black": (550, 1000), "hispanic": (580, 1000), "white": (600, 1000), "asian": (580, 1000)}


def test_the_waived_group_no_longer_fails() -> None:
    """Nobody else is disadvantaged, so the rule passes, and the finding lists the waiver."""
    table = rates("race", RACES | {"hispanic": (580, 1000)})
    assert judged(table, **RULE).outcome is Outcome.FAIL
    found = judged(table, **RULE, waivers=[waiver("race=black")])
    assert found.outcome is Outcome.PASS
    (listed,) = found.waived
    assert (listed.groups, listed.until, listed.owner) == ("race=black", "2026-12-31", "a.person")
    assert not listed.expired


def test_another_group_fails_all_the_same() -> None:
    """Waiving black applicants does not waive hispanic ones."""
    found = judged(rates("race", RACES), **RULE, waivers=[waiver("race=black")])
    assert found.outcome is Outcome.FAIL
    assert found.worst[0] == "race=hispanic"
    assert "race=black" not in {shift.disadvantaged for shift in found.shown}


def test_pools_leave_the_waived_group_out() -> None:
    """Hispanic applicants are held against white and asian ones, not against the waived as well."""
    found = judged(rates("race", RACES), **RULE, waivers=[waiver("race=black")])
    (shift,) = found.shown
    if shift.advantaged == "all other groups":
        assert shift.estimate == pytest.approx(0.35 / 0.59)
    else:
        assert shift.estimate == pytest.approx(0.35 / 0.6)


def test_a_waived_group_does_not_fail_as_part_of_the_rest() -> None:
    """Many waived rows pull the rest down; nobody is blocked for being better than them."""
    table = rates("race", {"black": (3000, 10_000), "white": (600, 1000), "asian": (600, 1000)})
    found = judged(table, **RULE, waivers=[waiver("race=black")])
    assert found.outcome is Outcome.PASS
    assert found.shown == ()


def test_a_waiver_reaches_a_group_with_too_few_rows() -> None:
    """Waived for fail and for unknown."""
    table = rates("race", FAIR | {"navajo": (3, 7)})
    assert judged(table, **RULE).outcome is Outcome.UNKNOWN
    found = judged(table, **RULE, waivers=[waiver("race=navajo")])
    assert found.outcome is Outcome.PASS
    assert found.rows_needed is None


def test_a_waiver_does_not_reach_others_with_too_few_rows() -> None:
    """Two small groups, one waived: still unknown because of the other."""
    table = rates("race", FAIR | {"navajo": (3, 7), "inuit": (2, 5)})
    found = judged(table, **RULE, waivers=[waiver("race=navajo")])
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.rows_needed or {}) == {"race=inuit"}


@pytest.mark.parametrize(
    ("rule", "spec"),
    [
        ("ratio", {"at_least": 0.8}),
        ("difference", {"at_most": 0.1}),
        ("value", {"at_least": 0.5}),
    ],
)
def test_error_control_stays_as_it_was(rule, spec) -> None:
    """The same critical values with a waiver and without."""
    table = rates("race", RACES)
    before = judged(table, **{rule: spec}).critical
    assert before == judged(table, **{rule: spec}, waivers=[waiver("race=black")]).critical
    assert before


@pytest.mark.parametrize(
    ("today", "outcome"),
    [(date(2026, 12, 31), Outcome.PASS), (date(2027, 1, 1), Outcome.FAIL)],
)
def test_a_waiver_holds_through_its_last_day(today, outcome) -> None:
    """until: 2026-12-31 waives on that day and not on the next."""
    table = rates("race", RACES | {"hispanic": (580, 1000)})
    found = judged(table, **RULE, waivers=[waiver("race=black", "2026-12-31")], today=today)
    assert found.outcome is outcome


def test_an_expired_waiver_removes_nothing_and_is_named() -> None:
    """Whose it was, and when it ended."""
    table = rates("race", RACES)
    found = judged(table, **RULE, waivers=[waiver("race=black", "2026-06-30")])
    plain = judged(table, **RULE)
    assert (found.outcome, found.estimate) == (plain.outcome, plain.estimate)
    assert [w.expired for w in found.waived] == [True]
    assert found.notes == (
        "The waiver for race=black ended on 2026-06-30 (a.person) and removes nothing.",
    )


def test_a_waiver_for_a_group_without_rows_is_named() -> None:
    """A slip of the pen would waive nobody in silence."""
    found = judged(rates("race", RACES), **RULE, waivers=[waiver("race=blak")])
    assert found.waived == ()
    assert found.notes == ("The waiver for race=blak names a group without rows.",)


def test_a_waiver_of_an_intersection_takes_attributes_in_any_order() -> None:
    """sex=f,race=black is race=black,sex=f."""
    table = cells("""
        race  sex yes  no
        black f   300 700
        black m   600 400
        white f   600 400
        white m   600 400
    """)
    found = judged(table, **RULE, waivers=[waiver("sex=f, race=black")])
    assert found.outcome is Outcome.PASS
    assert judged(table, **RULE, waivers=[waiver("race=black")]).outcome is Outcome.FAIL


def test_a_waiver_is_for_its_rule_only() -> None:
    """The other rule judges the group as before."""
    rule = {"metric": "selection_rate", **RULE}
    promise = policy(rule, rule, groups=["race"], waivers=[waiver("race=black", rule="rule-2")])
    table = rates("race", RACES | {"hispanic": (580, 1000)})
    assert [f.outcome for f in verdict(promise, table).findings] == [Outcome.FAIL, Outcome.PASS]


def test_everybody_waived_leaves_nobody_to_judge() -> None:
    """Not a pass: there is no answer left."""
    waivers = [waiver(f"race={name}") for name in RACES]
    for rule in (RULE, {"value": {"at_least": 0.5}}):
        found = judged(rates("race", RACES), **rule, waivers=waivers)
        assert found.outcome is Outcome.UNKNOWN
        assert "nobody left" in found.message


def test_what_remains_may_be_better_than_parity_and_was_printed_upside_down() -> None:
    """Women waived: men have 1.5 times their rate, and the interval holds that."""
    table = rates("sex", {"f": (400, 1000), "m": (600, 1000)})
    found = judged(table, **RULE, waivers=[waiver("sex=f")])
    assert found.outcome is Outcome.PASS
    assert found.estimate == pytest.approx(1.5)
    assert found.interval is not None
    assert found.interval[0] < 1.5 < found.interval[1]


def losing(of: str = "gap"):
    """Men fell from .7 to women's .5; women stayed. Women are waived."""
    table = before_and_after("""
        sex label old new rows
        f   1     1   1    500
        f   1     0   0    500
        m   1     1   1   5000
        m   1     1   0   2000
        m   1     0   0   3000
    """)
    return judged(
        on_the_same_rows(table),
        regression={"at_most": 0.02, "of": of},
        waivers=[waiver("sex=f")],
    )


def test_men_who_lost_their_lead_over_waived_women_were_called_worse_off_than_them() -> None:
    """No gap at men's expense before, none after: the largest gap did not grow."""
    found = losing()
    assert found.outcome is Outcome.PASS
    assert found.estimate == 0
    assert losing("rate").outcome is Outcome.FAIL, "their own rate did fall"


def test_a_growing_gap_of_others_still_fails_beside_a_waived_group() -> None:
    """Hispanic applicants fall behind white ones; black ones are waived."""
    rows = ["race label old new rows"]
    for race, kept, lost, refused in (("black", 300, 0, 700), ("hispanic", 400, 200, 400)):
        rows += [f"{race} 1 1 1 {kept}", f"{race} 1 1 0 {lost}", f"{race} 1 0 0 {refused}"]
    rows += ["white 1 1 1 600", "white 1 0 0 400"]
    found = judged(
        on_the_same_rows(before_and_after("\n".join(rows))),
        regression={"at_most": 0.02},
        waivers=[waiver("race=black")],
    )
    assert found.outcome is Outcome.FAIL
    assert found.worst == ("race=hispanic", "race=white")
    assert found.estimate == pytest.approx(0.2)


def test_waivers_are_not_contagious() -> None:
    """With a group waived, each other group's verdict is as in a table without that group."""
    rng = np.random.default_rng(4)
    for _ in range(10):
        n = rng.integers(200, 2000, 4)
        x = rng.binomial(n, rng.uniform(0.3, 0.6, 4))
        names = {f"g{at}": (int(x[at]), int(n[at])) for at in range(4)}
        found = judged(rates("g", names), **RULE, waivers=[waiver("g=g0")])
        assert "g=g0" not in {shift.disadvantaged for shift in found.shown}
        others = {k: v for k, v in names.items() if k != "g0"}
        worst = min(others, key=lambda k: others[k][0] / others[k][1])
        assert found.worst[0] == f"g={worst}"
