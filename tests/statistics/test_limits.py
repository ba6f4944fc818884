"""Limits of one group hold what they promise, and agree with those who published them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score
from tables import cells, histogram

from fairgate.metrics import CATALOGUE
from fairgate.statistics.limits import clopper_pearson, estimate, proportions, wilson

Z95 = stats.norm.ppf(0.975)

# Newcombe 1998, Statistics in Medicine 17:857, table I: x, n, Wilson, Clopper-Pearson
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("x", "n", "score", "exact"), NEWCOMBE)
def test_limits_are_those_newcombe_published(x, n, score, exact) -> None:
    """To the four digits of the paper."""
    assert np.round(wilson(x, n, Z95), 4) == pytest.approx(score, abs=1e-9)
    assert np.round(clopper_pearson(x, n, Z95), 4) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("z", [0.5, 1.6449, 3.2905, 4.5])
@pytest.mark.parametrize("n", [1, 2, 17, 400])
def test_exact_limits_are_quantiles_of_the_beta_distribution(n, z) -> None:
    """Clopper & Pearson by way of scipy.stats, for every x of n."""
    x, error = np.arange(n + 1), stats.norm.sf(z)
    lower, upper = clopper_pearson(x, n, z)
    assert lower[1:] == pytest.approx(stats.beta.ppf(error, x[1:], n - x[1:] + 1), rel=1e-8)
    assert upper[:-1] == pytest.approx(stats.beta.ppf(1 - error, x[:-1] + 1, n - x[:-1]), rel=1e-8)
    assert (lower[0], upper[-1]) == (0, 1)


@pytest.mark.parametrize("n", [1, 5, 12, 30])
@pytest.mark.parametrize("z", [1.0, 1.6449, 2.5])
def test_exact_limits_cover_every_true_rate(n, z) -> None:
    """By enumeration: over all outcomes, each end misses with at most its error."""
    x = np.arange(n + 1)
    lower, upper = clopper_pearson(x, n, z)
    for truth in np.linspace(0, 1, 101):
        chance = stats.binom.pmf(x, n, truth)
        assert chance[lower > truth].sum() <= stats.norm.sf(z) + 1e-12
        assert chance[upper < truth].sum() <= stats.norm.sf(z) + 1e-12


def test_nobody_counted_says_nothing() -> None:
    """No rows: the rate is undefined, and its limits are the whole scale."""
    nobody = proportions(np.array([0]), np.array([0]))
    assert np.isnan(nobody.value[0])
    assert [end[0] for end in nobody.limits(1.645)] == [0, 1]


@pytest.mark.parametrize("metric", ["f1", "balanced_accuracy"])
def test_limits_of_derived_metrics_cover(metric) -> None:
    """F1 and balanced accuracy: 500 drawn tables miss about as often as they may."""
    rng, z = np.random.default_rng(7), stats.norm.ppf(0.95)
    shares = np.array([0.3, 0.15, 0.1, 0.45])
    tp, fp, fn, tn = shares
    truth = {"f1": 2 * tp / (2 * tp + fp + fn)}.get(metric, (tp / (tp + fn) + tn / (tn + fp)) / 2)
    drawn = rng.multinomial(80, shares, size=500)
    lower, upper = estimate(CATALOGUE[metric], _as_groups(drawn)).limits(z)
    assert (lower > truth).mean() <= 0.075
    assert (upper < truth).mean() <= 0.075
    assert np.median(upper - lower) < 0.25


@pytest.mark.parametrize(("positives", "negatives"), [(1, 12), (2, 5), (4, 4)])
@pytest.mark.parametrize("z", [1.6449, 3.5, 4.2])
def test_balanced_accuracy_of_a_handful_covers_far_out_in_the_tails(positives, negatives, z):
    """By enumeration: sixty groups send a limit where distances no longer add like errors."""
    found = [(a, b) for a in range(positives + 1) for b in range(negatives + 1)]
    counts = [(a, negatives - b, positives - a, b) for a, b in found]
    lower, upper = estimate(CATALOGUE["balanced_accuracy"], _as_groups(counts)).limits(z)
    hits, rejections = np.array(found).T
    for one in np.linspace(0.05, 0.999, 20):
        for two in np.linspace(0.05, 0.999, 20):
            chance = stats.binom.pmf(hits, positives, one)
            chance = chance * stats.binom.pmf(rejections, negatives, two)
            truth = (one + two) / 2
            assert chance[upper < truth - 1e-9].sum() <= stats.norm.sf(z) + 1e-12
            assert chance[lower > truth + 1e-9].sum() <= stats.norm.sf(z) + 1e-12


def _as_groups(counts):
    head = "g tp fp fn tn"
    return cells(
        "\n".join([head, *(f"{at} {' '.join(map(str, row))}" for at, row in enumerate(counts))])
    )


def _rows(seed, n=120, shift=0.15):
    rng = np.random.default_rng(seed)
    labels = rng.random(n) < 0.4
    return [(int(y), float(np.clip(rng.normal(0.45 + shift * y, 0.2), 0, 1))) for y in labels]


@pytest.mark.parametrize("bins", [8, 256, 4096])
def test_auc_from_bins_is_the_exact_one_within_the_bound(bins) -> None:
    """A pair in one bin may be any way round, so half the share of such pairs bounds the error."""
    rows = _rows(3)
    _, scores = histogram("sex", {"f": rows}, bins)
    found = estimate(CATALOGUE["roc_auc"], scores)
    exact = roc_auc_score([y for y, _ in rows], [s for _, s in rows])
    negative, positive = scores.counts[0]
    hidden = (negative * positive).sum() / negative.sum() / positive.sum() / 2
    assert abs(found.value[0] - exact) <= hidden + 1e-12
    lower, upper = found.limits(1e-9)
    assert lower[0] <= exact <= upper[0], "even without sampling error the limits hold the truth"


def test_auc_of_coarse_scores_is_exact() -> None:
    """Scores that lie one to a bin lose nothing, ties included."""
    rows = [(y, round(s * 10) / 16) for y, s in _rows(5)]
    _, scores = histogram("sex", {"f": rows}, bins=16)
    exact = roc_auc_score([y for y, _ in rows], [s for _, s in rows])
    assert estimate(CATALOGUE["roc_auc"], scores).value[0] == pytest.approx(exact, abs=1e-12)


def test_delongs_error_is_that_of_a_direct_computation() -> None:
    """Structural components over all pairs, as DeLong et al. 1988 write them."""
    rows = _rows(11, n=150)
    _, scores = histogram("sex", {"f": rows}, bins=4096)
    x = np.array([s for y, s in rows if y])
    y = np.array([s for label, s in rows if not label])
    wins = (x[:, None] > y) + (x[:, None] == y) / 2
    direct = np.sqrt(
        wins.mean(axis=1).var(ddof=1) / len(x) + wins.mean(axis=0).var(ddof=1) / len(y)
    )
    found = estimate(CATALOGUE["roc_auc"], scores)
    assert found.spread(found.value)[0] == pytest.approx(direct, rel=1e-3)


def test_a_perfect_ranking_of_a_few_is_not_certain() -> None:
    """Three against three ranked right: DeLong's error is 0, ours is not."""
    _, scores = histogram(
        "sex", {"f": [(0, 0.1), (0, 0.2), (0, 0.3), (1, 0.7), (1, 0.8), (1, 0.9)]}
    )
    found = estimate(CATALOGUE["roc_auc"], scores)
    lower, upper = found.limits(1.645)
    assert found.value[0] == 1
    assert lower[0] < 0.8
    assert upper[0] == 1


