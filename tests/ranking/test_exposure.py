"""Exposure, skew, attention, aggregation: published values, and what stays as it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking import Ranked, Undefined
from fairgate.ranking import aggregate as over
from fairgate.ranking.amortised import amortised_unfairness, individual_unfairness
from fairgate.ranking.exposure import (
    arp,
    attention,
    exposure,
    exposure_over,
    exposure_per_click,
    exposure_per_utility,
    exposure_ratio,
    max_skew,
    min_skew,
    ndkl,
    skew_at_k,
    treatment_ratio,
)

SIX = Ranked.of("MMFMFF")
RELEVANCE = np.array([1, 0.9, 0.8, 0.6, 0.5, 0.2])


def close(value: float) -> object:
    """Compare to twelve digits."""
    return pytest.approx(value, rel=1e-12)


def test_a_hundred_before_nine_hundred() -> None:
    """The documentation of FairRankTune prints these."""
    found = exposure(Ranked.of("a" * 100 + "b" * 900))
    assert found == {"a": close(0.2093867087428094), "b": close(0.11350318011191189)}
    assert over.min_max_ratio(found.values()) == close(0.5420744267551784)
    assert over.max_abs_difference(found.values()) == close(0.04794176431544876)


def test_six_items_by_every_aggregate() -> None:
    """As FairRankTune's code computes them: norm not squared, variance over all groups."""
    found = exposure(SIX)
    assert found == {"M": close(0.6872021038816168), "F": close(0.41435333144752123)}
    values = found.values()
    assert exposure_ratio(SIX) == close(0.6029570181858773)
    assert over.max_min_ratio(values) == close(1 / 0.6029570181858773)
    assert over.max_min_difference(values) == close(0.2728487724340956)
    assert over.max_abs_difference(values) == close(0.13642438621704783)
    assert over.mean_abs_difference(values) == close(0.13642438621704783)
    assert over.l_two_norm(values) == close(0.802455864743339)
    assert over.variance(values) == close(0.018611613154698222)


def test_attention_that_falls_geometrically() -> None:
    """AWRF in percent, and rank-biased precision in sum and in mean."""
    awrf = exposure(SIX, 100 * attention(6, "geometric", 0.05))
    assert awrf == {"M": close(4.678958333333333), "F": close(4.151311979166667)}
    mean = exposure(SIX, attention(6, "rbp", 0.8))
    assert {g: 3 * value for g, value in mean.items()} == pytest.approx(
        {"M": 0.4624, "F": 0.275456}
    )
    assert mean == pytest.approx({"M": 0.1541333, "F": 0.0918187}, abs=5e-8)


def test_exposure_for_utility() -> None:
    """EXPU, its ratio in both directions, and EXPRU with clicks like utility."""
    found = exposure_per_utility(SIX, RELEVANCE)
    assert found == {"M": close(0.8246425246579402), "F": close(0.8287066628950425)}
    assert over.min_max_ratio(found.values()) == close(0.9950958060082389)
    assert treatment_ratio(found, "M", "F") == close(0.9950958060082389)
    clicks = exposure_per_click(SIX, RELEVANCE / 2, RELEVANCE)
    assert clicks == pytest.approx({"M": 0.5, "F": 0.5})


def test_divergence_skew_and_pairs_of_six() -> None:
    """ARP; Skew of who leads and who follows."""
    assert arp(SIX) == close(7 / 9)
    assert skew_at_k(SIX, "F", 3) == min_skew(SIX, 3) == close(math.log(2 / 3))
    assert max_skew(SIX, 3) == close(math.log(4 / 3))
    assert skew_at_k(SIX, "F", 3, desired=1 / 3) == pytest.approx(0, abs=1e-12)


def test_the_divergence_of_six_is_exact() -> None:
    """FairRankTune prints .37005716311740855: it adds 1e-7 to every share before the logarithm.

    By the definition, with 0 log 0 = 0, it is .370057945...
    """
    assert ndkl(SIX) == close(0.37005794552755694)
    place = np.arange(1, 7)
    men = np.cumsum([1, 1, 0, 1, 0, 0]) / place
    shares = np.stack([men, 1 - men], axis=1) + 1e-7
    divergence = np.sum(shares * np.log(shares / (0.5 + 1e-7)), axis=1)
    discount = 1 / np.log2(place + 1)
    assert np.sum(divergence * discount) / discount.sum() == close(0.37005716311740855)


