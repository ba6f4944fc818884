"""Two attributes: every ranking there is, and how stable each is, exactly."""

from __future__ import annotations

from itertools import pairwise
from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking.exchange import Sector, angle_of, direction, exchanges, sectors
from fairgate.ranking.ranked import Undefined
from fairgate.ranking.stability import Regions, slope, two_d
from fairgate.ranking.stability.part import What, part
from fairgate.ranking.weighting import Table, best_first, scores_by

PAPER = np.array([[0.63, 0.71], [0.83, 0.65], [0.58, 0.78], [0.70, 0.68], [0.53, 0.82]])
"""t1 to t5, the toy of the papers."""
ONES = np.array([1.0, 1.0])
COORDINATE = st.integers(0, 6)
GRIDS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=9).map(
    lambda rows: np.array(rows, dtype=np.float64)
)
"""Small whole numbers: items that are equal, on one line, or tie many at a time."""
WHATS = st.sampled_from(["ranking", "list", "set"])


def stable(
    points: Table, weights: object, k: int, what: What, cone: float | None = None
) -> Regions:
    """Regions; a ranking has no k."""
    given_weights = np.asarray(weights, dtype=np.float64)
    return two_d(points, given_weights, None if what == "ranking" else k, what, cone=cone)


def order_at(points: Table, angle: float) -> list[int]:
    """The ranking by the weights at an angle."""
    return best_first(scores_by(points, direction(angle))).tolist()


def test_the_toy_of_the_papers_has_eleven_rankings() -> None:
    """Ten exchanges; their angles and the stabilities between them."""
    regions = two_d(PAPER, ONES)
    assert exchanges(PAPER)[0].round(4).tolist() == [
        *(0.6202, 0.7378, 0.8761, 0.8819, 0.8961),
        *(1.0552, 1.0913, 1.1659, 1.2793, 1.3440),
    ]
    assert regions.shares.round(4).tolist() == [
        *(0.3949, 0.0748, 0.0880, 0.0037, 0.0090, 0.1013),
        *(0.0229, 0.0475, 0.0722, 0.0412, 0.1444),
    ]
    assert regions.shares.sum() == pytest.approx(1, abs=1e-12)


def test_equal_weights_give_a_ranking_of_stability_088() -> None:
    """t2 t4 t3 t5 t1."""
    regions = two_d(PAPER, ONES)
    assert regions.at is not None
    assert regions.region(regions.at).order.tolist() == [1, 3, 2, 4, 0]
    assert regions.share == pytest.approx(0.0880, abs=5e-5)


def test_the_most_stable_comes_first() -> None:
    """t2 t4 t1 t3 t5 at .3949, and so on down."""
    found = list(two_d(PAPER, ONES).most_stable())
    assert found[0].order.tolist() == [1, 3, 0, 2, 4]
    assert found[0].share == pytest.approx(0.3949, abs=5e-5)
    shares = [region.share for region in found]
    assert shares == sorted(shares, reverse=True)
    assert len({tuple(region.order) for region in found}) == 11


@given(points=GRIDS)
def test_every_sector_has_the_ranking_of_its_middle(points: Table) -> None:
    """Swapping gives what sorting gives, however many items tie at once."""
    walked = [(s.low, s.high, s.order.tolist()) for s in sectors(points)]
    assert [low for low, _, _ in walked[1:]] == [high for _, high, _ in walked[:-1]]
    assert (walked[0][0], walked[-1][1]) == (0, pi / 2)
    for low, high, order in walked:
        assert order == order_at(points, (low + high) / 2)


def test_a_long_walk_does_not_lose_its_way() -> None:
    """Forty items, 780 exchanges: each swaps two neighbours."""
    x = np.random.default_rng(0).random(40)
    points = np.stack([x, 1 - x**2], axis=1)
    walked = list(map(sector_of_lists, sectors(points)))
    assert len(walked) == 781
    for middle, order, width in walked:
        assert order == order_at(points, middle)
        assert width in (39, 1)


def sector_of_lists(sector: Sector) -> tuple[float, list[int], int]:
    """Copy what the next step overwrites: middle angle, order, and how many places changed."""
    return (sector.low + sector.high) / 2, sector.order.tolist(), sector.last - sector.first


@given(points=GRIDS)
def test_every_place_that_changes_is_told(points: Table) -> None:
    """Outside of ``first`` to ``last`` a sector has the order of the one before."""
    before: list[int] = []
    for sector in sectors(points):
        order = sector.order.tolist()
        if before:
            assert order[: sector.first] == before[: sector.first]
            assert order[sector.last + 1 :] == before[sector.last + 1 :]
            assert order != before
        before = order


@given(points=GRIDS, what=WHATS, data=st.data())
def test_stabilities_add_up_to_one(points: Table, what: What, data: st.DataObject) -> None:
    """Within a cone too; and neighbours differ."""
    k = data.draw(st.integers(1, len(points)))
    cone = data.draw(st.sampled_from([None, 0.01, 0.3, pi / 2]))
    weights = np.array([1.0, data.draw(st.sampled_from([0.0, 0.37, 1.0, 55.0]))])
    regions = stable(points, weights, k, what, cone)
    assert regions.shares.sum() == pytest.approx(1, abs=1e-9)
    assert (regions.shares > 0).all()
    orders = [region.order.tolist() for region in map(regions.region, range(len(regions.shares)))]
    assert all(one != other for one, other in pairwise(orders))


