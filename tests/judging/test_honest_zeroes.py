"""0/0 is undefined, never 0, 1 or a NaN that compares False: the ways other tools lie."""

from __future__ import annotations

import pytest
from tables import cells, judged, rates, scored, tally, waiver

from fairgate.cells import Cells, Tally
from fairgate.verdict import Outcome


def test_a_group_without_positives_is_undefined() -> None:
    """Nobody in Ohio should have got a yes: their true positive rate is not 0."""
    found = judged(
        cells("""
            state  tp  fp fn  tn
            ohio    0  30  0 400
            iowa  450  40 50 400
            utah  450  40 50 400
        """),
        "true_positive_rate",
        difference={"at_most": 0.1},
    )
    assert found.outcome is Outcome.UNKNOWN
    assert "true_positive_rate is undefined for state=ohio" in found.message
    assert "TP / (TP + FN) is 0/0" in found.message
    assert found.estimate == 0, "iowa and utah are compared all the same"
    assert found.rows_needed is not None
    assert found.rows_needed["state=ohio"] > 0


@pytest.mark.parametrize("comparison", ["ratio", "difference"])
def test_one_group_only_is_not_equal_to_itself(comparison) -> None:
    """Nobody to compare with is unknown, not a gap of 0."""
    limit = {"at_least": 0.8} if comparison == "ratio" else {"at_most": 0.1}
    found = judged(rates("sex", {"f": (300, 1000)}), **{comparison: limit})
    assert (found.outcome, found.estimate, found.interval) == (Outcome.UNKNOWN, None, None)
    assert found.message == ("There is only one group, sex=f, and nobody to compare it with.")


def test_nobody_selected_has_no_ratio() -> None:
    """0 of 1,000 and 0 of 2,000: 0/0 is not a ratio, and does not pass."""
    found = judged(rates("sex", {"f": (0, 1000), "m": (0, 2000)}), ratio={"at_least": 0.8})
    assert (found.outcome, found.estimate) == (Outcome.UNKNOWN, None)
    assert found.message == "The rate is 0 in every group, and 0/0 is not a ratio."


def test_nobody_selected_among_many_is_no_gap() -> None:
    """Refusing everybody alike leaves no gap, and with these rows a gap would have shown."""
    found = judged(rates("sex", {"f": (0, 1000), "m": (0, 2000)}), difference={"at_most": 0.1})
    assert (found.outcome, found.estimate) == (Outcome.PASS, 0)


def test_nobody_selected_among_four_customers_passed_as_equal() -> None:
    """0 of 4 in the reference leaves any rate up to half: a gap of 25 points can hide there."""
    table = rates("race", {"black": (0, 400), "white": (0, 4)})
    for reference in ("best", "race=white"):
        found = judged(table, difference={"at_most": 0.1}, reference=reference)
        assert found.outcome is Outcome.UNKNOWN, reference


def test_four_customers_passed_because_no_gap_of_seventy_points_fits_around_a_half() -> None:
    """1 of 2 and 1 of 2: must_detect .7 is out of reach of 50 %, but the truth need not be 50 %."""
    table = rates("sex", {"f": (1, 2), "m": (1, 2)})
    found = judged(table, difference={"at_most": 0.5, "must_detect": 0.7})
    assert found.outcome is Outcome.UNKNOWN


def test_an_empty_intersection_is_reported_and_not_dropped() -> None:
    """A group that the engine names without rows is undefined."""
    found = judged(
        cells("""
            race  sex  yes  no
            black f      0   0
            black m    300 300
            white f    300 300
            white m    300 300
        """),
        ratio={"at_least": 0.8},
    )
    assert found.outcome is Outcome.UNKNOWN
    assert "race=black,sex=f" in found.message
    assert found.rows["race=black,sex=f"] == 0


@pytest.mark.parametrize("limit", [{"ratio": {"at_least": 0.8}}, {"difference": {"at_most": 0.1}}])
def test_twelve_people_all_wrongly_denied_do_not_vanish(limit) -> None:
    """Below other tools' minimum size; here they block, one way or the other."""
    found = judged(
        cells("""
            origin   yes   no
            roma       0   12
            other   6000 4000
        """),
        "true_positive_rate",
        **limit,
    )
    assert found.outcome in (Outcome.FAIL, Outcome.UNKNOWN)
    assert found.worst[0] == "origin=roma"


