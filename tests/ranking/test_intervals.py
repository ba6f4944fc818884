"""Bounds of measures: how often they are missed, and that they are the same everywhere."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fairgate.ranking import Ranked, Undefined, many
from fairgate.ranking.intervals import (
    UNIT,
    OverQueries,
    estimate,
    interval,
)
from fairgate.ranking.queries import Queries
from fairgate.ranking.representation import Proportion, SkewOfNobody, SkewOfOne, skew
from fairgate.ranking.resampling import by_chance, drawn_again


def missed(draw, truth, error=0.05, times=400):
    """How often the truth is below the lower and above the upper bound."""
    rng = np.random.default_rng(6)
    found = [OverQueries(draw(rng), UNIT) for _ in range(times)]
    low = np.mean([one.low(error) > truth for one in found])
    return low, np.mean([one.high(error) < truth for one in found])


@pytest.mark.parametrize("queries", [8, 40])
def test_bounds_over_skewed_queries_are_missed_as_rarely_as_they_say(queries) -> None:
    """Most queries at parity, a few far from it: a normal bound is missed far too often."""
    low, high = missed(lambda rng: rng.beta(0.5, 3, queries), 0.5 / 3.5)
    assert low <= 0.075
    assert high <= 0.075


def test_queries_that_are_all_the_same_leave_room_for_others() -> None:
    """Of ten equal queries, one in four might have been different."""
    found = OverQueries(np.full(10, 0.2), UNIT)
    assert found.low(0.05) == pytest.approx(0.2 * 0.05**0.1)
    assert found.high(0.05) == pytest.approx(0.2 + 0.8 * (1 - 0.05**0.1))


def test_one_query_has_no_bounds_over_queries() -> None:
    """Nor a standard error."""
    found = OverQueries(np.array([0.4]), UNIT)
    assert (found.low(0.05), found.high(0.05), found.error) == (0.0, 1.0, math.inf)
    assert found.shortfall(0.1, 0.05) == math.inf


def people(rng, n, shift):
    """One ranking of two groups."""
    codes = (np.arange(n) < 0.4 * n).astype(np.int64)
    return Ranked(("m", "f"), codes[np.argsort(shift * codes - rng.normal(size=n))])


@pytest.mark.parametrize("measure", [many.pairwise_gap, many.ndkl])
def test_bounds_over_items_are_missed_as_rarely_as_they_say(measure) -> None:
    """The truth is the mean over 200 rankings of other people."""
    rng = np.random.default_rng(7)
    rankings = [people(rng, 120, 0.8) for _ in range(200)]
    truth = measure(Queries.of(rankings)).mean
    found = [estimate(Queries.of([one]), measure, UNIT) for one in rankings[:100]]
    assert np.mean([one.low(0.05) > truth for one in found]) <= 0.08
    assert np.mean([one.high(0.05) < truth for one in found]) <= 0.08


def test_an_interval_is_the_same_for_the_same_ranking() -> None:
    """And another for another."""
    rng = np.random.default_rng(8)
    one, other = (Queries.of([people(rng, 60, 0.5)]) for _ in range(2))
    same = [interval(estimate(one, many.ndkl)) for _ in range(2)]
    assert same[0] == same[1] != interval(estimate(other, many.ndkl))


def test_items_drawn_again_keep_the_groups_sizes() -> None:
    """And a group that is never first here may be first there."""
    drawn = drawn_again(Ranked.of("m" * 5 + "f" * 20))
    assert (drawn.sizes == [5, 20]).all()
    assert (drawn.codes[drawn.starts[:-1]] == 1).any()


def test_a_random_order_wins_half_of_the_pairs() -> None:
    """Its gap is not 0 for all that, and gets smaller with more items."""
    gaps = [by_chance(Queries.of([Ranked.of("mf" * n)]), many.pairwise_gap) for n in (5, 500)]
    assert gaps[0].value > 0.2
    assert gaps[1].value < 0.05
    assert gaps[1].beyond(0.2, 0.05, above=True)
    assert not gaps[0].beyond(0.2, 0.05, above=True)
    with pytest.raises(Undefined, match="no value"):
        by_chance(Queries.of([Ranked.of("mm")]), many.pairwise_gap)


def test_skew_is_of_mean_shares_so_that_empty_queries_count() -> None:
    """One of two queries has nobody in its best two."""
    both = Queries.of([Ranked.of("mmff"), Ranked.of("mfmf")])
    assert skew(both, "f", 2).value == pytest.approx(math.log(0.25 / 0.5))


def test_skew_of_one_ranking_has_exact_bounds() -> None:
    """Those of the count, on the scale of the skew."""
    found = skew(Queries.of([Ranked.of("mmfmmmfmmm" + "f" * 10)]), "f", 10)
    share = Proportion(2, 10)
    assert isinstance(found, SkewOfOne)
    assert found.value == pytest.approx(math.log(0.2 / 0.6))
    assert found.high(0.05) == pytest.approx(math.log(share.high(0.05) / 0.6))
    assert found.low(0.05) == pytest.approx(math.log(share.low(0.05) / 0.6))


def test_a_larger_k_shows_what_a_small_one_can_not() -> None:
    """Shortfall counts how often k must be doubled, as far as that helps."""
    few = SkewOfOne(Proportion(5, 10), 0.5, -0.1).shortfall(0.3, 0.05)
    many_ = SkewOfOne(Proportion(500, 1000), 0.5, -0.1).shortfall(0.3, 0.05)
    assert many_ == 1 < few


def test_nobody_in_any_query_has_an_upper_bound_all_the_same() -> None:
    """And no estimate."""
    found = skew(Queries.of([Ranked.of("mmmf")] * 30), "f", 2)
    assert isinstance(found, SkewOfNobody)
    assert found.value == found.low(0.05) == -math.inf
    assert found.high(0.05) == pytest.approx(math.log((1 - 0.05 ** (1 / 30)) / 0.25))


def test_exact_bounds_of_all_and_of_none() -> None:
    """They end where shares end."""
    assert Proportion(10, 10).high(0.05) == 1
    assert Proportion(0, 10).low(0.05) == 0
