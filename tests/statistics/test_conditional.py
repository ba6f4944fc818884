"""Inside strata: counts, contrasts, and whether strata agree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tables import cells
from test_contrasts import BCG

from fairgate.metrics import CATALOGUE
from fairgate.statistics.conditional import contrast_by_stratum, heterogeneity, strata_of
from fairgate.statistics.contrasts import Scale, Strata

RATIO = Scale(ratio=True, more_is_good=True)
GAP = Scale(ratio=False, more_is_good=True)


def test_cells_are_arranged_by_group_and_stratum() -> None:
    """Groups in the order asked for; a stratum without a group's rows is 0 of 0."""
    table = cells("""
        sex dept yes no
        m   A    5   5
        f   A    6   4
        m   B    1   9
        -   B    1   1
    """)
    strata, names = strata_of(CATALOGUE["selection_rate"], table, (("f",), ("m",)), depth=1)
    assert names == ("dept=A", "dept=B")
    assert strata.x.tolist() == [[6, 0], [5, 1]]
    assert strata.n.tolist() == [[10, 0], [10, 10]]
    assert contrast_by_stratum(RATIO, strata, 1, 0)[0] == pytest.approx(5 / 6)
    assert np.isnan(contrast_by_stratum(RATIO, strata, 1, 0)[1])


def test_cochrans_q_of_the_bcg_trials_is_the_published_one() -> None:
    """Q = 152.23 on 12 degrees of freedom; half a row in each count moves it by under 1 %."""
    p = heterogeneity(RATIO, BCG, 0, 1)
    assert p is not None
    assert stats.chi2.isf(p, 12) == pytest.approx(152.23, rel=0.01)


@pytest.mark.parametrize("scale", [RATIO, GAP])
def test_cochrans_q_is_the_weighted_sum_of_squares(scale) -> None:
    """Against the formula written out, with scipy.stats for the p-value."""
    strata = Strata(np.array([[12, 9, 30], [20, 22, 31]]), np.array([[40, 50, 60], [45, 55, 50]]))
    rate = (strata.x + 0.5) / (strata.n + 1)
    variance = rate * (1 - rate) / (strata.n + 1)
    effects, errors = [], []
    for s in range(3):
        (low, high), (v_low, v_high) = rate[:, s], variance[:, s]
        effects.append(np.log(low / high) if scale.ratio else high - low)
        errors.append(v_low / low**2 + v_high / high**2 if scale.ratio else v_low + v_high)
    mean = np.average(effects, weights=1 / np.array(errors))
    q = sum((e - mean) ** 2 / v for e, v in zip(effects, errors, strict=True))
    assert heterogeneity(scale, strata, 0, 1) == pytest.approx(stats.chi2.sf(q, 2))


def test_one_shared_stratum_cannot_disagree_with_itself() -> None:
    """Nothing to test where fewer than two strata hold both groups."""
    strata = Strata(np.array([[5, 3], [4, 0]]), np.array([[10, 9], [10, 0]]))
    assert heterogeneity(RATIO, strata, 0, 1) is None


def test_strata_alike_are_not_called_different() -> None:
    """The same ratio in each stratum gives a p-value near 1."""
    strata = Strata(np.array([[100, 200], [200, 400]]), np.array([[400, 800], [400, 800]]))
    p = heterogeneity(RATIO, strata, 0, 1)
    assert p is not None
    assert p > 0.9
