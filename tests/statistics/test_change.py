"""Two models on the same rows: how closely their errors go together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tables import before_and_after

from fairgate.cells import PairedCells
from fairgate.metrics import CATALOGUE
from fairgate.statistics.change import paired, reach, unpaired
from fairgate.statistics.gaps import NoStepBack
from fairgate.statistics.regression import judge

ONE = np.zeros(1, dtype=bool)
TABLE = before_and_after("""
    sex label old new rows
    f   1     1   1    90
    f   1     1   0    20
    f   1     0   1    15
    f   1     0   0    35
    f   0     1   1    22
    f   0     1   0     8
    f   0     0   1    12
    f   0     0   0    98
""")


def bootstrap(metric, table, draws=4000):
    """Correlation of the two models' values over resampled rows of one group."""
    rng = np.random.default_rng(0)
    n = table.counts.sum()
    drawn = rng.multinomial(n, table.counts.ravel() / n, size=draws).reshape(-1, 2, 2, 2)
    groups = tuple((str(at),) for at in range(draws))
    again = PairedCells(("g",), groups, drawn)
    return np.corrcoef(metric.values(again.baseline), metric.values(again.candidate))[0, 1]


@pytest.mark.parametrize("name", [name for name, m in CATALOGUE.items() if m.parts])
def test_correlation_is_that_of_resampled_rows(name) -> None:
    """For every metric of labels; half a row in the cells of disagreement lowers it a little."""
    metric = CATALOGUE[name]
    found = paired(metric, TABLE).correlation[0]
    assert found == pytest.approx(bootstrap(metric, TABLE), abs=0.05)


def test_models_that_decide_against_each_other_have_a_negative_correlation() -> None:
    """The new model refuses whom the old one took: their difference is known worse, not better."""
    table = before_and_after("""
        sex label old new rows
        f   1     1   0   470
        f   1     0   1   490
        f   1     1   1    30
        f   1     0   0    10
    """)
    metric = CATALOGUE["selection_rate"]
    assert paired(metric, table).correlation[0] == pytest.approx(bootstrap(metric, table), abs=0.05)


def test_a_model_that_changed_its_mind_about_everybody_was_blocked_twice_too_often() -> None:
    """At the limit exactly (.52 to .50, .02 allowed), with few rows in agreement."""
    rng = np.random.default_rng(1)
    shares = [0.01, 0.47, 0.49, 0.03]  # old and new: no no, no yes, yes no, yes yes
    promise = NoStepBack(0.02, 0.1, 0.05, 0.95, more_is_good=True, of_rate=True)
    fails = 0
    for _ in range(400):
        counts = np.zeros((1, 2, 2, 2), dtype=np.int64)
        counts[0, 1] = rng.multinomial(2000, shares).reshape(2, 2)
        both = paired(CATALOGUE["selection_rate"], PairedCells(("g",), (("x",),), counts))
        fails += bool(judge(promise, both, ONE).shown)
    assert stats.binom.sf(fails - 1, 400, 0.05) > 1e-3, f"{fails} of 400"


def test_two_models_alike_on_a_handful_are_not_one_model() -> None:
    """Twelve rows, no disagreement: the correlation stays below 1."""
    table = before_and_after("""
        sex label old new rows
        f   1     1   1   6
        f   1     0   0   6
    """)
    found = paired(CATALOGUE["true_positive_rate"], table).correlation[0]
    assert 0.7 < found < 0.95


def test_other_rows_do_not_correlate() -> None:
    """Where rows could not be matched, the correlation is 0."""
    both = unpaired(CATALOGUE["accuracy"], TABLE.baseline, TABLE.candidate)
    assert both.correlation.tolist() == [0]
    assert both.candidate.value == pytest.approx(CATALOGUE["accuracy"].values(TABLE.candidate))


def test_the_seed_is_of_the_cells_alone() -> None:
    """The same cells give the same simulated power; one row more gives another seed."""
    more = PairedCells(TABLE.attributes, TABLE.groups, TABLE.counts.copy())
    metric = CATALOGUE["accuracy"]
    assert paired(metric, TABLE).seed == paired(metric, more).seed
    more.counts[0, 0, 0, 0] += 1
    assert paired(metric, TABLE).seed != paired(metric, more).seed


def test_distances_are_to_the_limits_of_each_model() -> None:
    """Down and up, now and before, none negative."""
    both = paired(CATALOGUE["accuracy"], TABLE)
    found = reach(both, 1.645)
    lower, upper = both.candidate.limits(1.645)
    assert found.down == pytest.approx(both.candidate.value - lower)
    assert found.up == pytest.approx(upper - both.candidate.value)
    assert min(found.down_before[0], found.up_before[0]) > 0


def test_the_same_rows_tell_more_than_other_rows() -> None:
    """Paired bounds of a change are narrower (1.4 to 1.6 times where models mostly agree)."""
    promise = NoStepBack(0.02, 0.1, 0.05, 0.95, more_is_good=True, of_rate=True)
    metric = CATALOGUE["selection_rate"]
    widths = []
    for both in (paired(metric, TABLE), unpaired(metric, TABLE.baseline, TABLE.candidate)):
        found = judge(promise, both, ONE).interval
        assert found is not None
        widths.append(found[1] - found[0])
    assert widths[1] / widths[0] > 1.4