def test_twelve_people_all_wrongly_denied_are_not_lost_among_twenty_groups() -> None:
    """More groups cost error, but nobody disappears."""
    groups = {f"g{at}": (600, 1000) for at in range(20)} | {"roma": (0, 12)}
    found = judged(rates("origin", groups), "true_positive_rate", ratio={"at_least": 0.8})
    assert found.outcome in (Outcome.FAIL, Outcome.UNKNOWN)
    assert found.estimate == 0
    assert found.worst[0] == "origin=roma"


def test_people_whose_race_is_not_given_are_counted_apart() -> None:
    """They are no group called "None"; the finding says that they are not compared."""
    table = cells("""
        race  yes  no
        black 300 700
        white 310 690
        -       0  90
    """)
    found = judged(table, difference={"at_most": 0.1})
    assert found.rows == {"race=black": 1000, "race=white": 1000}
    assert found.notes == ("Rows without race are reported apart and not compared.",)
    assert found.outcome is Outcome.PASS


def test_people_whose_race_is_not_given_are_compared_if_the_policy_says_so() -> None:
    """missing: compare makes them a group like any other."""
    table = cells("""
        race  yes  no
        black 300 700
        white 310 690
        -       0  90
    """)
    found = judged(table, difference={"at_most": 0.1}, missing="compare")
    assert found.outcome is Outcome.FAIL
    assert found.worst == ("race is missing", "race=white")
    assert found.rows["race is missing"] == 90


def test_a_race_called_none_is_not_a_missing_one() -> None:
    """A word is a group."""
    table = rates("race", {"None": (300, 1000), "white": (300, 1000)})
    assert judged(table, difference={"at_most": 0.1}).rows["race=None"] == 1000


def test_nobody_with_a_known_race_cannot_be_judged() -> None:
    """All rows lack the attribute: unknown, in words."""
    table = cells("""
        race yes no
        -     30 70
    """)
    found = judged(table, difference={"at_most": 0.1})
    assert found.outcome is Outcome.UNKNOWN
    assert found.message == "There are no rows with a known race to judge."


def test_a_waiver_for_people_without_positives_did_not_help_them_through() -> None:
    """The waived group lacks a value; that is its own business, the others are judged."""
    table = cells("""
        state  tp  fp fn  tn
        ohio    0  30  0 400
        iowa  450  40 50 400
        utah  450  40 50 400
    """)
    found = judged(
        table,
        "true_positive_rate",
        difference={"at_most": 0.1},
        waivers=[waiver("state=ohio")],
    )
    assert found.outcome is Outcome.PASS
    assert found.rows_needed is None


def test_a_conditional_rule_about_people_without_positives_crashed() -> None:
    """A group without a value beside two that have one, within strata."""
    table = cells("""
        state branch  tp  fp fn  tn
        ohio  north    0  30  0 400
        iowa  north  450  40 50 400
        utah  north  450  40 50 400
    """)
    found = judged(
        tally(table, ["state"]),
        "true_positive_rate",
        difference={"at_most": 0.1},
        within=["branch"],
        groups=["state"],
    )
    assert found.outcome is Outcome.UNKNOWN
    assert "undefined for state=ohio" in found.message


@pytest.mark.parametrize("metric", ["roc_auc", "calibration_gap"])
def test_a_file_without_rows_crashed_a_rule_about_scores(metric) -> None:
    """No rows, no bins: unknown."""
    nobody = Tally(0, {("sex",): Cells.of(("sex",), {})})
    found = judged(nobody, metric, value={"at_most": 0.9})
    assert found.outcome is Outcome.UNKNOWN


def test_scores_of_one_label_have_no_auc() -> None:
    """Only good payers in a group: nothing can be ranked."""
    some = [(at % 2, (at % 17) / 17) for at in range(400)]
    found = judged(
        scored("sex", {"f": some, "m": some, "x": [(1, 0.7)] * 50}),
        "roc_auc",
        difference={"at_most": 0.1},
    )
    assert found.outcome is Outcome.UNKNOWN
    assert "roc_auc is undefined for sex=x" in found.message
