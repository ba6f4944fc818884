"""Re-ranking towards shares: who comes next, which floors hold, and what it costs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking.fair_star_ir import audit
from fairgate.ranking.ranked import Ranked
from fairgate.ranking.repaired import Repaired
from fairgate.ranking.rerank import (
    det_cons,
    det_const_sort,
    det_greedy,
    det_relaxed,
    fa_star_ir,
    first_short,
)

ALGORITHMS = (det_greedy, det_cons, det_relaxed, det_const_sort)
Algorithm = Callable[..., Repaired]
HALVES: dict[str | None, float] = {"r": 0.5, "b": 0.5}


def items_of(groups: str) -> st.SearchStrategy[Ranked]:
    """Rankings of some groups, with scores that tie."""
    item = st.tuples(st.sampled_from(groups), st.integers(0, 9))
    return st.lists(item, min_size=1, max_size=30).map(
        lambda items: Ranked.by_score([one[0] for one in items], [float(one[1]) for one in items])
    )


def shares_of(ranked: Ranked) -> dict[str | None, float]:
    """Shares of the groups in a ranking."""
    return dict(zip(ranked.groups, (ranked.sizes / ranked.n).tolist(), strict=True))


def reordered(ranked: Ranked, repaired: Repaired) -> Ranked:
    """The repaired ranking."""
    return Ranked.of([ranked.labels[at] for at in repaired.order])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_half_and_half_of_six_are_three_and_three(algorithm: Algorithm) -> None:
    """The case that AIF360 tests its own with."""
    ranked = Ranked.by_score(["r"] * 5 + ["b"] * 5, [100, 90, 80, 70, 10, 60, 50, 40, 30, 20])
    labels = reordered(ranked, algorithm(ranked, 6, HALVES)).labels
    assert (labels.count("r"), labels.count("b")) == (3, 3)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(data=st.data())
def test_each_group_keeps_its_own_order(algorithm: Algorithm, data: st.DataObject) -> None:
    """Nobody passes a better one of the same group; and nobody is lost."""
    ranked = data.draw(items_of("abcd"))
    k = data.draw(st.integers(1, ranked.n))
    repaired = algorithm(ranked, k)
    order = repaired.order.tolist()
    assert len(set(order)) == k
    for code in range(len(ranked.groups)):
        places = [at for at in order if ranked.codes[at] == code]
        assert places == np.flatnonzero(ranked.codes == code)[: len(places)].tolist()
    assert 0 <= repaired.cost <= repaired.best_utility


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(data=st.data())
def test_floors_of_up_to_three_groups_hold_in_every_prefix(
    algorithm: Algorithm, data: st.DataObject
) -> None:
    """A repaired ranking passes its own test."""
    ranked = data.draw(items_of("abc"))
    repaired = algorithm(ranked, data.draw(st.integers(1, ranked.n)))
    assert first_short(reordered(ranked, repaired), shares_of(ranked)) is None


@given(ranked=items_of("abcdefg"), data=st.data())
def test_det_const_sort_keeps_the_floors_of_any_number_of_groups(
    ranked: Ranked, data: st.DataObject
) -> None:
    """What the other three cannot promise."""
    repaired = det_const_sort(ranked, data.draw(st.integers(1, ranked.n)))
    assert first_short(reordered(ranked, repaired), shares_of(ranked)) is None


@given(ranked=items_of("ab"))
def test_nothing_changes_where_floors_hold_already(ranked: Ranked) -> None:
    """All share, no demand: the ranking by score stays, at no cost."""
    if len(ranked.groups) == 2:
        return
    for algorithm in ALGORITHMS:
        repaired = algorithm(ranked)
        assert repaired.order.tolist() == list(range(ranked.n))
        assert repaired.cost == 0


def test_greedy_can_miss_a_floor_of_four_groups_and_says_where() -> None:
    """At place 4 two floors fall due at once; sorting under constraints saw them coming."""
    ranked = Ranked.by_score("adebddbd", [float(8 - at) for at in range(8)])
    shares = shares_of(ranked)
    assert first_short(reordered(ranked, det_greedy(ranked)), shares) == (4, "d")
    assert first_short(reordered(ranked, det_const_sort(ranked)), shares) is None


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_group_that_runs_out_leaves_its_places_to_others(algorithm: Algorithm) -> None:
    """One of six is not half of them; the ranking is filled, and the miss is found."""
    ranked = Ranked.by_score(["r"] * 5 + ["b"], [6.0, 5.0, 4.0, 3.0, 2.0, 1.0])
    repaired = reordered(ranked, algorithm(ranked, None, HALVES))
    assert repaired.n == 6
    assert first_short(repaired, HALVES) == (4, "b")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_who_is_not_wanted_comes_when_nobody_else_is_left(algorithm: Algorithm) -> None:
    """A share of 0 is last, whatever the score."""
    ranked = Ranked.by_score(["b", "r", "r"], [9.0, 2.0, 1.0])
    assert algorithm(ranked, None, {"r": 1.0, "b": 0.0}).order.tolist() == [1, 2, 0]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_share_too_small_to_matter_ends(algorithm: Algorithm) -> None:
    """It is not waited for until its floor falls due."""
    ranked = Ranked.by_score(["b", "r", "r"], [9.0, 2.0, 1.0])
    assert algorithm(ranked, None, {"r": 1.0, "b": 1e-300}).order.tolist() == [1, 2, 0]
    rare = algorithm(ranked, None, {"r": 1 - 1e-6, "b": 1e-6})
    assert sorted(rare.order.tolist()) == [0, 1, 2]


def test_the_order_of_scores_decides_not_the_order_given() -> None:
    """A ranking in the order of a file, with scores."""
    ranked = Ranked.of(["r", "b", "r", "b"], [1.0, 2.0, 3.0, 4.0])
    assert det_greedy(ranked).order.tolist() == [3, 2, 1, 0]


def test_shares_in_floating_point_mean_what_they_say() -> None:
    """0.29 of 100 is 29, although the product is less."""
    just_enough = ["r" if 29 * at // 100 > 29 * (at - 1) // 100 else "b" for at in range(1, 101)]
    assert first_short(Ranked.of(just_enough), {"r": 0.29}) is None
    one_less = [*just_enough[:-1], "b"]
    assert first_short(Ranked.of(one_less), {"r": 0.29}) == (100, "r")


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"r": 1.0}, "no share for b"),
        ({"r": 0.5, "b": 0.4}, "shares are 0.5, 0.4: expected numbers from 0 to 1"),
        ({"r": 1.5, "b": -0.5}, "shares are 1.5, -0.5"),
        ({"r": float("nan"), "b": 0.5}, "shares are nan, 0.5"),
        ({"r": 0.5, "b": 0.25, "x": 0.25}, "nobody belongs to x"),
    ],
)
def test_shares_that_are_none_are_refused(shares: dict[str | None, float], words: str) -> None:
    """One for each group, and together 1."""
    ranked = Ranked.by_score(["r", "b"], [2.0, 1.0])
    with pytest.raises(ValueError, match=words):
        det_greedy(ranked, None, shares)


def test_more_places_than_items_are_refused() -> None:
    """So are no places."""
    ranked = Ranked.by_score(["r", "b"], [2.0, 1.0])
    with pytest.raises(ValueError, match="k = 3, but there are 2 items"):
        det_cons(ranked, 3)
    with pytest.raises(ValueError, match="k = 0"):
        det_relaxed(ranked, 0)


def test_a_re_rank_by_fa_star_ir_passes_its_test_and_has_a_price() -> None:
    """Twenty best first, protected last: the first protected comes to place 9."""
    ranked = Ranked.by_score(["m"] * 15 + ["f"] * 5, [float(20 - at) for at in range(20)])
    assert not audit(ranked, "f", 20, 0.25, 0.1).fair
    repaired = fa_star_ir(ranked, "f", 20, 0.25, 0.1)
    again = reordered(ranked, repaired)
    assert audit(again, "f", 20, 0.25, 0.1).fair
    assert again.labels.index("f") == 8
    assert repaired.cost > 0
