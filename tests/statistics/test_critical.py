"""How far one contrast among many must stand out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import special, stats

from fairgate.statistics.critical import (
    _BandTails,
    bonferroni,
    group_against_rest,
    shared_reference,
    sidak,
    single,
)

# Dunnett 1955, table 1: one-sided, infinitely many degrees of freedom
DUNNETT = {
    0.05: {1: 1.64, 2: 1.92, 3: 2.06, 4: 2.16, 5: 2.23, 6: 2.29, 7: 2.34, 8: 2.38, 9: 2.42},
    0.01: {1: 2.33, 2: 2.56, 3: 2.68, 4: 2.77, 5: 2.84, 9: 3.00},
}


@pytest.mark.parametrize(
    ("error", "k", "published"),
    [(error, k, z) for error, row in DUNNETT.items() for k, z in row.items()],
)
def test_quantiles_are_those_dunnett_published(error, k, published) -> None:
    """Equal groups and a reference of the same size, to the two digits of the table."""
    assert shared_reference(error, np.ones(k), 1.0) == pytest.approx(published, abs=0.0051)


def test_a_reference_known_exactly_leaves_independent_groups() -> None:
    """Without an error of the reference, Dunnett's quantile is Sidak's."""
    assert shared_reference(0.05, np.ones(7), 0.0) == pytest.approx(sidak(0.05, 7), abs=1e-6)


def test_a_vague_reference_leaves_one_contrast() -> None:
    """If all error is the reference's, all contrasts err together."""
    nearly_one = shared_reference(0.05, np.full(7, 1e-3), 1.0)
    assert single(0.05) < nearly_one < single(0.05) + 0.12


@pytest.mark.parametrize("k", [1, 2, 20, 3540])
def test_sidak_is_exact_for_independent_groups(k) -> None:
    """P(all of k below z) = 1 - error; and Bonferroni is never smaller."""
    assert stats.norm.cdf(sidak(0.05, k)) ** k == pytest.approx(0.95)
    assert bonferroni(0.05, k) >= sidak(0.05, k) - 1e-12
    assert bonferroni(0.05, k) == pytest.approx(stats.norm.isf(0.05 / k))


def tails(n, rates, limit, z, *, ratio):
    """Sum of the contrasts' tails at these true rates, shape of ``rates`` less its last axis."""
    rest_n = n.sum() - n
    rest = ((rates * n).sum(axis=-1, keepdims=True) - rates * n) / rest_n
    sides = [(rates, n, rest, rest_n), (rest, rest_n, rates, n)][: 1 if len(n) == 2 else 2]
    total = 0.0
    for low, n_low, high, n_high in sides:
        weight, room = (limit, 0.0) if ratio else (1.0, limit)
        slack = low + room - weight * high
        variance = low * (1 - low) / n_low + weight**2 * high * (1 - high) / n_high
        total = total + special.ndtr(-z - slack / np.sqrt(np.maximum(variance, 1e-300))).sum(-1)
    return total


def corners(n, rate, limit, *, ratio):
    """All true rates with every group at one end of the band, that pool to ``rate``."""
    low = np.array(list(product([False, True], repeat=len(n))))
    weight = low @ (n / n.sum())
    top = rate / (1 - (1 - limit) * weight) if ratio else rate + limit * weight
    bottom = limit * top if ratio else top - limit
    possible = (top <= 1) & (bottom >= 0)
    return np.where(low, bottom[:, None], top[:, None])[possible]


def promises(seed: int, count: int):
    """Random sizes, limits and rates."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        k = int(rng.integers(2, 11))
        skew = rng.choice([0, 0.5, 1.2])
        n = np.round(np.exp(rng.normal(0, skew, k)) * rng.choice([30, 200, 2000])) + 2.0
        ratio = bool(rng.random() < 0.5)
        limit = float(rng.choice([0.5, 0.8, 0.9] if ratio else [0.02, 0.1, 0.3]))
        yield n, float(rng.choice([0.05, 0.3, 0.5, 0.8, 0.95])), limit, ratio


def test_no_choice_of_low_groups_beats_the_bound() -> None:
    """All 2^K ways of putting groups at the bottom of the band, for 150 random promises."""
    loose = []
    for n, rate, limit, ratio in promises(1, 150):
        z = group_against_rest(0.05, n, rate, limit, ratio=ratio)
        rates = corners(n, rate, limit, ratio=ratio)
        if len(rates) == 0:
            continue
        true = tails(n, rates, limit, z, ratio=ratio).max()
        bound = _BandTails(n, rate, limit, ratio=ratio).worst_sum(z)
        assert bound <= 0.05 + 1e-6
        assert true <= bound, (n, rate, limit, ratio)
        loose.append(bound / max(true, 1e-9))
    assert len(loose) > 100
    assert np.quantile(loose, 0.75) < 1.15, "the bound is not far above what can happen"


def test_rates_inside_the_band_are_no_worse_than_at_its_ends() -> None:
    """Tails are convex in each rate, so no mixture comes above the error either."""
    rng = np.random.default_rng(2)
    for n, _, limit, ratio in promises(3, 60):
        top = rng.uniform(0.1 if ratio else max(limit, 0.1), 1)
        bottom = top * limit if ratio else top - limit
        for shape in (0.2, 1.0, 3.0):
            rates = bottom + (top - bottom) * rng.beta(shape, shape, len(n))
            rates[:2] = bottom, top
            rate = float(rates @ n / n.sum())
            z = group_against_rest(0.05, n, rate, limit, ratio=ratio)
            assert tails(n, rates, limit, z, ratio=ratio) <= 0.05 + 1e-6


@pytest.mark.parametrize("k", [3, 20, 60])
def test_a_band_costs_less_than_bonferroni_and_more_than_one_contrast(k) -> None:
    """That is what looking at the band buys; with more groups it buys more."""
    n = np.full(k, 20_000 / k)
    z = group_against_rest(0.05, n, 0.3, 0.8, ratio=True)
    assert single(0.05) < z <= bonferroni(0.05, 2 * k)
    if k >= 20:
        assert bonferroni(0.05, 2 * k) - z > 0.8


def test_two_groups_have_one_contrast_to_pay_for() -> None:
    """Of two groups only one can be the low one."""
    z = group_against_rest(0.05, np.array([5000.0, 5000.0]), 0.3, 0.8, ratio=True)
    assert z == pytest.approx(single(0.05), abs=0.03)


def test_the_order_of_groups_does_not_matter() -> None:
    """Sizes in any order give one quantile."""
    n = np.array([40.0, 3000.0, 7.0, 800.0, 55.0])
    there = group_against_rest(0.05, n, 0.4, 0.1, ratio=False)
    back = group_against_rest(0.05, n[::-1].copy(), 0.4, 0.1, ratio=False)
    assert there == pytest.approx(back, abs=1e-9)
