"""What the data could have shown, and how many rows would do: kept promises, both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tables import before_and_after, cells, judged, on_the_same_rows, rates, tally

from fairgate.cells import Cells, PairedCells
from fairgate.verdict import Outcome

WORLDS = [
    ("selection_rate", {"ratio": {"at_least": 0.8}}),
    ("accuracy", {"difference": {"at_most": 0.1}}),
    ("true_positive_rate", {"difference": {"at_most": 0.1}, "reference": "g=0"}),
    ("selection_rate", {"ratio": {"at_least": 0.8}, "reference": "g=0"}),
    ("accuracy", {"difference": {"at_most": 0.1}, "reference": "overall"}),
    ("f1", {"difference": {"at_most": 0.1}}),
    ("balanced_accuracy", {"ratio": {"at_least": 0.8}}),
    ("accuracy", {"value": {"at_least": 0.5}}),
    ("f1", {"value": {"at_least": 0.5}}),
]


@pytest.mark.parametrize(("metric", "rule"), WORLDS, ids=str)
@settings(max_examples=8)
@given(data=st.data())
def test_that_many_more_rows_would_do(metric, rule, data) -> None:
    """Groups grown by what the finding asks for, in the shares they have, are detectable.

    A tenth may be lacking still: cells are whole numbers, and critical values move a little
    with the sizes.
    """
    k = data.draw(st.integers(2, 6))
    each = st.lists(st.integers(5, 60), min_size=4, max_size=4)
    table = Cells(
        ("g",),
        tuple((str(at),) for at in range(k)),
        np.array([data.draw(each) for _ in range(k)], dtype=np.int64),
    )
    needed = judged(table, metric, **rule).rows_needed
    assume(needed)
    assert needed is not None
    more = np.array([needed.get(name, 0) for name in table.names])
    factor = (table.rows + more) / table.rows
    grown = Cells(
        table.attributes, table.groups, np.rint(table.counts * factor[:, None]).astype(int)
    )
    lacking = judged(grown, metric, **rule).rows_needed or {}
    rows = dict(zip(grown.names, grown.rows.tolist(), strict=True))
    assert all(lacking.get(name, 0) <= max(2, rows[name] / 10) for name in needed)


def test_the_small_group_lacks_rows_and_not_the_large_one() -> None:
    """400 rows against 4: it is the four that need company."""
    table = rates("race", {"a": (200, 400), "b": (2, 4)})
    found = judged(table, difference={"at_most": 0.1})
    assert set(found.rows_needed or {}) == {"race=b"}


@pytest.mark.parametrize(
    ("metric", "rule"),
    [
        ("f1", {"difference": {"at_most": 0.1}}),
        ("f1", {"ratio": {"at_least": 0.8}}),
        ("balanced_accuracy", {"difference": {"at_most": 0.1}}),
        ("accuracy", {"difference": {"at_most": 0.1}}),
        ("f1", {"value": {"at_least": 0.6}}),
    ],
)
def test_six_customers_without_a_mistake_passed_as_served_well(metric, rule) -> None:
    """All six decisions right says little about the next sixty.

    At the end of the scale an estimate has no distance to its limit, and that once counted
    as knowing it.
    """
    table = cells("""
        branch    tp  fp  fn   tn
        small      3   0   0    3
        large   4000 500 800 4500
        other   4000 500 800 4500
    """)
    found = judged(table, metric, **rule)
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.rows_needed or {}) == {"branch=small"}


@pytest.mark.parametrize("rule", [{"difference": {"at_most": 0.1}}, {"ratio": {"at_least": 0.8}}])
def test_three_women_all_served_rightly_passed_within_their_department(rule) -> None:
    """The same, inside strata."""
    table = cells("""
        sex dept   tp  fp  fn   tn
        f   A       3   0   0    0
        m   A    4000 500 800 4500
        x   A    4000 500 800 4500
    """)
    found = judged(tally(table, ["sex"]), "accuracy", within=["dept"], groups=["sex"], **rule)
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.rows_needed or {}) == {"sex=f"}


def test_a_single_customer_does_not_make_everybody_else_collect_a_million_rows() -> None:
    """One person among thousands: her group lacks rows, for a gap as for a rate."""
    rows = ["sex label old new rows"]
    for sex in ("f", "m"):
        rows += [f"{sex} 1 1 1 2400", f"{sex} 1 0 0 1600", f"{sex} 1 0 1 300", f"{sex} 1 1 0 300"]
    table = before_and_after("\n".join([*rows, "x 1 1 1 1"]))
    for of in ("gap", "rate"):
        found = judged(on_the_same_rows(table), regression={"at_most": 0.02, "of": of})
        assert found.outcome is Outcome.UNKNOWN
        assert set(found.rows_needed or {}) == {"sex=x"}
        assert found.rows_needed is not None
        assert found.rows_needed["sex=x"] < 5000


@pytest.mark.parametrize("of", ["gap", "rate"])
def test_that_many_more_rows_would_do_for_a_step_back(of) -> None:
    """Both models on the same rows, three groups of different size."""
    counts = np.zeros((3, 2, 2, 2), dtype=np.int64)
    counts[:, 1] = np.array([[[20, 5], [4, 31]], [[150, 20], [15, 160]], [[1500, 90], [80, 1900]]])
    groups = tuple((name,) for name in "abc")
    rule = {"regression": {"at_most": 0.02, "must_detect": 0.1, "of": of}}
    table = PairedCells(("g",), groups, counts)
    needed = judged(on_the_same_rows(table), **rule).rows_needed
    assert needed
    names = table.candidate.names
    rows = counts.sum(axis=(1, 2, 3))
    factor = 1 + np.array([needed.get(name, 0) for name in names]) / rows
    grown = PairedCells(("g",), groups, np.rint(counts * factor[:, None, None, None]).astype(int))
    lacking = judged(on_the_same_rows(grown), **rule).rows_needed or {}
    assert all(n <= 0.2 * grown.counts.sum(axis=(1, 2, 3)).max() for n in lacking.values())


def test_rows_needed_are_for_the_part_of_a_composite_that_needs_most() -> None:
    """Plenty of positives, few negatives: false positive rates say how many rows."""
    table = cells("""
        sex   tp  fp   fn  tn
        f   6000  10 2000  40
        m   6000  10 2000  40
    """)
    both = judged(table, "equalized_odds", difference={"at_most": 0.1})
    false = judged(table, "false_positive_rate", difference={"at_most": 0.1})
    assert both.outcome is Outcome.UNKNOWN
    assert (both.rows_needed or {})["sex=f"] >= (false.rows_needed or {})["sex=f"]


def test_a_group_without_positives_is_told_how_many_rows_would_do() -> None:
    """In the share of positives that the others have."""
    table = cells("""
        state  tp  fp  fn  tn
        ohio    0   1   0   4
        iowa  450  40  50 460
        utah  450  40  50 460
    """)
    found = judged(table, "true_positive_rate", difference={"at_most": 0.1})
    needed = (found.rows_needed or {})["state=ohio"]
    grown = judged(
        cells(f"""
            state  tp  fp  fn  tn
            ohio   {round(0.45 * needed)} 4 {round(0.05 * needed)} {needed // 2}
            iowa  450  40  50 460
            utah  450  40  50 460
        """),
        "true_positive_rate",
        difference={"at_most": 0.1},
    )
    assert grown.outcome is Outcome.PASS
    assert needed < 1000


@pytest.mark.parametrize(
    ("men", "asked"), [((20, 40), 230), ((115, 230), 40), ((3000, 6000), None)]
)
def test_rows_needed_are_rounded_up_to_tens_or_two_digits(men, asked) -> None:
    """More digits would pretend.

    Groups are filled up to one size, so single rows would tell how many people each has.
    """
    table = rates("sex", {"f": (120, 240), "m": men})
    needed = judged(table, ratio={"at_least": 0.8}).rows_needed or {}
    assert needed.get("sex=m") == asked
    assert all(rows % 10 == 0 for rows in needed.values())
