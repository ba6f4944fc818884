"""Power: what the data could have shown, against what they show when counted out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fairgate.statistics import mover, power
from fairgate.statistics.contrasts import Scale
from fairgate.statistics.limits import clopper_pearson
from fairgate.statistics.mover import Side

RATIO = Scale(ratio=True, more_is_good=True)
GAP = Scale(ratio=False, more_is_good=True)


def sides(n, z):
    """Every outcome of n people, with its limits."""
    x = np.arange(n + 1)
    return Side(x / n, *clopper_pearson(x, n, z))


def exact_power(scale, truth, limit, z):
    """Sum the chances of all pairs of outcomes that the one-sided test fails."""
    (low, n_low), (high, n_high) = truth
    a, b = sides(n_low, z), sides(n_high, z)
    a = Side(*(end[:, None] for end in (a.value, a.lower, a.upper)))
    b = Side(*(end[None, :] for end in (b.value, b.lower, b.upper)))
    lower, upper = scale.bounds(a, b)
    fails = upper < limit if scale.ratio else lower > limit
    chance = np.outer(
        stats.binom.pmf(np.arange(n_low + 1), n_low, low),
        stats.binom.pmf(np.arange(n_high + 1), n_high, high),
    )
    return chance[fails].sum()


CASES = [  # scale, (low rate, rows), (high rate, rows), limit, z
    (RATIO, (0.18, 120), (0.30, 480), 0.8, 1.645),
    (RATIO, (0.18, 400), (0.30, 600), 0.8, 1.645),
    (RATIO, (0.42, 150), (0.70, 400), 0.8, 2.3),
    (RATIO, (0.03, 500), (0.05, 700), 0.8, 1.645),
    (RATIO, (0.50, 60), (0.90, 90), 0.8, 1.645),
    (GAP, (0.10, 90), (0.35, 300), 0.1, 1.645),
    (GAP, (0.10, 40), (0.35, 60), 0.1, 1.645),
    (GAP, (0.55, 150), (0.80, 150), 0.1, 2.5),
    (GAP, (0.01, 200), (0.26, 60), 0.1, 2.0),
]


@pytest.mark.parametrize(("scale", "low", "high", "limit", "z"), CASES)
def test_power_is_near_that_of_counting_all_outcomes(scale, low, high, limit, z) -> None:
    """The normal approximation is within a few points of the exact power."""
    truth = power.Alternative(*(np.array([float(v)]) for v in (*low, *high)))
    found = float(power.of_proportions(scale, truth, limit, z)[0])
    assert found == pytest.approx(exact_power(scale, (low, high), limit, z), abs=0.06)


@pytest.mark.parametrize(
    ("truth", "limit", "n"),
    [(0.6, 0.7, 60), (0.6, 0.7, 200), (0.25, 0.1, 50), (0.05, 0.1, 300), (0.9, 0.95, 200)],
)
def test_power_of_a_value_is_near_that_of_counting_all_outcomes(truth, limit, n) -> None:
    """A floor where the truth is below the limit, a ceiling where it is above."""
    at_least, z = truth < limit, 1.8
    group = sides(n, z)
    fails = group.upper < limit if at_least else group.lower > limit
    exact = stats.binom.pmf(np.arange(n + 1), n, truth)[fails].sum()
    found = power.of_value(truth, limit, np.array([float(n)]), z, at_least=at_least)
    assert found[0] == pytest.approx(exact, abs=0.07)


rows = st.floats(1, 1e4)


@given(rate=st.floats(0, 1), n=rows, rest=rows, wanted=st.floats(0.01, 0.99), ratio=st.booleans())
def test_the_violation_looked_for_is_one_of_that_size(rate, n, rest, wanted, ratio) -> None:
    """Both alternatives are rates, must_detect apart, wherever two rates can be."""
    scale = Scale(ratio=ratio, more_is_good=True)
    for side in power.alternatives(
        scale, np.array([rate]), np.array([n]), np.array([rest]), np.array([wanted])
    ):
        low, high = side.low[0], side.high[0]
        assert 0 <= low <= high <= 1
        assert low == pytest.approx(wanted * high) if ratio else high - low == pytest.approx(wanted)


def test_a_gap_above_one_cannot_be_and_needs_no_rows() -> None:
    """NaN marks it, and its power counts as 1."""
    one = np.array([1.0])
    side, _ = power.alternatives(GAP, 0.5 * one, 9 * one, 9 * one, 1.2 * one)
    assert np.isnan(side.low[0]) or np.isnan(side.high[0])
    assert power.of_proportions(GAP, side, 0.1, 1.645)[0] == 1


@given(rate=st.floats(0.02, 0.98), n=st.floats(2, 2000), ratio=st.booleans())
def test_more_rows_never_make_a_violation_harder_to_see(rate, n, ratio) -> None:
    """Power grows with the rows of the group, and with everybody's."""
    scale = Scale(ratio=ratio, more_is_good=True)
    limit, wanted = (0.8, 0.6) if ratio else (0.1, 0.25)
    factors = n * 2.0 ** np.arange(0, 16)
    each = np.full(len(factors), rate)
    for rest in (np.full(len(factors), 50 * n), 4 * factors):
        for side in power.alternatives(scale, each, factors, rest, np.full(len(factors), wanted)):
            strength = power.of_proportions(scale, side, limit, 2.0)
            usable = strength[np.argmax(strength > 0.5) :] if strength.max() > 0.5 else ()
            assert all(b >= a - 0.01 for a, b in pairwise(usable))


