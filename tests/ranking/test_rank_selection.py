"""Selection with floors and ceilings: as good as any that keeps them, and clear when none does."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.ranking.ranked import Ranked
from fairgate.ranking.repaired import Infeasible
from fairgate.ranking.selection import select

GROUPS = ("a", "b", "c")
PEOPLE = st.lists(st.tuples(st.sampled_from(GROUPS), st.integers(-5, 20)), min_size=1, max_size=8)
LIMITS = st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 5))


def ranked(text: str) -> Ranked:
    """Read "m9 f7": group and score of each item."""
    return Ranked.of([item[0] for item in text.split()], [float(item[1:]) for item in text.split()])


def known(items: Ranked, limits: dict[str, int]) -> dict[str | None, int]:
    """Limits of the groups that are there."""
    return {group: limit for group, limit in limits.items() if group in items.groups}


def best_by_trying_all(
    items: Ranked, k: int, at_least: dict[str | None, int], at_most: dict[str | None, int]
) -> float | None:
    """Largest total score of k items that keep the limits; None if no k items do."""
    assert items.scores is not None
    best = None
    for chosen in combinations(range(items.n), k):
        labels = [items.labels[at] for at in chosen]
        if all(labels.count(group) >= floor for group, floor in at_least.items()) and all(
            labels.count(group) <= ceiling for group, ceiling in at_most.items()
        ):
            total = float(items.scores[list(chosen)].sum())
            best = total if best is None else max(best, total)
    return best


@given(people=PEOPLE, at_least=LIMITS, at_most=LIMITS, data=st.data())
def test_the_selection_is_the_best_there_is(
    people: list[tuple[str, int]],
    at_least: dict[str, int],
    at_most: dict[str, int],
    data: st.DataObject,
) -> None:
    """Against trying all; and infeasible exactly where trying all finds nothing."""
    items = Ranked.of([group for group, _ in people], [float(score) for _, score in people])
    k = data.draw(st.integers(1, items.n))
    floors, ceilings = known(items, at_least), known(items, at_most)
    best = best_by_trying_all(items, k, floors, ceilings)
    if best is None:
        with pytest.raises(Infeasible):
            select(items, k, floors, ceilings)
        return
    chosen = select(items, k, floors, ceilings)
    labels = [items.labels[at] for at in chosen.order]
    assert len(set(chosen.order.tolist())) == k
    assert all(labels.count(group) >= floor for group, floor in floors.items())
    assert all(labels.count(group) <= ceiling for group, ceiling in ceilings.items())
    assert chosen.utility == best
    assert chosen.cost == pytest.approx(chosen.best_utility - best)


def test_without_limits_the_best_are_chosen_and_nothing_is_lost() -> None:
    """Ties go to whoever comes first."""
    chosen = select(ranked("m5 f9 m5 f1"), 2)
    assert chosen.order.tolist() == [1, 0]
    assert (chosen.utility, chosen.cost, chosen.measure) == (14.0, 0.0, "sum of scores")


def test_the_cost_of_a_floor_is_what_the_last_one_in_scores_less() -> None:
    """A woman with 4 takes the place of a man with 7."""
    chosen = select(ranked("m9 m8 m7 f4"), 3, at_least={"f": 1})
    assert chosen.order.tolist() == [0, 1, 3]
    assert chosen.cost == 3.0


def test_a_ceiling_alone_lets_others_in() -> None:
    """At most two men."""
    assert select(ranked("m9 m8 m7 f4"), 3, at_most={"m": 2}).order.tolist() == [0, 1, 3]


def test_people_whose_group_is_not_known_can_have_limits_too() -> None:
    """They are a group without a name."""
    items = Ranked.of(["m", None, None], [3.0, 2.0, 1.0])
    assert select(items, 2, at_most={None: 1}).order.tolist() == [0, 1]
    with pytest.raises(Infeasible, match="people whose group is not known: at least 3"):
        select(items, 3, at_least={None: 3})


@pytest.mark.parametrize(
    ("k", "at_least", "at_most", "words"),
    [
        (3, {"f": 3}, {}, "f: at least 3 are asked for, but only 2 are there"),
        (3, {"f": 2}, {"f": 1}, "f: at least 2, but at most 1"),
        (2, {"f": 2, "m": 1}, {}, "floors add up to 3 (m 1, f 2), more than k = 2"),
        (1, {"f": 2}, {}, "floors add up to 2 (f 2), more than k = 1"),
        (4, {}, {"m": 1}, "ceilings let in only 3 (m 1, f 2), fewer than k = 4"),
        (3, {}, {"m": 0}, "ceilings let in only 2 (f 2), fewer than k = 3"),
    ],
)
def test_infeasible_limits_are_named(
    k: int, at_least: dict[str | None, int], at_most: dict[str | None, int], words: str
) -> None:
    """Which ones collide, with their numbers."""
    with pytest.raises(Infeasible) as caught:
        select(ranked("m9 m8 m7 f4 f2"), k, at_least, at_most)
    assert str(caught.value) == words


def test_wrong_requests_are_not_answered() -> None:
    """More than there are; a group that nobody has; a negative floor; no scores."""
    items = ranked("m9 f8")
    with pytest.raises(ValueError, match="k = 3, but there are 2 items"):
        select(items, 3)
    with pytest.raises(ValueError, match="nobody belongs to x, but at least 1 is asked"):
        select(items, 1, at_least={"x": 1})
    with pytest.raises(ValueError, match="f: at most -1: expected 0 or more"):
        select(items, 1, at_most={"f": -1})
    with pytest.raises(ValueError, match="needs the scores"):
        select(Ranked.of(["m", "f"]), 1)
    with pytest.raises(ValueError, match="not a finite number"):
        Ranked.of(["m", "f"], np.array([1.0, np.nan]))
