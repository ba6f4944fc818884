"""FA*IR: published tables, exact probabilities, and a mended ranking that always passes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fairgate.ranking import Ranked, Undefined
from fairgate.ranking.fair_star_ir import (
    adjusted,
    audit,
    failure_probability,
    mtable,
    p_value,
    rerank,
)

TABLE_2 = """
.1 0 0 0 0 0 0 0 0 0 0 0 0
.2 0 0 0 0 0 0 0 0 0 0 1 1
.3 0 0 0 0 0 0 1 1 1 1 1 2
.4 0 0 0 0 1 1 1 1 2 2 2 3
.5 0 0 0 1 1 1 2 2 3 3 3 4
.6 0 0 1 1 2 2 3 3 4 4 5 5
.7 0 1 1 2 2 3 3 4 5 5 6 6
"""


def runs(*lengths: int) -> list[int]:
    """Spell a table out: how many places need 0, then 1, then 2, ..."""
    return [need for need, length in enumerate(lengths) for _ in range(length)]


def protected_at(ranks: set[int], n: int = 20) -> Ranked:
    """Make a ranking of which these ranks (from 1) are protected."""
    return Ranked.of(["P" if rank in ranks else "o" for rank in range(1, n + 1)])


@pytest.mark.parametrize("row", TABLE_2.split("\n")[1:-1])
def test_table_2_of_the_paper(row) -> None:
    """For alpha = .1, unadjusted, k = 1 to 12."""
    p, *needed = row.split()
    assert mtable(12, float(p), 0.1).tolist() == [int(need) for need in needed]


@pytest.mark.parametrize(
    ("settings", "plain", "mended", "failure"),
    [
        ((10, 0.2, 0.15), runs(8, 2), runs(8, 2), 0.134217728),
        ((20, 0.25, 0.1), runs(8, 6, 5, 1), runs(8, 7, 5), 0.10515247355215251),
        ((30, 0.3, 0.05), runs(8, 5, 5, 5, 4, 3), runs(10, 6, 5, 4, 5), 0.04877730797178359),
    ],
)
def test_tables_of_fairsearch(settings, plain, mended, failure) -> None:
    """Its own tests have these, before and after adjusting; the probabilities are exact."""
    k, p, alpha = settings
    assert mtable(k, p, alpha).tolist() == plain
    found = adjusted(k, p, alpha)
    assert found.mtable.tolist() == mended
    assert found.failure == pytest.approx(failure, rel=1e-10)
    assert mtable(k, p, found.alpha).tolist() == mended


def test_the_last_prefix_counts_too() -> None:
    """README of fairsearch has .11517506930977106 here: its loop leaves position k out."""
    table = mtable(20, 0.25, 0.1)
    assert failure_probability(table, 0.25) == pytest.approx(0.146887188699111, rel=1e-12)
    without_last = failure_probability(table[:-1], 0.25)
    assert without_last == pytest.approx(0.11517506930977106, rel=1e-12)


@pytest.mark.parametrize(
    ("k", "p", "alpha", "failure"),
    [
        (30, 0.3, 0.05, 0.106357),
        (30, 0.3, 0.15, 0.292738),
        (10, 0.5, 0.1, 0.128906),
        (40, 0.5, 0.1, 0.259589),
        (100, 0.5, 0.1, 0.341561),
        (1000, 0.5, 0.1, 0.5176),
        (1500, 0.5, 0.1, 0.5438),
    ],
)
def test_unadjusted_tables_fail_fair_rankers_far_more_often_than_alpha(
    k, p, alpha, failure
) -> None:
    """That is what the adjustment is for."""
    digits = 6 if k < 1000 else 4
    assert round(failure_probability(mtable(k, p, alpha), p), digits) == failure


@pytest.mark.parametrize(
    ("settings", "below", "above", "mass"),
    [
        ((20, 0.25, 0.1), 0.089722, 0.105152, None),
        ((30, 0.3, 0.15), 0.146740, 0.161075, 68),
        ((10, 0.5, 0.1), 0.075195, 0.111328, 10),
        ((40, 0.5, 0.1), 0.099050, 0.101182, 252),
        ((100, 0.5, 0.1), 0.099951, 0.100592, 1844),
    ],
)
def test_the_two_tables_beside_alpha(settings, below, above, mass) -> None:
    """Conservative takes the one at or below; the other is the very next table."""
    k, p, alpha = settings
    found = adjusted(k, p, alpha, conservative=True)
    assert found.failure == pytest.approx(below, abs=5e-7)
    assert mass is None or found.mtable.sum() == mass
    stricter = adjusted(k, p, above, conservative=True)
    following = mtable(k, p, found.alpha * (1 + 1e-9))
    assert failure_probability(following, p) == pytest.approx(above, abs=5e-7)
    assert stricter.failure <= above + 1e-9
    nearest = adjusted(k, p, alpha)
    assert nearest.failure == pytest.approx(
        min(below, above, key=lambda f: abs(f - alpha)), abs=1e-6
    )


def test_the_probability_is_that_of_all_sequences_together() -> None:
    """Against counting every sequence of ten."""
    table, p = mtable(10, 0.4, 0.2), 0.4
    failed = sum(
        p ** sum(flips) * (1 - p) ** (10 - sum(flips))
        for flips in itertools.product((0, 1), repeat=10)
        if (np.cumsum(flips) < table).any()
    )
    assert failure_probability(table, p) == pytest.approx(failed, rel=1e-12)


def test_rankings_of_the_readme() -> None:
    """With k = 20, p = .25, alpha = .1: fair, and unfair with all protected at the end."""
    assert audit(protected_at({2, 8, 10, 13, 16, 17}), "P", 20, 0.25).fair
    unfair = protected_at({16, 17, 18, 19, 20})
    found = audit(unfair, "P", 20, 0.25)
    assert not found.fair
    assert found.first_violated == 9
    order = rerank(unfair, "P", 20, 0.25)
    mended = Ranked(unfair.groups, unfair.codes[order])
    assert audit(mended, "P", 20, 0.25).fair
    assert int(np.flatnonzero(mended.protected("P"))[0]) + 1 == 9


def test_the_p_value_says_how_unlikely_a_fair_ranker_is() -> None:
    """Nobody protected among ten at one half: only that very ranking is as unlikely."""
    assert p_value(np.zeros(10, dtype=np.int64), 0.5) == pytest.approx(0.5**10)
    assert p_value(np.arange(1, 11), 0.5) == pytest.approx(1)


@given(
    st.lists(st.booleans(), min_size=2, max_size=25), st.floats(0.05, 0.95), st.floats(0.01, 0.5)
)
def test_the_p_value_and_the_conservative_table_agree(flags, p, alpha) -> None:
    """A ranking violates the table if and only if its p-value is at most alpha."""
    assume(any(flags) and not all(flags))
    found = audit(Ranked.of(flags), True, len(flags), p, alpha, conservative=True)
    assume(abs(found.p_value - alpha) > 1e-9)
    assert found.fair == (found.p_value > alpha)


@given(st.integers(1, 40), st.floats(0.05, 0.95), st.floats(0, 0.4), st.floats(0, 0.4))
def test_a_stricter_level_fails_more_fair_rankers(k, p, one, other) -> None:
    """Tables and probabilities grow with alpha."""
    low, high = sorted((one, other))
    assert (mtable(k, p, low) <= mtable(k, p, high)).all()
    failing = [failure_probability(mtable(k, p, level), p) for level in (low, high)]
    assert failing[0] <= failing[1] + 1e-12
    assert adjusted(k, p, high, conservative=True).failure <= high + 1e-12


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 9).map(float)), min_size=2, max_size=40),
    st.floats(0.05, 0.5),
    st.data(),
)
def test_a_mended_ranking_passes_and_keeps_the_order_within_each_group(rows, alpha, data) -> None:
    """Whatever the scores, at the group's own share."""
    flags, scores = zip(*rows, strict=True)
    assume(any(flags) and not all(flags))
    ranked = Ranked.by_score(flags, scores)
    k = data.draw(st.integers(1, ranked.n))
    order = rerank(ranked, True, k, alpha=alpha)
    assert sorted(order.tolist()) == list(range(ranked.n))
    mended = Ranked(ranked.groups, ranked.codes[order])
    assert audit(mended, True, k, alpha=alpha).fair
    for group in (ranked.protected(True), ~ranked.protected(True)):
        kept = [at for at in order[:k] if group[at]]
        assert kept == sorted(kept)