def test_the_factor_is_the_smallest_that_does() -> None:
    """The wanted power exactly there; 1 where it is there already, infinite where it never is."""

    def strength(factor):
        return np.array([0.9, power.WANTED / 8, 0.05]) * np.array([1.0, factor[1], 1.0])

    assert power.factor_needed(strength, 3).round(3).tolist() == [1.0, 8.0, np.inf]


@given(base=st.floats(0.01, 0.7))
def test_a_weaker_group_needs_a_larger_factor(base) -> None:
    """The factor needed falls as the power at hand rises."""

    def strength(factor):
        return 1 - np.exp(-factor * np.array([base, base * 1.1]))

    weak, strong = power.factor_needed(strength, 2)
    assert weak >= strong >= 1


def everybody(*sizes: float):
    """Sizes of groups that are all judged and may all be given rows."""
    size = np.array(sizes)
    return size, np.ones(len(size), dtype=bool), np.ones(len(size), dtype=bool)


def test_groups_that_lack_power_are_filled_up_to_one_size() -> None:
    """Enough is 160 rows each; whoever has more keeps what they have."""
    size, judged, fillable = everybody(10, 40, 500)
    found = power.factors_needed(lambda f: size * f / 160 * power.WANTED, size, judged, fillable)
    assert (size * found).round(1).tolist() == [160, 160, 500]


def test_the_small_group_is_filled_and_not_those_who_are_compared_with_it() -> None:
    """Power is that of the smallest: 400 rows more of anybody else would not help."""
    size, judged, fillable = everybody(4, 400)

    def strength(factor):
        return np.full(2, (size * factor).min() / 40 * power.WANTED)

    found = power.factors_needed(strength, size, judged, fillable)
    assert (size * found).round(1).tolist() == [40, 400]


def test_a_group_beyond_help_does_not_hide_what_others_need() -> None:
    """One group never reaches the power, the other does with four times its rows."""
    size, judged, fillable = everybody(40, 40)
    found = power.factors_needed(
        lambda f: np.array([0.1, power.WANTED / 4 * f[1]]), size, judged, fillable
    )
    assert found[0] == np.inf
    assert found[1] == pytest.approx(4, rel=0.01)


def test_groups_that_are_not_judged_need_nothing() -> None:
    """A waived group stays as it is, however few its rows."""
    size = np.array([4.0, 100.0])
    judged = fillable = np.array([False, True])
    found = power.factors_needed(lambda f: size * f / 400 * power.WANTED, size, judged, fillable)
    assert found[0] == 1
    assert found[1] == pytest.approx(4, rel=0.01)


def test_power_of_a_normal_statistic() -> None:
    """Shift of z standard errors beyond the limit: half the time; no information: never shown."""
    found = power.of_normal(np.array([1.645, 0.5]), np.array([1.0, np.inf]), 1.645)
    assert found[0] == pytest.approx(0.5)
    assert found[1] == pytest.approx(0.05, abs=1e-4)


def test_bounds_used_here_are_those_of_the_gate() -> None:
    """exact_power above asks the same question as the gate's own contrast."""
    a = Side(np.array([0.2]), *clopper_pearson([20], [100], 1.645))
    b = Side(np.array([0.5]), *clopper_pearson([50], [100], 1.645))
    assert RATIO.bounds(a, b)[1] == mover.ratio(a, b)[1]
    assert GAP.bounds(a, b)[0] == mover.difference(b, a)[0]
