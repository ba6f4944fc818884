"""Who is held against whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.statistics import contrasts as against
from fairgate.statistics.contrasts import POOL, Scale, Strata
from fairgate.statistics.limits import proportions

GOOD = Scale(ratio=True, more_is_good=True)
HARM = Scale(ratio=True, more_is_good=False)
GAP = Scale(ratio=False, more_is_good=True)
HARM_GAP = Scale(ratio=False, more_is_good=False)
NOBODY = np.zeros(3, dtype=bool)


def three():
    """Rates .2, .4, .5 of 100, 200 and 300 rows."""
    return proportions(np.array([20, 80, 150]), np.array([100, 200, 300]))


def as_table(found):
    """(disadvantaged, advantaged): estimate, rounded."""
    pairs = zip(found.disadvantaged.tolist(), found.advantaged.tolist(), strict=True)
    return dict(zip(pairs, found.estimate.round(3).tolist(), strict=True))


def test_best_means_every_ordered_pair() -> None:
    """The low rate over the high one, both ways round."""
    assert as_table(against.pairs(GOOD, three(), NOBODY)) == {
        (0, 1): 0.5,
        (0, 2): 0.4,
        (1, 0): 2.0,
        (1, 2): 0.8,
        (2, 0): 2.5,
        (2, 1): 1.25,
    }


def test_of_a_harm_the_high_rate_is_the_disadvantage() -> None:
    """Ratio = reference / group: whoever is harmed most has the smallest ratio."""
    assert as_table(against.pairs(HARM, three(), NOBODY, reference=0)) == {(1, 0): 0.5, (2, 0): 0.4}
    assert as_table(against.pairs(HARM_GAP, three(), NOBODY, 0)) == {(1, 0): 0.2, (2, 0): 0.3}
    assert as_table(against.pairs(GAP, three(), NOBODY, 0)) == {(1, 0): -0.2, (2, 0): -0.3}


def test_each_group_against_all_others_pooled_both_ways() -> None:
    """Pools weigh by rows: groups 1 and 2 together have 230 of 500."""
    found = as_table(against.against_rest(GAP, three(), NOBODY))
    assert found[0, POOL] == pytest.approx(0.46 - 0.2)
    assert found[POOL, 0] == pytest.approx(0.2 - 0.46)
    assert found[1, POOL] == pytest.approx(0.425 - 0.4)
    assert len(found) == 6


def test_waived_groups_are_in_no_pool_and_head_no_contrast() -> None:
    """Group 0 is waived: it is never disadvantaged, alone or as part of the rest."""
    waived = np.array([True, False, False])
    found = as_table(against.against_rest(GAP, three(), waived))
    assert found == {(1, POOL): 0.1, (2, POOL): -0.1, (POOL, 1): -0.1, (POOL, 2): 0.1}
    pairs = as_table(against.pairs(GAP, three(), waived))
    assert set(pairs) == {(1, 0), (1, 2), (2, 0), (2, 1)}


def test_against_everybody_includes_the_group_itself_and_the_waived() -> None:
    """The reference is a fact about all rows: 250 of 600; waivers do not move it."""
    everybody = 250 / 600
    found = as_table(against.against_overall(GAP, three(), np.array([True, False, False])))
    assert found == {(1, POOL): round(everybody - 0.4, 3), (2, POOL): round(everybody - 0.5, 3)}
    ratio = as_table(against.against_overall(GOOD, three(), NOBODY))
    assert ratio[0, POOL] == pytest.approx(0.2 / everybody, abs=1e-3)
    harm = as_table(against.against_overall(HARM, three(), NOBODY))
    assert harm[2, POOL] == pytest.approx(everybody / 0.5, abs=1e-3)


@given(
    counts=st.lists(
        st.tuples(st.integers(0, 90), st.integers(1, 90)).map(lambda t: (min(t), t[1])),
        min_size=2,
        max_size=6,
    ),
    z=st.floats(0.2, 4),
    scale=st.sampled_from([GOOD, HARM, GAP, HARM_GAP]),
)
def test_bounds_hold_the_estimate(counts, z, scale) -> None:
    """Whatever the counts, pools, overall and pairs alike."""
    x, n = np.array(counts).T
    groups, nobody = proportions(x, n), np.zeros(len(x), dtype=bool)
    for family in (against.pairs, against.against_rest, against.against_overall):
        found = family(scale, groups, nobody)
        lower, upper = found.bounds(z)
        known = np.isfinite(found.estimate)
        assert (lower[known] <= found.estimate[known] + 1e-9).all()
        assert (found.estimate[known] <= upper[known] + 1e-9).all()


# The University Group Diabetes Program, deaths by age: Rothman, Greenland & Lash 2008, ch. 15
UGDP = Strata(x=np.array([[8, 22], [5, 16]]), n=np.array([[106, 98], [120, 85]]))


def test_mantel_and_haenszels_ratio_and_difference_are_the_textbooks() -> None:
    """Tolbutamide against placebo: risk ratio 1.33, risk difference .035."""
    nobody = np.zeros(2, dtype=bool)
    ratio = as_table(against.within_strata(GOOD, UGDP, nobody))
    gap = as_table(against.within_strata(HARM_GAP, UGDP, nobody))
    assert ratio[0, 1] == pytest.approx(1.33, abs=0.005)
    assert ratio[1, 0] == pytest.approx(1 / 1.3255, abs=0.001)
    assert gap[0, 1] == pytest.approx(0.035, abs=0.0005)


# BCG vaccine against tuberculosis, 13 trials (Colditz et al. 1994): cases and people,
# vaccinated then control. Mantel-Haenszel log ratio -.4537, Q = 152.23 on 12 degrees of freedom.
BCG = Strata(
    x=np.array(
        [
            [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
            [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
        ]
    ),
    n=np.array(
        [
            [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
            [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
        ]
    ),
)


def test_mantel_and_haenszels_ratio_of_thirteen_trials() -> None:
    """As published for the BCG trials."""
    found = against.within_strata(GOOD, BCG, np.zeros(2, dtype=bool))
    assert np.log(found.estimate[0]) == pytest.approx(-0.4537, abs=5e-5)


def test_a_stratum_with_one_group_says_nothing() -> None:
    """Adding people whom nobody can be compared with changes neither estimate nor bounds."""
    wider = Strata(np.c_[UGDP.x, [50, 0]], np.c_[UGDP.n, [60, 0]])
    nobody = np.zeros(2, dtype=bool)
    one, two = (against.within_strata(GOOD, strata, nobody) for strata in (UGDP, wider))
    assert one.estimate == pytest.approx(two.estimate)
    assert one.bounds(2.0)[1] == pytest.approx(two.bounds(2.0)[1])


def test_groups_that_share_no_stratum_have_no_contrast() -> None:
    """Undefined, not 1 and not 0."""
    apart = Strata(np.array([[5, 0], [0, 7]]), np.array([[10, 0], [0, 10]]))
    assert np.isnan(against.within_strata(GOOD, apart, np.zeros(2, dtype=bool)).estimate).all()
    assert np.isnan(against.within_strata(GAP, apart, np.zeros(2, dtype=bool)).estimate).all()