def test_calibration_gap_has_the_wider_of_students_and_the_exact_limits() -> None:
    """Mean of score minus label: the t interval of scipy.stats, or that of the positives."""
    rows = _rows(13, n=40)
    _, scores = histogram("sex", {"f": rows})
    off = np.array([s - y for y, s in rows])
    student = stats.t.interval(0.9, len(off) - 1, off.mean(), stats.sem(off))
    positives = stats.binomtest(sum(y for y, _ in rows), len(rows)).proportion_ci(0.9)
    mean = float(np.mean([s for _, s in rows]))
    found = estimate(CATALOGUE["calibration_gap"], scores)
    lower, upper = (end[0] for end in found.limits(stats.norm.ppf(0.95)))
    assert found.value[0] == pytest.approx(off.mean())
    assert lower == pytest.approx(min(student[0], mean - positives.high))
    assert upper == pytest.approx(max(student[1], mean - positives.low))


def test_a_rule_about_calibration_blocked_fair_models_of_rare_outcomes() -> None:
    """Twenty people scored .1, nobody positive: by luck, and Student sees no variance at all."""
    _, scores = histogram("sex", {"f": [(0, 0.1)] * 20})
    lower, _ = (end[0] for end in estimate(CATALOGUE["calibration_gap"], scores).limits(1.645))
    assert lower < 0


