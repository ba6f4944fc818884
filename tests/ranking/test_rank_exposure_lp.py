"""Fair exposure: the lottery is fair, the best of its kind, and made of real rankings."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking.birkhoff import Chances, decompose
from fairgate.ranking.exposure import attention
from fairgate.ranking.exposure_lp import Constraint, Lottery, fair_exposure
from fairgate.ranking.ranked import Ranked, Undefined
from fairgate.ranking.repaired import Infeasible

FOUR = Ranked.of(["m", "m", "f", "f"], [4.0, 3.0, 2.0, 1.0])


def expected(ranked: Ranked, lottery: Lottery) -> Chances:
    """Chances of every item to stand in every position."""
    chances = np.zeros((ranked.n, ranked.n))
    for probability, order in zip(lottery.probabilities, lottery.orders, strict=True):
        chances[order, np.arange(ranked.n)] += probability
    return chances


def per_group(ranked: Ranked, chances: Chances, constraint: Constraint) -> list[float]:
    """What should be equal, from the definitions."""
    assert ranked.scores is not None
    seen, values = chances @ attention(ranked.n), []
    for code in range(len(ranked.groups)):
        inside = ranked.codes == code
        utility = ranked.scores[inside]
        got = seen[inside] * utility if constraint == "impact" else seen[inside]
        values.append(float(got.mean() / (1 if constraint == "parity" else utility.mean())))
    return values


def best_of_pairs(ranked: Ranked, constraint: Constraint) -> float | None:
    """Utility of the best fair lottery between two rankings, by trying all pairs.

    With two groups and so two equations no lottery needs more than two.
    """
    assert ranked.scores is not None
    weight = attention(ranked.n)
    gaps, utilities = [], []
    for order in permutations(range(ranked.n)):
        chances = np.zeros((ranked.n, ranked.n))
        chances[list(order), np.arange(ranked.n)] = 1
        one, other = per_group(ranked, chances, constraint)
        gaps.append(one - other)
        utilities.append(float(ranked.scores[list(order)] @ weight))
    gap, utility = np.array(gaps), np.array(utilities)
    plus, minus = gap >= 0, gap <= 0
    if not plus.any() or not minus.any():
        return None
    above, below = gap[plus][:, None], -gap[minus][None, :]
    total = above + below
    share = np.divide(below, total, out=np.ones_like(total), where=total > 0)
    mixed = share * utility[plus][:, None] + (1 - share) * utility[minus][None, :]
    return float(mixed.max())


@pytest.mark.parametrize("constraint", ["parity", "treatment", "impact"])
@given(people=st.lists(st.tuples(st.sampled_from("fm"), st.integers(1, 9)), min_size=2, max_size=5))
def test_the_lottery_is_fair_and_the_best_there_is(
    constraint: Constraint, people: list[tuple[str, int]]
) -> None:
    """Against all lotteries between two rankings; infeasible where there is none."""
    ranked = Ranked.by_score([one[0] for one in people], [float(one[1]) for one in people])
    if len(ranked.groups) < 2:
        with pytest.raises(Undefined, match="no two known groups"):
            fair_exposure(ranked, constraint)
        return
    best = best_of_pairs(ranked, constraint)
    if best is None:
        with pytest.raises(Infeasible, match=f"no lottery over rankings gives equal {constraint}"):
            fair_exposure(ranked, constraint)
        return
    lottery = fair_exposure(ranked, constraint)
    one, other = per_group(ranked, expected(ranked, lottery), constraint)
    assert one == pytest.approx(other, abs=1e-6)
    assert lottery.utility == pytest.approx(best, abs=1e-5)
    assert lottery.probabilities.sum() == pytest.approx(1)
    assert len(lottery.orders) <= 2


def test_two_groups_need_two_rankings_and_three_need_three() -> None:
    """A vertex of the program lies on a face of that many corners."""
    generator = np.random.default_rng(0)
    labels = ["a", "b", "c"] * 8
    ranked = Ranked.by_score(labels, generator.random(24))
    lottery = fair_exposure(ranked)
    assert len(lottery.orders) <= 3
    assert list(lottery.exposure.values()) == pytest.approx([attention(24).mean()] * 3, abs=1e-7)
    assert 0 < lottery.cost < lottery.best_utility


def test_where_exposure_is_equal_already_nothing_is_lost() -> None:
    """Equal scores: any order is as good."""
    lottery = fair_exposure(Ranked.of(["m", "f"], [1.0, 1.0]))
    assert lottery.cost == pytest.approx(0, abs=1e-9)


def test_units_of_the_scores_do_not_matter() -> None:
    """Tiny or huge."""
    costs = [
        fair_exposure(Ranked.of(FOUR.labels, [4.0 * u, 3.0 * u, 2.0 * u, u])).cost / u
        for u in (1e-9, 1.0, 1e9)
    ]
    assert costs == pytest.approx([costs[1]] * 3)


def test_rankings_are_drawn_as_often_as_the_lottery_says() -> None:
    """Here about half and half: the exposures of both groups meet."""
    lottery = fair_exposure(FOUR)
    generator = np.random.default_rng(0)
    drawn = [attention(4)[np.argsort(lottery.draw(generator))] for _ in range(4000)]
    total = np.mean(drawn, axis=0)
    assert total[:2].mean() == pytest.approx(total[2:].mean(), abs=0.02)


def test_people_whose_group_is_not_known_bind_nothing() -> None:
    """They are ranked, and their exposure is told."""
    ranked = Ranked.of([None, "m", "f"], [3.0, 2.0, 1.0])
    lottery = fair_exposure(ranked)
    assert lottery.exposure["m"] == pytest.approx(lottery.exposure["f"])
    assert lottery.exposure[None] == pytest.approx(1)


def test_what_has_no_fair_lottery_says_why() -> None:
    """Utility too different, none, or no groups to compare."""
    with pytest.raises(Infeasible, match="equal treatment"):
        fair_exposure(Ranked.of(["m", "f"], [100.0, 1.0]), "treatment")
    with pytest.raises(Undefined, match="the mean utility of f is 0, not above 0"):
        fair_exposure(Ranked.of(["m", "f"], [1.0, 0.0]), "impact")
    with pytest.raises(Undefined, match="no two known groups"):
        fair_exposure(Ranked.of(["m", None], [2.0, 1.0]))
    with pytest.raises(ValueError, match="needs the scores"):
        fair_exposure(Ranked.of(["m", "f"]))
    with pytest.raises(ValueError, match="201 items: the linear program takes at most 200"):
        fair_exposure(Ranked.of(["m", "f", "f"] * 67, np.ones(201)))
    with pytest.raises(ValueError, match="expected one of parity, treatment, impact"):
        fair_exposure(FOUR, "equality")  # type: ignore[arg-type]


@given(
    n=st.integers(1, 6),
    seed=st.integers(0, 10_000),
    weights=st.lists(st.integers(1, 9), min_size=1, max_size=8),
)
def test_a_lottery_gives_back_the_chances_it_was_made_of(
    n: int, seed: int, weights: list[int]
) -> None:
    """Birkhoff and von Neumann: probabilities add up to 1 and reproduce the matrix."""
    generator = np.random.default_rng(seed)
    chances = np.zeros((n, n))
    for weight in weights:
        chances[generator.permutation(n), np.arange(n)] += weight / sum(weights)
    probabilities, orders = decompose(chances)
    assert probabilities.sum() == pytest.approx(1, abs=1e-12)
    assert (probabilities > 0).all()
    assert len(orders) <= n * n - 2 * n + 2
    again = np.zeros((n, n))
    for probability, order in zip(probabilities, orders, strict=True):
        again[order, np.arange(n)] += probability
    assert again == pytest.approx(chances, abs=1e-8)


def test_large_chances_do_not_tempt_into_impossible_places() -> None:
    """The assignment of the largest sum would use a chance of 0."""
    counts = np.array(
        [[0, 0, 0, 7, 14], [0, 8, 13, 0, 0], [15, 0, 0, 6, 0], [0, 13, 0, 8, 0], [6, 0, 8, 0, 7]]
    )
    probabilities, orders = decompose(counts / 21)
    again = np.zeros((5, 5))
    for probability, order in zip(probabilities, orders, strict=True):
        again[order, np.arange(5)] += probability
    assert 21 * again == pytest.approx(counts, abs=1e-7)


def test_the_uniform_matrix_is_a_lottery_of_n_rankings() -> None:
    """Everybody everywhere."""
    probabilities, orders = decompose(np.full((7, 7), 1 / 7))
    assert probabilities == pytest.approx([1 / 7] * 7)
    assert len({tuple(order) for order in orders}) == 7


@pytest.mark.parametrize(
    ("chances", "words"),
    [
        (np.ones((2, 3)), "as many positions as items"),
        (np.array([[0.5, 0.5], [0.9, 0.1]]), "chances of position 0 add up to 1.4"),
        (np.array([[0.5, 0.4], [0.5, 0.6]]), "chances of item 0 add up to 0.9"),
        (np.array([[2.0, -1.0], [-1.0, 2.0]]), "negative"),
        (np.array([[np.nan, 1.0], [1.0, 0.0]]), "not a finite number"),
    ],
)
def test_chances_that_are_none_are_refused(chances: Chances, words: str) -> None:
    """Rows and columns add up to 1."""
    with pytest.raises(ValueError, match=words):
        decompose(chances)
