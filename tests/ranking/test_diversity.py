"""Diversity and distances between rankings."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking import Ranked, Undefined
from fairgate.ranking.diversity import (
    counts,
    dcg,
    footrule,
    kendall,
    ndcg,
    proportions,
    shannon,
    simpson,
)

REGIONS = Ranked.of(["NE", "W", "W", "NE", "SA"])


def test_the_best_k_and_all() -> None:
    """Counts name every group, shares add up to one."""
    assert counts(REGIONS, 2) == {"NE": 1, "W": 1, "SA": 0}
    assert counts(REGIONS) == {"NE": 2, "W": 2, "SA": 1}
    assert proportions(REGIONS) == {"NE": 0.4, "W": 0.4, "SA": 0.2}


def test_diversity_of_one_group_is_0_and_of_equal_shares_largest() -> None:
    """Shannon in nats; Simpson as the chance to meet somebody else."""
    assert shannon(Ranked.of("aaa")) == simpson(Ranked.of("aaa")) == 0
    assert shannon(Ranked.of("abcd")) == pytest.approx(math.log(4))
    assert simpson(Ranked.of("abcd")) == pytest.approx(0.75)
    assert simpson(REGIONS) == pytest.approx(1 - 0.16 - 0.16 - 0.04)


@given(st.permutations(range(9)))
def test_kendall_counts_pairs_that_changed_order(other) -> None:
    """Against counting every pair; symmetric; 1 for the reverse."""
    one = np.arange(9)
    swapped = sum(other.index(x) > other.index(y) for x, y in itertools.combinations(one, 2))
    assert kendall(one, np.array(other)) == pytest.approx(swapped / 36)
    assert kendall(np.array(other), one) == pytest.approx(swapped / 36)


def test_kendall_of_many_items() -> None:
    """Merged by halves, it is the same count."""
    rng = np.random.default_rng(2)
    one, other = rng.permutation(300), rng.permutation(300)
    place = {item: at for at, item in enumerate(other)}
    swapped = sum(place[x] > place[y] for x, y in itertools.combinations(one.tolist(), 2))
    assert kendall(one, other) == pytest.approx(swapped / (300 * 299 / 2))
    assert kendall(one, one[::-1]) == 1


@pytest.mark.parametrize("n", [2, 3, 8, 9])
def test_the_reverse_moves_items_furthest(n) -> None:
    """Even and odd numbers of items."""
    assert footrule(np.arange(n), np.arange(n)[::-1]) == 1
    worst = max(
        sum(abs(at - place) for at, place in enumerate(order))
        for order in itertools.permutations(range(min(n, 6)))
    )
    assert worst == min(n, 6) ** 2 // 2


def test_gain_is_discounted_by_place() -> None:
    """log2(i + 1); the best order gives 1."""
    assert dcg(np.array([3.0, 2.0])) == pytest.approx(3 + 2 / math.log2(3))
    assert ndcg(np.array([3.0, 2.0, 0.0])) == 1
    assert ndcg(np.array([0.0, 1.0])) == pytest.approx(1 / math.log2(3))
    assert ndcg(np.array([0.0, 1.0]), 1) == 0


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda: counts(REGIONS, 6), ValueError, "a k from 1 to 5, got 6"),
        (lambda: kendall(np.array([1]), np.array([1])), Undefined, "no pair"),
        (lambda: footrule(np.array([1]), np.array([1])), Undefined, "nowhere to move"),
        (lambda: kendall(np.array([1, 2]), np.array([1, 3])), ValueError, "the same items"),
        (lambda: kendall(np.array([1, 1]), np.array([1, 1])), ValueError, "ranked twice"),
        (lambda: ndcg(np.zeros(3)), Undefined, "one above"),
        (lambda: dcg(np.array([np.nan])), ValueError, "not a finite number"),
        (lambda: dcg(np.array([1.0]), 2), ValueError, "a k from 1 to 1, got 2"),
    ],
)
def test_what_can_not_be_counted_says_why(call, kind, text) -> None:
    """An answer about the data is Undefined, a wrong request is not."""
    with pytest.raises(kind, match=text) as caught:
        call()
    assert isinstance(caught.value, Undefined) == (kind is Undefined)