@given(points=GRIDS, what=WHATS, data=st.data())
def test_the_region_of_any_weights_has_their_ranking(
    points: Table, what: What, data: st.DataObject
) -> None:
    """Or there is none, and then they lie on a border, where items tie."""
    k = data.draw(st.integers(1, len(points)))
    weights = np.array(data.draw(st.tuples(st.integers(0, 9), st.integers(1, 9))), dtype=float)
    regions = stable(points, weights, k, what)
    angle = angle_of(weights)
    if regions.at is None:
        assert np.abs(regions.borders - angle).min() < 1e-9
        assert regions.share == 0
        return
    region = regions.region(regions.at)
    assert region.low - 1e-9 <= angle <= region.high + 1e-9
    size = len(points) if what == "ranking" else k
    wanted = part(best_first(scores_by(points, weights)), size, what)
    assert region.order.tolist() == wanted.tolist()


def test_a_ranking_that_only_ties_give_has_no_region() -> None:
    """File order at a tie of three is that of neither side."""
    points = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0]])
    regions = two_d(points, ONES)
    assert (regions.at, regions.share) == (None, 0.0)
    assert two_d(points, np.array([1.0, 0.999])).share == pytest.approx(0.5)


@pytest.mark.parametrize("points", [[[2.0, 1.0], [1.0, 2.0]], [[1.0, 2.0], [2.0, 1.0]]])
def test_on_a_border_the_side_counts_that_has_the_order_of_the_table(
    points: list[list[float]],
) -> None:
    """The first item stays first on one side of the tie: half of all weightings."""
    regions = two_d(np.array(points), ONES)
    assert regions.at is not None
    assert regions.region(regions.at).order.tolist() == [0, 1]
    assert regions.share == pytest.approx(0.5)


def test_a_narrow_cone_makes_a_ranking_more_stable() -> None:
    """Within a hundredth of a radian of equal weights nothing changes."""
    shares = [two_d(PAPER, ONES, cone=cone).share for cone in (0.01, 0.1, 0.5)]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)


def test_who_is_in_is_more_stable_than_in_which_order() -> None:
    """Set, list, ranking."""
    shares = [two_d(PAPER, ONES, k, what).share for k, what in TWO_OF_FIVE]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == pytest.approx(0.0880, abs=5e-5)


TWO_OF_FIVE: list[tuple[int | None, What]] = [(2, "set"), (2, "list"), (None, "ranking")]


def test_items_that_are_all_equal_have_one_ranking() -> None:
    """That of the table; so has a single item."""
    regions = two_d(np.full((3, 2), 5.0), ONES)
    assert (regions.share, regions.region(0).order.tolist()) == (1.0, [0, 1, 2])
    assert two_d(np.array([[1.0, 2.0]]), ONES).share == 1


def test_a_sector_cannot_be_written_to() -> None:
    """Whoever is shown the order cannot spoil the walk."""
    first = next(sectors(PAPER))
    with pytest.raises(ValueError, match="read-only"):
        first.order[0] = 3


@pytest.mark.parametrize(
    ("points", "weights", "words"),
    [
        (PAPER[:, :1], [1, 1], "expected 2 attributes, got 1"),
        (PAPER[:0], [1, 1], "expected a table with items"),
        (PAPER * np.nan, [1, 1], "row 0, attribute 0: nan is not"),
        (PAPER, [1, 1, 1], "weights of shape"),
        (PAPER, [1, -1], "weight 1 is -1.0: expected 0 or more"),
        (PAPER, [0, 0], "all weights are 0"),
        (PAPER, [1, np.inf], "weight 1 is inf"),
        (np.zeros((4001, 2)), [1, 1], "4,001 items"),
    ],
)
def test_tables_and_weights_that_rank_nothing_are_refused(
    points: Table, weights: list[float], words: str
) -> None:
    """With what was given and what was expected."""
    with pytest.raises(ValueError, match=words):
        two_d(points, np.array(weights, dtype=float))


@pytest.mark.parametrize(
    ("k", "what", "cone", "words"),
    [
        (6, "set", None, "k = 6, but there are 5 items"),
        (None, "list", None, "A list needs k"),
        (2, "ranking", None, "k = 2 is for a list or a set"),
        (2, "bag", None, "expected one of ranking, list, set"),
        (None, "ranking", 0.0, "cone 0.0"),
        (None, "ranking", float("nan"), "cone nan"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    k: int | None, what: What, cone: float | None, words: str
) -> None:
    """With what was given and what was expected."""
    with pytest.raises(ValueError, match=words):
        two_d(PAPER, ONES, k, what, cone=cone)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=20))
def test_the_slope_is_that_of_least_squares(values: list[int]) -> None:
    """As numpy fits it."""
    scores = np.array(values, dtype=float)
    fitted = np.polyfit(np.arange(1, len(scores) + 1), scores, 1)[0]
    assert slope(scores) == pytest.approx(fitted, abs=1e-9)


def test_the_scaled_slope_does_not_depend_on_units() -> None:
    """Metres or kilometres."""
    scores = np.array([9.0, 7.0, 4.0, 1.0])
    assert slope(1000 * scores, 3, scaled=True) == pytest.approx(slope(scores, 3, scaled=True))


def test_a_slope_that_is_none_is_undefined() -> None:
    """One point has no line; equal scores have no scale; NaN is no score."""
    with pytest.raises(Undefined, match="two items"):
        slope(np.array([1.0, 0.0]), 1)
    with pytest.raises(Undefined, match="all scores are equal"):
        slope(np.array([1.0, 1.0]), scaled=True)
    with pytest.raises(ValueError, match="k = 3, but there are 2 scores"):
        slope(np.array([1.0, 0.0]), 3)
    with pytest.raises(ValueError, match="not a finite number"):
        slope(np.array([1.0, np.nan]))
