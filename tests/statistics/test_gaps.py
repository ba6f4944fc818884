"""The change of the largest gap: bounds from the changes of the groups it lies between."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tables import before_and_after

from fairgate.cells import PairedCells
from fairgate.metrics import CATALOGUE
from fairgate.statistics.change import Change, paired, reach
from fairgate.statistics.gaps import NoStepBack, judge
from fairgate.statistics.judgement import Judgement

RATE = CATALOGUE["selection_rate"]
NOBODY = np.zeros(2, dtype=bool)
Z = 1.9
PROMISE = NoStepBack(0.02, 0.9, 0.05, 0.95, more_is_good=True)


def two_groups(women: tuple[int, ...], men: tuple[int, ...]) -> Change:
    """Rows with a yes twice, lost, won, and a no twice, for women and men."""
    rows = ["sex label old new rows"]
    for sex, counts in (("f", women), ("m", men)):
        for (old, new), n in zip([(1, 1), (1, 0), (0, 1), (0, 0)], counts, strict=True):
            rows.append(f"{sex} 1 {old} {new} {n}")
    return paired(RATE, before_and_after("\n".join(rows)))


def found(both: Change) -> Judgement:
    """Judge at one critical value."""
    return judge(PROMISE, both, NOBODY, {"pairs": Z})


def length(a: float, b: float, r: float) -> float:
    """Distance to the bound of a difference of two estimates with correlation r."""
    return float(np.sqrt(a**2 + b**2 - 2 * r * a * b))


def test_a_gap_that_grows_on_the_same_side_errs_as_the_changes_of_both_groups() -> None:
    """Zou's bound of each group's change, both groups independent."""
    both = two_groups((300, 90, 20, 590), (550, 40, 45, 365))
    d, r = reach(both, Z), both.correlation
    moved = both.candidate.value - both.baseline.value
    women = length(d.up[0], d.down_before[0], r[0])
    men = length(d.down[1], d.up_before[1], r[1])
    interval = found(both).interval
    assert interval is not None
    assert found(both).estimate == pytest.approx(moved[1] - moved[0])
    assert interval[0] == pytest.approx(moved[1] - moved[0] - np.hypot(women, men))


def test_a_gap_that_changes_sides_errs_as_sums() -> None:
    """Women were ahead and are behind: what a group had and has adds up, and so do its errors."""
    both = two_groups((300, 400, 20, 280), (350, 40, 350, 260))
    d, r = reach(both, Z), both.correlation
    now, before = both.candidate.value, both.baseline.value
    assert before[0] > before[1]
    assert now[0] < now[1]
    women = length(d.up[0], d.up_before[0], -r[0])
    men = length(d.down[1], d.down_before[1], -r[1])
    change = (now[1] - now[0]) - (before[0] - before[1])
    interval = found(both).interval
    assert interval is not None
    assert found(both).estimate == pytest.approx(change)
    assert interval[0] == pytest.approx(change - np.hypot(women, men))


def test_a_gap_must_exceed_every_gap_of_the_baseline() -> None:
    """Where the baseline had next to no gap, either side of it counts, and less is shown."""
    even = two_groups((500, 60, 0, 440), (560, 0, 0, 440))
    apart = two_groups((400, 60, 0, 540), (560, 0, 0, 440))
    assert found(even).estimate == pytest.approx(found(apart).estimate)
    one, other = found(even).interval, found(apart).interval
    assert one is not None
    assert other is not None
    assert one[0] < other[0]


def test_a_gap_that_grows_by_the_limit_exactly_seldom_fails() -> None:
    """Women .40 to .38, men .56 throughout, and most decisions unchanged."""
    rng = np.random.default_rng(5)
    shares = np.array([[0.35, 0.05, 0.03, 0.57], [0.52, 0.04, 0.04, 0.40]])
    fails, draws = 0, 400
    for _ in range(draws):
        counts = np.zeros((2, 2, 2, 2), dtype=np.int64)
        for group in range(2):
            drawn = rng.multinomial(1500, shares[group])
            counts[group, 1] = [[drawn[3], drawn[2]], [drawn[1], drawn[0]]]
        both = paired(RATE, PairedCells(("sex",), (("f",), ("m",)), counts))
        fails += bool(judge(PROMISE, both, NOBODY, {"pairs": stats.norm.ppf(0.95)}).shown)
    assert stats.binom.sf(fails - 1, draws, 0.05) > 1e-3, f"{fails} of {draws}"
    assert fails >= 5, "one contrast is at its limit, and the bound is not far off"