def test_of_two_equal_scores_the_protected_comes_first() -> None:
    """The rule for ties."""
    ranked = Ranked.by_score("ooPo", [3.0, 2.0, 2.0, 1.0])
    assert rerank(ranked, "P", alpha=0.0).tolist() == [0, 2, 1, 3]


def test_a_table_that_asks_for_more_than_there_are_is_not_half_kept() -> None:
    """The text says how many are asked for, and how many there are."""
    with pytest.raises(Undefined, match="asks for 6 in the best 10, and there are 2"):
        rerank(Ranked.of("ooooooooPP"), "P", p=0.8)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: audit(protected_at({1}), "P", 21), "a k from 1 to 20, got 21"),
        (lambda: mtable(0, 0.5, 0.1), "a k of 1 or more, got 0"),
        (lambda: mtable(5, 1.0, 0.1), "a p between 0 and 1"),
        (lambda: adjusted(5, 0.5, 1.0), "an alpha from 0 to 1"),
        (lambda: mtable(5, float("nan"), 0.1), "a p between 0 and 1"),
    ],
)
def test_a_wrong_request_is_refused_with_the_value(call, text) -> None:
    """By a ValueError that is not an answer about the data."""
    with pytest.raises(ValueError, match=text) as caught:
        call()
    assert not isinstance(caught.value, Undefined)
