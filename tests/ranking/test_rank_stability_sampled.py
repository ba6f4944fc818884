"""Any number of attributes: drawn weights agree with the exact answer, and with the papers."""

from __future__ import annotations

import csv
from math import cos, pi
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking.directions import drawn
from fairgate.ranking.ranked import Undefined
from fairgate.ranking.stability import perturbed, sampled, slope, two_d
from fairgate.ranking.stability.part import What
from fairgate.ranking.stability.tally import Tally, parts
from fairgate.ranking.weighting import Table

DEPARTMENTS = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "ranking" / "cs_departments.csv"
)
PAPER = np.array([[0.63, 0.71], [0.83, 0.65], [0.58, 0.78], [0.70, 0.68], [0.53, 0.82]])
ONES = np.array([1.0, 1.0])


def departments() -> Table:
    """Average Count, Faculty and GRE of the 51 departments of Ranking Facts."""
    with DEPARTMENTS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = ("Average Count", "Faculty", "GRE")
    return np.array([[float(row[column]) for column in columns] for row in rows])


@pytest.mark.shared
def test_the_ten_best_departments_have_a_stability_of_29_percent() -> None:
    """And another ten are more stable: 35 %; there are 25 tens in all."""
    table = departments()
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    found = sampled(table, np.ones(3), 10, "set", n=20_000, seed=0)
    assert found.share == pytest.approx(0.293, abs=0.01)
    assert found.most_frequent[0].share == pytest.approx(0.349, abs=0.01)
    assert found.distinct == 25
    assert found.interval[0] < found.share < found.interval[1]


@pytest.mark.shared
def test_departments_have_the_slopes_of_ranking_facts() -> None:
    """-6.9 for the best ten, -1.61 overall."""
    scores = np.sort(departments().sum(axis=1))[::-1]
    assert slope(scores, 10) == pytest.approx(-6.9126, abs=5e-5)
    assert slope(scores) == pytest.approx(-1.6138, abs=5e-5)


@pytest.mark.parametrize(("k", "what"), [(None, "ranking"), (2, "list"), (2, "set")])
@pytest.mark.parametrize("cone", [None, 0.4])
def test_sampling_agrees_with_the_exact_answer(
    k: int | None, what: What, cone: float | None
) -> None:
    """In two dimensions, within an interval that is wrong once in a million."""
    exact = two_d(PAPER, ONES, k, what, cone=cone)
    found = sampled(PAPER, ONES, k, what, n=20_000, cone=cone, confidence=1 - 1e-6)
    low, high = found.interval
    assert low <= exact.share <= high
    best = next(exact.most_stable())
    assert found.most_frequent[0].order.tolist() == best.order.tolist()
    assert found.most_frequent[0].share == pytest.approx(best.share, abs=0.02)
    assert found.distinct <= len(exact.shares)


def test_the_same_seed_draws_the_same() -> None:
    """And another seed something else."""
    once, again, other = (sampled(PAPER, ONES, n=500, seed=seed).share for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_a_ranking_that_was_never_drawn_is_not_called_impossible() -> None:
    """Its interval goes up to what so many draws may miss."""
    found = sampled(np.eye(3), np.array([1.0, 1.0, 1.0]), n=50)
    assert sampled(np.eye(3), np.ones(3), n=50, cone=0.001).share < 1
    tied = sampled(np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0]]), ONES, n=50)
    assert tied.share == 0
    assert 0 == tied.interval[0] < tied.interval[1] < 0.1
    assert sum(one.share for one in found.most_frequent) == pytest.approx(1)


def test_equal_items_keep_the_order_of_the_table() -> None:
    """Whatever the weights: no ranking comes from rounding."""
    generator = np.random.default_rng(5)
    table = np.repeat(generator.random((1, 4)), 67, axis=0)
    for k, what in ((None, "ranking"), (5, "list"), (5, "set")):
        found = sampled(table, generator.random(4), k, what, n=300)  # type: ignore[arg-type]
        assert (found.distinct, found.share) == (1, 1.0)


@given(
    scores=st.lists(
        st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=5
    ).map(lambda rows: np.array(rows, dtype=float)),
    k=st.integers(1, 6),
    what=st.sampled_from(["list", "set"]),
)
def test_the_first_k_without_sorting_are_those_with_sorting(
    scores: Table, k: int, what: What
) -> None:
    """Ties too."""
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    if what == "set":
        expected = np.sort(expected, axis=1)
    assert parts(scores, k, what).tolist() == expected.tolist()


