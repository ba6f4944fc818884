"""Designing a score: which weights will do, and which are closest to those in use."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking.design import Proposal, Satisfactory, TopK, measured, rounded, search, sweep
from fairgate.ranking.exchange import direction, sectors
from fairgate.ranking.ranked import Ints, Ranked
from fairgate.ranking.repaired import Infeasible
from fairgate.ranking.weighting import Table, best_first, scores_by

PAPER = np.array([[0.63, 0.71], [0.83, 0.65], [0.58, 0.78], [0.70, 0.68], [0.53, 0.82]])
LABELS = ["p", "q", "p", "q", "q"]
"""t1 and t3 are protected."""
ONES = np.array([1.0, 1.0])
COORDINATE = st.integers(0, 6)
TABLES = st.lists(st.tuples(COORDINATE, COORDINATE, st.sampled_from("pq")), min_size=2, max_size=9)


def one_of_two() -> TopK:
    """At least one protected item among the first two."""
    return TopK.of(LABELS, 2, at_least={"p": 1})


def satisfied(points: Table, oracle: TopK, weights: object) -> bool:
    """Ask the oracle about the ranking by some weights."""
    return oracle(best_first(scores_by(points, np.asarray(weights, dtype=float))))


def test_the_toy_of_the_papers_has_two_satisfactory_intervals() -> None:
    """As computed by hand, to six places."""
    intervals = sweep(PAPER, one_of_two()).intervals
    assert [round(end, 6) for interval in intervals for end in interval] == [
        *(0.876058, 0.896055),
        *(1.091277, round(pi / 2, 6)),
    ]


def test_the_closest_fair_weights_of_the_toy() -> None:
    """Equal weights are unfair; .0907 radians away others are not."""
    found = sweep(PAPER, one_of_two())
    assert not found.holds(ONES)
    closest = found.closest(ONES)
    assert closest is not None
    assert closest.distance == pytest.approx(0.090660, abs=5e-7)
    assert closest.weights / np.linalg.norm(closest.weights) == pytest.approx(
        [0.640184, 0.768221], abs=5e-7
    )
    assert np.linalg.norm(closest.weights) == pytest.approx(np.sqrt(2))
    assert (closest.exact, closest.already) == (True, False)
    assert found.holds(closest.weights)


def test_weights_that_will_do_are_left_alone() -> None:
    """Distance 0, and the very numbers."""
    closest = sweep(PAPER, one_of_two()).closest(np.array([0.0, 7.0]))
    assert closest is not None
    assert (closest.already, closest.weights.tolist()) == (True, [0.0, 7.0])


def test_without_satisfactory_weights_there_is_no_closest() -> None:
    """None, not a guess."""
    found = sweep(PAPER, lambda _: False)
    assert (found.intervals, found.share, found.closest(ONES)) == ((), 0, None)
    assert search(PAPER, lambda _: False, ONES, n=100) is None


def test_an_oracle_that_is_always_pleased_has_one_interval() -> None:
    """The whole quadrant, of eleven rankings."""
    found = sweep(PAPER, lambda _: True)
    assert (found.intervals, found.sectors) == (((0.0, pi / 2),), 11)


@given(rows=TABLES, data=st.data())
def test_intervals_are_where_the_oracle_is_satisfied(
    rows: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    """Asked in the middle of every sector; and whatever is proposed will do."""
    points = np.array([row[:2] for row in rows], dtype=float)
    labels = [row[2] for row in rows]
    k = data.draw(st.integers(1, len(rows)))
    try:
        oracle = TopK.of(labels, k, at_most={labels[0]: data.draw(st.integers(0, k))})
    except Infeasible:
        return
    found = sweep(points, oracle)
    assert_same_everywhere(found, points, oracle)
    weights = np.array(data.draw(st.tuples(st.integers(0, 9), st.integers(1, 9))), dtype=float)
    closest = found.closest(weights)
    assert (closest is None) == (not found.intervals and not found.holds(weights))
    if closest is not None:
        assert found.holds(closest.weights)


def assert_same_everywhere(found: Satisfactory, points: Table, oracle: TopK) -> None:
    """Compare the intervals with the oracle in the middle of every sector."""
    for sector in sectors(points):
        middle = (sector.low + sector.high) / 2
        inside = any(low < middle < high for low, high in found.intervals)
        assert inside == satisfied(points, oracle, direction(middle))


def test_the_oracle_is_not_asked_where_its_depth_stays_the_same() -> None:
    """Same intervals, fewer questions."""
    generator = np.random.default_rng(3)
    points = generator.random((40, 2))
    asked = []

    def third_is_odd(order: Ints) -> bool:
        asked.append(1)
        return bool(order[2] % 2)

    whole = sweep(points, third_is_odd)
    number = len(asked)
    shallow = sweep(points, third_is_odd, depth=3)
    assert shallow.intervals == whole.intervals
    assert number == whole.sectors
    assert len(asked) - number < number / 4


def test_any_test_of_a_ranking_can_be_the_oracle() -> None:
    """Here: a protected item is first."""
    found = sweep(PAPER, measured(LABELS, lambda ranked: ranked.labels[0] == "p"))
    assert found.intervals == ()
    second = sweep(PAPER, measured(LABELS, lambda ranked: ranked.labels[1] == "p"))
    for low, high in second.intervals:
        order = best_first(scores_by(PAPER, direction((low + high) / 2)))
        assert LABELS[order[1]] == "p"
    assert second.intervals


def test_searching_two_attributes_comes_close_to_the_exact_answer() -> None:
    """From above, since it is the closest found."""
    exact = sweep(PAPER, one_of_two()).closest(ONES)
    found = search(PAPER, one_of_two(), ONES)
    assert exact is not None
    assert found is not None
    assert exact.distance - 1e-8 <= found.distance < exact.distance + 1e-4
    assert not found.exact


@pytest.mark.parametrize("d", [3, 5])
def test_searching_more_attributes_comes_close_to_geometry(d: int) -> None:
    """Attributes that are the same for all leave a plane as the border: within 1 %."""
    table = np.column_stack([PAPER, np.ones((5, d - 2))])
    found = search(table, one_of_two(), np.ones(d))
    assert found is not None
    border = sweep(PAPER, one_of_two()).intervals[0][0]
    to_the_plane = np.arcsin((np.sin(border) - np.cos(border)) / np.sqrt(d))
    assert to_the_plane - 1e-8 <= found.distance < 1.01 * to_the_plane


@pytest.mark.parametrize("d", [3, 5])
def test_what_is_found_in_more_dimensions_will_do(d: int) -> None:
    """And no draw inside its distance does."""
    generator = np.random.default_rng(d)
    table = generator.random((60, d))
    labels = ["p" if value < 0.4 else "q" for value in table[:, 0]]
    oracle = TopK.of(labels, 10, at_least={"p": 3})
    weights = np.ones(d)
    found = search(table, oracle, weights, seed=1)
    assert found is not None
    assert satisfied(table, oracle, found.weights)
    assert (found.weights >= 0).all()
    others = np.abs(generator.standard_normal((2000, d)))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    closer = others[others @ weights / np.sqrt(d) > np.cos(found.distance * 0.9)]
    assert len(closer)
    assert not any(satisfied(table, oracle, one) for one in closer)


def test_a_search_can_be_repeated_and_needs_none_where_weights_will_do() -> None:
    """The seed decides; and distance 0 is exact."""
    once, again = (search(PAPER, one_of_two(), ONES, seed=4) for _ in range(2))
    assert once is not None
    assert again is not None
    assert once.weights.tolist() == again.weights.tolist()
    there = search(PAPER, one_of_two(), np.array([0.0, 1.0]))
    assert there is not None
    assert (there.already, there.exact) == (True, True)


def test_a_top_k_that_no_ranking_satisfies_is_refused_at_once() -> None:
    """Before any sweep, and by name."""
    with pytest.raises(Infeasible, match="p: at least 3 are asked for, but only 2 are there"):
        TopK.of(LABELS, 4, at_least={"p": 3})
    with pytest.raises(ValueError, match="k = 6, but there are 5 items"):
        TopK.of(LABELS, 6)
    with pytest.raises(ValueError, match="nobody belongs to x"):
        TopK.of(LABELS, 2, at_most={"x": 1})


def test_questions_that_are_none_are_refused() -> None:
    """Attributes, weights, draws."""
    with pytest.raises(ValueError, match="expected 2 attributes, got 3"):
        sweep(np.ones((4, 3)), lambda _: True)
    with pytest.raises(ValueError, match=r"weight 0 is -1\.0"):
        sweep(PAPER, lambda _: True).closest(np.array([-1.0, 1.0]))
    with pytest.raises(ValueError, match="n = 0"):
        search(PAPER, lambda _: False, ONES, n=0)
    with pytest.raises(ValueError, match="row 0, attribute 1: nan"):
        search(np.array([[0.0, np.nan]]), lambda _: True, ONES)


def test_a_measured_oracle_gets_groups_without_scores() -> None:
    """What is judged is the order."""
    seen: list[Ranked] = []

    def will_do(ranked: Ranked) -> bool:
        seen.append(ranked)
        return True

    assert measured(LABELS, will_do)(np.array([4, 3, 2, 1, 0]))
    assert (seen[0].labels, seen[0].scores) == (("q", "q", "p", "q", "p"), None)


def test_proposed_weights_can_be_written_down() -> None:
    """0.9 and 1.1 will do: nobody has to type .905357358."""
    closest = sweep(PAPER, one_of_two()).closest(ONES)
    assert closest is not None
    short = rounded(PAPER, one_of_two(), closest, ONES)
    assert short.weights.tolist() == [0.9, 1.1]
    assert short.distance == pytest.approx(np.arctan2(1.1, 0.9) - pi / 4)
    assert not short.exact


def test_as_many_decimals_as_it_takes() -> None:
    """A millionth of a radian inside a border; and ten weights."""
    generator = np.random.default_rng(0)
    table = generator.random((30, 10))
    oracle = TopK.of(["p", "q"] * 15, 6, at_least={"p": 4})
    found = search(table, oracle, np.ones(10))
    assert found is not None
    for points, asked, proposal, weights in (
        (PAPER, one_of_two(), Proposal(direction(0.876059), 0.1, exact=True), ONES),
        (table, oracle, found, np.ones(10)),
    ):
        short = rounded(points, asked, proposal, weights)
        assert satisfied(points, asked, short.weights)
        digits = max(len(str(weight).partition(".")[2]) for weight in short.weights.tolist())
        assert digits <= 12


def test_weights_that_will_do_are_not_rounded() -> None:
    """They are somebody's choice."""
    will_do = sweep(PAPER, one_of_two()).closest(np.array([0.123456, 7.0]))
    assert will_do is not None
    assert rounded(PAPER, one_of_two(), will_do, np.array([0.123456, 7.0])) is will_do