def test_desired_shares_need_not_be_those_of_the_ranking() -> None:
    """A ranking that has what is desired in each prefix has no divergence."""
    assert ndkl(Ranked.of("MFMFMF"), {"M": 0.5, "F": 0.5}) < ndkl(SIX, {"M": 0.5, "F": 0.5})
    assert ndkl(SIX, {"M": 0.9, "F": 0.1}) != ndkl(SIX)


def test_attention_against_relevance() -> None:
    """Biega's sum over one ranking; over two that take turns it evens out."""
    assert individual_unfairness(RELEVANCE) == close(1.00774806822863)
    turns = [np.array([0, 1]), np.array([1, 0])]
    even = np.array([0.75, 0.75])
    weights = np.array([1.0, 0.5])
    assert amortised_unfairness(turns, [even, even], weights) == 0
    assert amortised_unfairness(turns[:1], [even], weights) == 0.5


def test_exposure_adds_up_over_rankings() -> None:
    """A group that leads one of two rankings and trails in the other has had its turn."""
    found = exposure_over([Ranked.of("MF"), Ranked.of("FM")])
    assert found["M"] == found["F"]


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (lambda: exposure_ratio(Ranked.of("MMM")), "one group only"),
        (lambda: ndkl(Ranked.of("MMM")), "one group only"),
        (lambda: arp(Ranked.of("MMM")), "one group only"),
        (lambda: ndkl(SIX, {"M": 1.0}), "F is ranked, and none of it is desired"),
        (lambda: skew_at_k(SIX, "F", 2), "nobody of F is in the best 2"),
        (lambda: exposure_per_utility(SIX, RELEVANCE * 0), "mean utility of M is 0, not above 0"),
        (lambda: treatment_ratio({"M": 1.0, "F": 0.0}, "M", "F"), "the value of F is 0"),
        (lambda: treatment_ratio({"M": 1.0}, "M", "F"), "nobody belongs to F"),
        (lambda: over.max_min_ratio([0.0, 1.0]), "above 0"),
        (lambda: over.min_max_ratio([0.0, 0.0]), "one above"),
    ],
)
def test_an_exposure_without_a_value_says_why(call, why) -> None:
    """The logarithm of 0, 0/0 and comparisons with nobody have none."""
    with pytest.raises(Undefined, match=why):
        call()


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: skew_at_k(SIX, "F", 7), "a k from 1 to 6, got 7"),
        (lambda: skew_at_k(SIX, "F", 3, desired=0.0), "a desired share above 0"),
        (lambda: ndkl(SIX, {"M": 0.9, "F": 0.9}), "shares that add up to 1"),
        (lambda: exposure(SIX, np.ones(5)), "6 items, but 5 weights"),
        (lambda: exposure(SIX, np.full(6, np.nan)), "finite weights"),
        (lambda: attention(3, "rbp", 1.0), "a q between 0 and 1"),
        (lambda: individual_unfairness(np.array([np.nan])), "not a finite number"),
        (lambda: amortised_unfairness([], []), "0 rankings"),
        (lambda: over.variance([1.0, math.inf]), "not a finite number"),
    ],
)
def test_a_wrong_request_about_exposure_is_refused(call, text) -> None:
    """By a ValueError that is not an answer about the data."""
    with pytest.raises(ValueError, match=text) as caught:
        call()
    assert not isinstance(caught.value, Undefined)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=40), st.randoms())
def test_exposure_only_changes_hands(labels, random) -> None:
    """However items are ordered, the weights they get add up to the same."""
    other = list(labels)
    random.shuffle(other)
    sums = []
    for order in (labels, other):
        ranked = Ranked.of(order)
        sizes = dict(zip(ranked.groups, ranked.sizes, strict=True))
        sums.append(sum(value * sizes[g] for g, value in exposure(ranked).items()))
    assert sums[0] == pytest.approx(sums[1])
    assert sums[0] == pytest.approx(attention(len(labels)).sum())


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=40))
def test_divergence_is_never_below_0_and_ratios_never_above_1(labels) -> None:
    """For every ranking of two groups and more."""
    ranked = Ranked.of(labels)
    if len(ranked.groups) > 1:
        assert ndkl(ranked) >= -1e-12
        assert 0 < exposure_ratio(ranked) <= 1
        assert 0 <= arp(ranked) <= 1