def test_long_rankings_that_are_all_different_are_counted_but_not_kept() -> None:
    """Until one is seen again."""
    tally = Tally()
    orders = np.stack([np.roll(np.arange(300), at) for at in range(300)])
    tally.add(orders)
    tally.add(orders[250:251])
    assert tally.distinct == 300
    assert [(order.tolist(), count) for order, count in tally.most(1)] == [
        (orders[250].tolist(), 2)
    ]
    assert len(tally.most(1000)) < 300


@pytest.mark.parametrize("cone", [0.001, 0.2, 1.0, pi / 2])
@pytest.mark.parametrize("near", [[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.2, 0.0, 3.0, 1.0, 1.0]])
def test_directions_are_near_and_none_is_negative(cone: float, near: list[float]) -> None:
    """Unit vectors, in whichever way they are drawn."""
    middle = np.array(near) / np.linalg.norm(near)
    found = drawn(np.random.default_rng(0), 500, np.array(near), cone)
    assert found.shape == (500, len(near))
    assert (found >= 0).all()
    assert np.linalg.norm(found, axis=1) == pytest.approx(1)
    assert (found @ middle >= cos(cone) - 1e-9).all()


def test_directions_fill_the_cone_evenly() -> None:
    """The cap of half the angle on a sphere has (1 - cos a/2) / (1 - cos a) of the area."""
    middle = np.ones(3) / np.sqrt(3)
    for cone in (0.1, 0.6):  # inside the corner of the sphere without negative weights
        found = drawn(np.random.default_rng(1), 20_000, middle, cone)
        inner = (found @ middle >= cos(cone / 2)).mean()
        assert inner == pytest.approx((1 - cos(cone / 2)) / (1 - cos(cone)), abs=0.02)


def test_a_corner_is_drawn_from_as_evenly_as_the_middle() -> None:
    """A quarter of the cap around one axis of three: the other two are alike."""
    found = drawn(np.random.default_rng(2), 20_000, np.array([0.0, 1.0, 0.0]), 0.5)
    assert found[:, 0].mean() == pytest.approx(found[:, 2].mean(), abs=0.01)
    inner = (found[:, 1] >= cos(0.25)).mean()
    assert inner == pytest.approx((1 - cos(0.25)) / (1 - cos(0.5)), abs=0.02)


def test_one_attribute_of_many_has_a_cone_too() -> None:
    """Of the cap around one of 14 axes one part in 8,192 has no weight below 0."""
    axis = np.zeros(14)
    axis[0] = 1.0
    assert drawn(np.random.default_rng(3), 500, axis, 0.1).shape == (500, 14)


def test_one_attribute_has_one_direction() -> None:
    """With a cone or without."""
    table = np.array([[1.0], [2.0]])
    assert sampled(table, np.array([3.0]), n=20).share == 1
    assert sampled(table, np.array([3.0]), n=20, cone=0.1).share == 1


def test_a_region_too_thin_to_draw_from_is_undefined() -> None:
    """One weight of thirty matters: of its cone a billionth has none below 0."""
    corner = np.full(30, 1e-9)
    corner[0] = 1.0
    with pytest.raises(Undefined, match="choose a wider cone"):
        drawn(np.random.default_rng(0), 1, corner, 1e-6)


def test_the_more_noise_the_less_stable() -> None:
    """Perturbed data: a little leaves who is first, much does not."""
    calm, shaken = (
        perturbed(PAPER, ONES, 1, "set", noise=noise, n=500).share for noise in (1e-6, 1.0)
    )
    assert calm == 1
    assert shaken < 0.9


def test_noise_is_in_units_of_each_attribute() -> None:
    """Metres or kilometres, with weights to match, make no difference."""
    metres = perturbed(PAPER * [1000, 1], np.array([0.001, 1.0]), noise=0.3, n=500)
    assert metres.share == perturbed(PAPER, ONES, noise=0.3, n=500).share


def test_values_that_never_differ_cannot_be_shaken() -> None:
    """No spread, no noise."""
    assert perturbed(np.ones((4, 2)), ONES, n=50).share == 1


def test_what_cannot_be_sampled_is_refused() -> None:
    """With what was given and what was expected."""
    with pytest.raises(ValueError, match="n = 0"):
        sampled(PAPER, ONES, n=0)
    with pytest.raises(ValueError, match=r"confidence 1\.0"):
        sampled(PAPER, ONES, confidence=1.0)
    with pytest.raises(ValueError, match="row 1, attribute 0: inf"):
        sampled(np.array([[1.0], [np.inf]]), np.ones(1))
    with pytest.raises(ValueError, match="noise nan"):
        perturbed(PAPER, ONES, noise=float("nan"))
    with pytest.raises(ValueError, match="weight 0 is nan"):
        perturbed(PAPER, np.array([np.nan, 1.0]))
