"""Two groups: bounds of a gap and of a ratio."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fairgate.statistics import mover
from fairgate.statistics.limits import clopper_pearson, wilson
from fairgate.statistics.mover import Side

Z95 = stats.norm.ppf(0.975)

# Newcombe 1998, Statistics in Medicine 17:873, table II, method 10
NEWCOMBE = [
    ((56, 70), (48, 80), 0.2000, (0.0524, 0.3339)),
    ((9, 10), (3, 10), 0.6000, (0.1705, 0.8090)),
    ((6, 7), (2, 7), 0.5714, (0.0582, 0.8062)),
    ((5, 56), (0, 29), 0.0893, (-0.0381, 0.1926)),
    ((0, 10), (0, 20), 0.0000, (-0.1611, 0.2775)),
    ((0, 10), (0, 10), 0.0000, (-0.2775, 0.2775)),
    ((10, 10), (0, 20), 1.0000, (0.6791, 1.0000)),
    ((10, 10), (0, 10), 1.0000, (0.6075, 1.0000)),
]


def side(x, n, z, limits=clopper_pearson) -> Side:
    """One group of one side."""
    lower, upper = limits([x], [n], z)
    return Side(np.array([x / n]), lower, upper)


@pytest.mark.parametrize(("high", "low", "gap", "published"), NEWCOMBE)
def test_gaps_are_those_newcombe_published(high, low, gap, published) -> None:
    """With Wilson's limits plugged in, to the four digits of the paper."""
    found = mover.difference(side(*high, Z95, wilson), side(*low, Z95, wilson))
    assert high[0] / high[1] - low[0] / low[1] == pytest.approx(gap, abs=5e-5)
    assert [float(end[0]) for end in found] == pytest.approx(published, abs=5.1e-5)


counts = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda t: (min(t), t[1]))


@given(low=counts, high=counts, z=st.floats(0.3, 4))
def test_a_bound_of_a_ratio_is_where_the_gap_to_it_vanishes(low, high, z) -> None:
    """The gap low - bound x high has a bound of 0 there: test and interval agree."""
    a, b = side(*low, z), side(*high, z)
    lower, upper = (float(end[0]) for end in mover.ratio(a, b))

    def scaled(t: float) -> Side:
        return Side(t * b.value, t * b.lower, t * b.upper)

    if np.isfinite(upper):
        _, end = mover.difference(a, scaled(upper))
        assert float(end[0]) == pytest.approx(0, abs=1e-7 * max(1, upper))
    else:
        assert b.lower[0] == 0
    if lower > 0:
        end, _ = mover.difference(a, scaled(lower))
        assert float(end[0]) == pytest.approx(0, abs=1e-7)
    if low[0] and high[0]:
        assert lower <= a.value[0] / b.value[0] <= upper


def test_a_group_that_may_have_no_rate_at_all_bounds_nothing() -> None:
    """0 of 5 against 2 of 5: the larger rate can be told from zero, barely; the smaller not."""
    lower, upper = mover.ratio(side(0, 5, 1.645), side(2, 5, 1.645))
    assert lower[0] == 0
    assert upper[0] > 1
    _, nothing = mover.ratio(side(2, 5, 1.645), side(0, 5, 1.645))
    assert nothing[0] == np.inf


def test_one_stratum_is_the_group_itself() -> None:
    """Standardising over a single stratum changes nothing; empty strata do not count."""
    cell = Side(np.array([[0.3, np.nan]]), np.array([[0.2, 0.0]]), np.array([[0.5, 1.0]]))
    found = mover.standardised(np.array([[7.0, 0.0]]), cell)
    assert [float(end[0]) for end in (found.value, found.lower, found.upper)] == pytest.approx(
        [0.3, 0.2, 0.5]
    )


def test_two_equal_strata_are_known_better_than_one() -> None:
    """The distance to the limit shrinks with the root of the number of strata."""
    cell = Side(np.full((1, 2), 0.3), np.full((1, 2), 0.2), np.full((1, 2), 0.5))
    found = mover.standardised(np.ones((1, 2)), cell)
    assert float(found.value[0] - found.lower[0]) == pytest.approx(0.1 / np.sqrt(2))
    assert float(found.upper[0] - found.value[0]) == pytest.approx(0.2 / np.sqrt(2))