def test_the_only_customer_of_a_branch_was_given_limits_that_are_not_a_number() -> None:
    """One row has no variance: everything between -1 and 1 is possible."""
    _, scores = histogram("branch", {"north": [(1, 0.4)]})
    found = estimate(CATALOGUE["calibration_gap"], scores)
    assert found.value[0] == pytest.approx(-0.6)
    assert [end[0] for end in found.limits(1.645)] == [-1, 1]


@given(
    table=st.lists(st.tuples(*[st.integers(0, 300)] * 4), min_size=1, max_size=4),
    z=st.floats(0.1, 5),
    metric=st.sampled_from([name for name, m in CATALOGUE.items() if m.parts]),
)
def test_limits_hold_the_estimate_and_stay_on_the_scale(table, z, metric) -> None:
    """For any counts and any critical value, wherever the metric is defined."""
    found = estimate(CATALOGUE[metric], _as_groups(table))
    defined = np.isfinite(found.value)
    lower, upper = (end[defined] for end in found.limits(z))
    value = found.value[defined]
    assert (lower <= value + 1e-12).all()
    assert (value <= upper + 1e-12).all()
    assert (lower >= 0).all()
    assert (upper <= 1).all()


@given(x=st.integers(0, 50), n=st.integers(1, 50), z=st.floats(0.1, 4))
def test_four_times_the_rows_make_narrower_limits(x, n, z) -> None:
    """The same rate of more people is known better."""
    x = min(x, n)
    few, many = clopper_pearson(x, n, z), clopper_pearson(4 * x, 4 * n, z)
    assert many[1] - many[0] < few[1] - few[0]


@given(x=st.integers(0, 40), n=st.integers(1, 40), z=st.floats(0.1, 4))
def test_limits_of_yes_and_no_mirror_each_other(x, n, z) -> None:
    """What is known of the refused follows from what is known of the selected."""
    x = min(x, n)
    lower, upper = clopper_pearson(x, n, z)
    other_lower, other_upper = clopper_pearson(n - x, n, z)
    assert other_lower == pytest.approx(1 - upper, abs=1e-9)
    assert other_upper == pytest.approx(1 - lower, abs=1e-9)


def test_a_rule_about_auc_blocked_fair_models_with_a_handful_of_positives() -> None:
    """Two positives among fifty, ranked low by luck: that says next to nothing."""
    unlucky = [(1, 0.21), (1, 0.33), *((0, (at + 0.5) / 50) for at in range(50))]
    _, scores = histogram("sex", {"f": unlucky})
    found = estimate(CATALOGUE["roc_auc"], scores)
    assert found.value[0] < 0.3
    assert found.limits(2.5)[1][0] > 0.9
