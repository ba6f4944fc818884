"""Pairs won and lost, and pairwise accuracy by group."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking import Ranked, Undefined
from fairgate.ranking.generator import generate
from fairgate.ranking.pairwise import fpr, pairs, pairwise_accuracy


def test_pairs_of_six() -> None:
    """Women win one pair of nine."""
    found = pairs(Ranked.of("MMFMFF"), "F")
    assert (found.won, found.total, found.share) == (1, 9, 1 / 9)
    assert fpr(Ranked.of("MMFMFF")) == pytest.approx({"M": 8 / 9, "F": 1 / 9})


@given(st.lists(st.booleans(), min_size=2, max_size=30))
def test_wins_are_those_of_counting_every_pair(flags) -> None:
    """And what one group wins the others lose."""
    if len(set(flags)) < 2:
        return
    found = pairs(Ranked.of(flags), True)
    counted = sum(one and not other for one, other in itertools.combinations(flags, 2))
    assert found.won == counted
    assert found.won + pairs(Ranked.of(flags), False).won == found.total
    assert found.z == pytest.approx(-pairs(Ranked.of(flags), False).z)


def test_the_normal_approximation_is_close_to_simulated_rankings() -> None:
    """Ranking Facts simulates; here every order of the items is equally likely."""
    flags = [False] * 12 + [True, False] * 6 + [True] * 4
    found = pairs(Ranked.of(flags), True)
    rng = np.random.default_rng(3)
    drawn = [
        pairs(Ranked.of(rng.permutation(flags).tolist()), True).won <= found.won
        for _ in range(4000)
    ]
    assert found.p_value == pytest.approx(np.mean(drawn), abs=0.01)


def test_the_generator_at_parity_gives_half_of_the_pairs() -> None:
    """Mean share over 300 rankings."""
    protected = np.arange(60) % 3 == 0
    rng = np.random.default_rng(5)
    drawn = [
        pairs(Ranked.of(protected[generate(protected, 1 / 3, rng)].tolist()), True).share
        for _ in range(300)
    ]
    assert np.mean(drawn) == pytest.approx(0.5, abs=0.02)


def accuracy_by_hand(labels, groups, scores, one, other):
    """Count pairs one by one."""
    won = [
        (scores[x] > scores[y]) + (scores[x] == scores[y]) / 2
        for x, y in itertools.permutations(range(len(labels)), 2)
        if labels[x] > labels[y] and groups[x] == one and other in (groups[y], None)
    ]
    return np.mean(won) if won else None


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(0, 4)),
        min_size=2,
        max_size=20,
    )
)
def test_accuracy_is_that_of_counting_every_pair(rows) -> None:
    """Graded labels, tied scores one half; undefined where there is no pair."""
    rows.sort(key=lambda row: -row[2])
    groups, labels, scores = zip(*rows, strict=True)
    ranked = Ranked.of(groups, [float(score) for score in scores])
    found = pairwise_accuracy(ranked, np.array(labels))
    for one in set(groups):
        for other in {*groups, None}:
            expected = accuracy_by_hand(labels, groups, scores, one, other)
            if expected is None:
                with pytest.raises(Undefined, match="no pair of a better and a worse item"):
                    _ = found.against_all(one) if other is None else found.between(one, other)
            else:
                measure = found.against_all(one) if other is None else found.between(one, other)
                assert measure == pytest.approx(expected)


def test_gaps_between_and_within_groups() -> None:
    """A score that serves group a well and misorders b against itself."""
    ranked = Ranked.of("aabb", [4.0, 3.0, 2.0, 1.0])
    found = pairwise_accuracy(ranked, np.array([1, 0, 0, 1]))
    assert found.intra_group_gap("a", "b") == 1
    assert found.inter_group_gap("a", "b") == 1


def test_pairwise_accuracy_needs_scores_and_a_label_each() -> None:
    """A wrong request says what is missing."""
    with pytest.raises(ValueError, match="needs the scores"):
        pairwise_accuracy(Ranked.of("ab"), np.array([1, 0]))
    with pytest.raises(ValueError, match="2 items, but 1 labels"):
        pairwise_accuracy(Ranked.of("ab", [2.0, 1.0]), np.array([1]))
