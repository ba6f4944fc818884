"""Candidate against baseline: paired, unpaired, or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from tables import (
    before_and_after,
    cells,
    judged,
    on_other_rows,
    on_the_same_rows,
    policy,
    rates,
    verdict,
)

from fairgate.cells import PairedCells
from fairgate.verdict import Outcome

GAP = {"regression": {"at_most": 0.02, "must_detect": 0.1}}
RATE = {"regression": {"at_most": 0.02, "must_detect": 0.1, "of": "rate"}}


def changed(women: tuple[int, int], men: tuple[int, int], n: int = 4000) -> PairedCells:
    """Decisions about n women and n men who all deserve a yes: (lost, won) of 2,400 yeses.

    ``lost`` had a yes and have a no now, ``won`` the other way round.
    """
    rows = ["sex label old new rows"]
    for sex, (lost, won) in (("f", women), ("m", men)):
        rows += [
            f"{sex} 1 1 1 {2400 - lost}",
            f"{sex} 1 1 0 {lost}",
            f"{sex} 1 0 1 {won}",
            f"{sex} 1 0 0 {n - 2400 - won}",
        ]
    return before_and_after("\n".join(rows))


def test_a_gap_that_opened_fails() -> None:
    """600 women lost their yes, nobody won one: 15 points more of a gap."""
    found = judged(on_the_same_rows(changed((600, 0), (0, 0))), "true_positive_rate", **GAP)
    assert found.outcome is Outcome.FAIL
    assert found.estimate == pytest.approx(0.15)
    assert found.worst == ("sex=f", "sex=m")
    assert "the largest gap is 15 points worse than the baseline's" in found.message


def test_everybody_worse_alike_opens_no_gap_but_is_a_step_back() -> None:
    """of: gap passes, of: rate fails for both."""
    table = on_the_same_rows(changed((600, 0), (600, 0)))
    assert judged(table, "true_positive_rate", **GAP).outcome is Outcome.PASS
    found = judged(table, "true_positive_rate", **RATE)
    assert found.outcome is Outcome.FAIL
    assert {shift.disadvantaged for shift in found.shown} == {"sex=f", "sex=m"}
    assert found.estimate == pytest.approx(0.15)


def test_a_harm_that_rises_is_a_step_back() -> None:
    """False negative rates up by 15 points for women."""
    table = on_the_same_rows(changed((600, 0), (0, 0)))
    for rule in (GAP, RATE):
        found = judged(table, "false_negative_rate", **rule)
        assert found.outcome is Outcome.FAIL
        assert found.worst[0] == "sex=f"
        assert found.estimate == pytest.approx(0.15)


def test_a_better_model_passes() -> None:
    """Women won 600 yeses: the gap fell, no rate fell."""
    table = on_the_same_rows(changed((0, 0), (0, 0)))
    assert judged(table, "true_positive_rate", **GAP).outcome is Outcome.PASS
    better = on_the_same_rows(changed((0, 600), (0, 600)))
    found = judged(better, "true_positive_rate", **RATE)
    assert found.outcome is Outcome.PASS
    assert found.estimate == pytest.approx(-0.15)
    assert "15 points better than the baseline's" in found.message


def test_a_gap_that_changes_sides_counts_by_its_size() -> None:
    """From women .6, men .4 to women .4, men .6: the largest gap is as large as before."""
    rows = ["sex label old new rows"]
    for sex, old, new in (("f", 1, 0), ("m", 0, 1)):
        rows += [f"{sex} 1 1 1 1600", f"{sex} 1 0 0 1600", f"{sex} 1 {old} {new} 800"]
    found = judged(on_the_same_rows(before_and_after("\n".join(rows))), **GAP)
    assert found.estimate == pytest.approx(0)
    assert found.outcome is not Outcome.FAIL


def test_pairing_shows_what_other_rows_cannot() -> None:
    """The same rates, once on the same rows and once on others: only the first is sure enough.

    Women had .5 and lost 5 points more, men have .6.
    """
    table = before_and_after("""
        sex label old new rows
        f   1     1   1   1800
        f   1     1   0    200
        f   1     0   0   2000
        m   1     1   1   2400
        m   1     0   0   1600
    """)
    same = judged(on_the_same_rows(table), "true_positive_rate", **GAP)
    other = judged(on_other_rows(table.candidate, table.baseline), "true_positive_rate", **GAP)
    assert same.estimate == pytest.approx(other.estimate)
    assert same.outcome is Outcome.FAIL
    assert other.outcome is not Outcome.FAIL
    assert same.interval is not None
    assert other.interval is not None
    assert same.interval[1] - same.interval[0] < other.interval[1] - other.interval[0]


def test_the_verdict_says_how_it_was_compared() -> None:
    """Paired, unpaired or none, and on how many rows."""
    table = changed((600, 0), (0, 0))
    promise = policy({"metric": "true_positive_rate", **GAP}, groups=["sex"])
    found = verdict(promise, on_the_same_rows(table)).compared_with
    assert (found.kind, found.rows) == ("paired", 8000)
    other = on_other_rows(table.candidate, table.baseline)
    assert verdict(promise, other).compared_with.kind == "unpaired"
    assert verdict(promise, table.candidate).compared_with.kind == "none"


def test_without_a_baseline_nothing_is_known() -> None:
    """Silence does not pass."""
    found = judged(rates("sex", {"f": (5, 10), "m": (5, 10)}), **GAP)
    assert found.outcome is Outcome.UNKNOWN
    assert "--baseline" in found.message


def test_the_first_model_has_nothing_to_step_back_from() -> None:
    """Stated, not silent."""
    found = judged(rates("sex", {"f": (5, 10), "m": (5, 10)}), **GAP, first_model=True)
    assert found.outcome is Outcome.PASS
    assert found.message.startswith("Not applicable")


def test_a_baseline_beats_the_claim_to_be_the_first() -> None:
    """With rows to compare with, the rule is judged."""
    table = on_the_same_rows(changed((600, 0), (0, 0)))
    found = judged(table, "true_positive_rate", **GAP, first_model=True)
    assert found.outcome is Outcome.FAIL


def test_people_the_baseline_never_saw_were_said_not_to_count() -> None:
    """1,000 rows of a new branch have a rate now; it is the baseline that has none."""
    now = rates("branch", {"a": (300, 1000), "b": (300, 1000), "new": (300, 1000)})
    before = rates("branch", {"a": (300, 1000), "b": (300, 1000)})
    found = judged(on_other_rows(now, before), **GAP)
    assert found.outcome is Outcome.UNKNOWN
    assert (
        "selection_rate is undefined for branch=new under the baseline, the candidate or both"
        in found.message
    )
    assert "0/0" not in found.message


def test_groups_only_the_baseline_had_do_not_confuse_the_others() -> None:
    """A closed branch cannot be compared; the open ones can."""
    table = changed((600, 0), (0, 0))
    before = cells("""
        sex    tp  fp    fn tn
        x     100   0   100  0
        m    2400   0  1600  0
        f    2400   0  1600  0
    """)
    found = judged(on_other_rows(table.candidate, before), "true_positive_rate", **GAP)
    assert found.outcome is Outcome.FAIL
    assert found.values == pytest.approx({"sex=f": 0.45, "sex=m": 0.6})


def test_one_group_has_a_rate_but_no_gap() -> None:
    """of: rate judges it, of: gap cannot."""
    table = before_and_after("""
        sex label old new rows
        f   1     1   1   2400
        f   1     0   0   1600
    """)
    assert judged(on_the_same_rows(table), **GAP).outcome is Outcome.UNKNOWN
    assert judged(on_the_same_rows(table), **RATE).outcome is Outcome.PASS


def test_a_small_group_makes_the_change_unknown() -> None:
    """Nine people cannot show a step back of ten points."""
    table = changed((0, 0), (0, 0))
    nine = np.zeros((1, 2, 2, 2), dtype=np.int64)
    nine[0, 1, 1, 1], nine[0, 1, 0, 0] = 5, 4
    with_nine = PairedCells(
        table.attributes, (*table.groups, ("x",)), np.concatenate([table.counts, nine])
    )
    for rule in (GAP, RATE):
        found = judged(on_the_same_rows(with_nine), **rule)
        assert found.outcome is Outcome.UNKNOWN
        assert set(found.rows_needed or {}) == {"sex=x"}


def test_judging_again_gives_the_same_answer() -> None:
    """Simulated power is seeded by the cells."""
    table = on_the_same_rows(changed((60, 55), (50, 40)))
    assert judged(table, **GAP) == judged(table, **GAP)
