"""Many rankings at once: the same values as one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking import Ranked, Undefined, many
from fairgate.ranking.exposure import arp, exposure_ratio, ndkl, skew_at_k
from fairgate.ranking.prefix import rkl, rnd, rrd
from fairgate.ranking.queries import Queries

rankings = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=14).map(Ranked.of),
    min_size=1,
    max_size=6,
)

ONE_BY_ONE = {
    "rnd": lambda ranked: rnd(ranked, "a", 3),
    "rkl of a": lambda ranked: rkl(ranked, "a", 3),
    "rkl": lambda ranked: rkl(ranked, step=3),
    "rrd": lambda ranked: rrd(ranked, "a", 3),
    "exposure_ratio": exposure_ratio,
    "ndkl": ndkl,
    "pairwise_gap": arp,
    "skew_at_k": lambda ranked: skew_at_k(ranked, "a", 3),
}
AT_ONCE = {
    "rnd": lambda queries: many.prefix("rnd", queries, "a", 3),
    "rkl of a": lambda queries: many.prefix("rkl", queries, "a", 3),
    "rkl": lambda queries: many.prefix("rkl", queries, step=3),
    "rrd": lambda queries: many.prefix("rrd", queries, "a", 3),
    "exposure_ratio": many.exposure_ratio,
    "ndkl": many.ndkl,
    "pairwise_gap": many.pairwise_gap,
    "skew_at_k": lambda queries: many.skew_at_k(queries, "a", 3),
}


def alone(name, ranked):
    """Value of one ranking, NaN where it has none."""
    try:
        return ONE_BY_ONE[name](ranked)
    except (Undefined, ValueError):
        return np.nan


@pytest.mark.parametrize("name", AT_ONCE)
@given(given_=rankings)
def test_each_query_has_the_value_it_has_alone(name, given_) -> None:
    """And no value where it has none alone."""
    queries = Queries.of([Ranked.of("abc"), *given_])
    found = AT_ONCE[name](queries).each
    expected = [alone(name, queries.ranked(at)) for at in range(queries.q)]
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)


def test_the_mean_is_of_the_queries_that_have_a_value() -> None:
    """Of three queries one has a single group."""
    queries = Queries.of([Ranked.of("ab"), Ranked.of("ba"), Ranked.of("aa")])
    values = many.pairwise_gap(queries)
    assert np.isnan(values.each).tolist() == [False, False, True]
    assert values.mean == 1
    with pytest.raises(Undefined, match="none of 1 queries has a value"):
        _ = many.pairwise_gap(Queries.of([Ranked.of("aa")])).mean


def test_a_group_that_nobody_belongs_to_is_named() -> None:
    """In any query."""
    with pytest.raises(Undefined, match="nobody belongs to z"):
        many.prefix("rnd", Queries.of([Ranked.of("ab")]), "z")


def test_shuffling_keeps_the_items_of_each_query() -> None:
    """Only their order changes."""
    queries = Queries.of([Ranked.of("aab"), Ranked.of("cccb")])
    other = queries.shuffled(np.random.default_rng(0))
    assert (other.sizes == queries.sizes).all()


def test_items_can_be_left_out() -> None:
    """Ranks close up, and a query without items is gone."""
    queries = Queries(("a", "b"), np.array([0, 1, 0, 1]), np.array([0, 3, 4]), ("x", "y"))
    left = queries.keep(queries.codes == 0)
    assert (left.codes.tolist(), left.starts.tolist(), left.names) == ([0, 0], [0, 2], ("x",))
    with pytest.raises(Undefined, match="no item is left"):
        queries.keep(np.zeros(4, dtype=bool))


@pytest.mark.parametrize("starts", [[0], [0, 0, 4], [0, 3], [1, 4]])
def test_queries_cover_the_items(starts) -> None:
    """Each item once, each query some."""
    with pytest.raises(ValueError, match=r"item or more in each|do not cover"):
        Queries(("a",), np.zeros(4, dtype=np.int64), np.array(starts))


@pytest.mark.parametrize(
    "call",
    [
        lambda queries: many.prefix("rnd", queries, "a", 0),
        lambda queries: many.best(queries, "a", 0),
        lambda queries: many.counts_to(queries, "a", 0),
    ],
)
def test_lengths_below_one_are_refused(call) -> None:
    """A step or a k of 0."""
    with pytest.raises(ValueError, match="or more, got 0"):
        call(Queries.of([Ranked.of("ab")]))
