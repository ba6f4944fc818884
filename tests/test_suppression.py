"""Nobody can work out a hidden count from what is shown."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from fairgate.suppression import Count, Key, partition, suppress
from fairgate.verdict import GroupReport

GROUPINGS = {
    "one attribute": [("race",)],
    "two margins": [("race",), ("sex",)],
    "margins and intersection": [("race",), ("sex",), ("race", "sex")],
    "intersection alone": [("race", "sex")],
    "two intersections": [("race", "sex"), ("race", "age")],
    "three ways": [("race",), ("race", "sex"), ("age",), ("race", "sex", "age")],
}
VALUES = {"race": ("a", "b", "c", None), "sex": ("f", "m", None), "age": ("<40", ">=40")}

people = st.lists(
    st.builds(
        lambda person, n: [person] * n,
        st.fixed_dictionaries({name: st.sampled_from(seen) for name, seen in VALUES.items()}),
        st.integers(1, 14),
    ),
    min_size=1,
    max_size=12,
).map(lambda lots: [person for lot in lots for person in lot])


def reports(rows: list[dict[str, str | None]], groupings: list[tuple[str, ...]]):
    """Count rows by every grouping, as a verdict has them."""
    return [
        GroupReport(dict(zip(names, group, strict=True)), n, {})
        for names in groupings
        for group, n in Counter(tuple(row[name] for name in names) for row in rows).items()
    ]


def reader(shown: dict[Key, Count], least: int):
    """Say what a reader knows: bounds of every count, and sums that agree between groupings."""
    keys = list(shown)
    bounds = np.array([_bounds(shown[key], least) for key in keys], dtype=float)
    groupings = sorted({tuple(name for name, _ in key) for key in keys}, key=len)
    rows = []
    for one, two in combinations(groupings, 2):
        common = set(one) & set(two)
        sums: dict[tuple, np.ndarray] = {}
        for place, key in enumerate(keys):
            names = tuple(name for name, _ in key)
            if names in (one, two):
                margin = tuple(sorted((n, str(v), v is None) for n, v in key if n in common))
                sums.setdefault(margin, np.zeros(len(keys)))[place] += 1 if names == one else -1
        rows.extend(sums.values())
    return keys, bounds, np.array(rows or [np.zeros(len(keys))])


def _bounds(count: Count, least: int) -> tuple[float, float]:
    if isinstance(count, int):
        return count, count
    if count is None:
        return 1, np.inf
    return (1, least - 1) if count.startswith("<") else (least, np.inf)


def possible(place: int, bounds: np.ndarray, sums: np.ndarray) -> tuple[float, float]:
    """Return the least and the greatest value of one count that fit all that is known."""
    low_high = []
    for sign in (1, -1):
        cost = np.zeros(len(bounds))
        cost[place] = sign
        found = milp(
            cost,
            integrality=np.ones(len(bounds)),
            bounds=(bounds[:, 0], np.minimum(bounds[:, 1], 10_000)),
            constraints=LinearConstraint(sums, 0, 0),
        )
        assert found.success, found.message
        low_high.append(sign * found.fun)
    return low_high[0], low_high[1]


@pytest.mark.parametrize("name", GROUPINGS)
@settings(max_examples=25, deadline=None)
@given(rows=people, min_cell=st.integers(2, 8))
def test_every_hidden_count_has_at_least_two_possible_values(name, rows, min_cell):
    """With all shown counts, totals and margins in hand, no hidden count can be told."""
    shown = dict(suppress(reports(rows, GROUPINGS[name]), min_cell, len(rows)))
    keys, bounds, sums = reader(shown, max(min_cell, 3))
    for place, key in enumerate(keys):
        if not isinstance(shown[key], int):
            low, high = possible(place, bounds, sums)
            assert high - low >= 0.5, (key, shown)


@settings(max_examples=50, deadline=None)
@given(rows=people, min_cell=st.integers(1, 8))
def test_no_count_under_the_threshold_is_shown_and_shown_ones_are_true(rows, min_cell):
    """What is shown is exact; what is hidden says on which side of the threshold it lies."""
    groups = reports(rows, GROUPINGS["three ways"])
    shown = suppress(groups, min_cell, len(rows))
    least = 3 if min_cell == 2 else min_cell
    for group in groups:
        count = shown[tuple(group.group.items())]
        if isinstance(count, int):
            assert count == group.rows >= least
        elif count is not None:
            assert count == (f"<{least}" if group.rows < least else f">={least}")


def test_large_counts_are_all_shown():
    """Nothing is hidden where nothing is small."""
    groups = [GroupReport({"sex": value}, n, {}) for value, n in (("f", 50), ("m", 60))]
    assert suppress(groups, 5, 110) == {(): 110, (("sex", "f"),): 50, (("sex", "m"),): 60}


def test_one_small_group_hides_a_second_one_and_the_total_stays():
    """Otherwise 133 less 90 less 40 would be 3."""
    assert partition({"a": 3, "b": 90, "c": 40}, 5) == {"a": "<5", "b": 90, "c": ">=5"}


def test_a_complement_exactly_at_the_threshold_does_not_give_the_count_away():
    """1 beside '>=5' and a total of 26 would be told by 26 - 20 - 5."""
    assert partition({"a": 1, "b": 5, "c": 20}, 5) == {"a": "<5", "b": 5, "c": ">=5"}


def test_small_groups_cover_for_each_other():
    """Two small counts need no third one."""
    assert partition({"a": 3, "b": 2, "c": 40}, 5) == {"a": "<5", "b": "<5", "c": 40}


def test_both_margins_of_an_intersection_are_kept():
    """A small intersection is hidden in a box of four, so that neither margin tells it."""
    counts = {("a", "f"): 3, ("a", "m"): 30, ("b", "f"): 40, ("b", "m"): 50}
    rows = [{"race": r, "sex": s} for (r, s), n in counts.items() for _ in range(n)]
    shown = suppress(reports(rows, GROUPINGS["margins and intersection"]), 5, len(rows))
    assert shown[("race", "a"),] == 33
    assert shown[("sex", "f"),] == 43
    assert shown[("race", "a"), ("sex", "f")] == "<5"
    hidden = [key for key, count in shown.items() if not isinstance(count, int)]
    assert len(hidden) == 4


def test_four_groups_of_one_person_are_withheld_altogether():
    """A total '<5' over four listed groups would say that each is one person."""
    assert set(partition({"a": 1, "b": 1, "c": 1, "d": 1}, 5).values()) == {None}


def test_a_threshold_of_two_hides_two_values():
    """'<2' would name the count it hides."""
    assert partition({"a": 1, "b": 9, "c": 8}, 2) == {"a": "<3", "b": 9, "c": ">=3"}


def test_a_threshold_of_one_hides_nothing():
    """Every count of a group that occurs is at least one."""
    assert partition({"a": 1, "b": 9}, 1) == {"a": 1, "b": 9}


def test_groups_that_do_not_occur_never_appear():
    """An empty group has no row in the answer."""
    groups = [GroupReport({"sex": value}, n, {}) for value, n in (("f", 50), ("x", 0))]
    assert (("sex", "x"),) not in suppress(groups, 5, 50)


def test_a_missing_value_and_a_group_of_that_name_are_two_groups():
    """Null is never a word that a real group might bear."""
    groups = [GroupReport({"sex": value}, n, {}) for value, n in ((None, 9), ("None", 60))]
    shown = suppress(groups, 5, 69)
    assert (shown[("sex", None),], shown[("sex", "None"),]) == (9, 60)


def test_a_large_table_loses_few_counts_that_are_not_small():
    """Twenty by two by six groups, as intersections of a real file may be."""
    rng = np.random.default_rng(7)
    shares = {"race": 20, "sex": 2, "age": 6}
    columns = [rng.choice(k, 4000, p=rng.dirichlet(np.ones(k))) for k in shares.values()]
    rows = [
        dict(zip(shares, map(str, person), strict=True)) for person in zip(*columns, strict=True)
    ]
    shown = suppress(reports(rows, GROUPINGS["three ways"]), 5, len(rows))
    assert shown[()] == 4000
    small = [key for key, count in shown.items() if count == "<5"]
    beside = [key for key, count in shown.items() if count == ">=5"]
    assert len(beside) < len(small)
