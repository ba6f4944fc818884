"""Ranking Facts' label of the computer science departments, reproduced."""

from __future__ import annotations

import pytest
from ranking.departments import REGION, SIZE, departments, label, measure

from fairgate.ranking.label.compat import pass_probability
from fairgate.ranking.label.values import Compat, Normalise, Variety
from fairgate.ranking.mtable import failure_probability, mtable
from fairgate.verdict import Outcome


def close(value: float, digits: float = 1e-4) -> object:
    """Compare to four digits."""
    return pytest.approx(value, abs=digits)


def compat(oracle: str, group: str) -> Compat:
    """Pick what Ranking Facts would say."""
    found = label().fairness.compat
    return next(one for one in found if (one.oracle, one.group) == (oracle, group))


def variety(column: str) -> Variety:
    """Pick a column."""
    return next(one for one in label().diversity if one.column == column)


def test_half_of_the_51_are_judged_and_ten_are_shown() -> None:
    """The rule of Ranking Facts for 200 items or fewer."""
    assert (label().n, label().k, label().top) == (51, 26, 10)


def test_the_first_three() -> None:
    """By the sum of papers, faculty and test scores, as they are in the file."""
    assert [one.name for one in label().recipe.leaders[:3]] == [
        "Carnegie Mellon University",
        "Georgia Institute of Technology",
        "University of Michigan",
    ]


def test_the_recipe_shows_the_published_spreads() -> None:
    """Largest, middle and smallest among the first ten, and overall."""
    found = {part.name: part for part in label().recipe.parts}
    spreads = {
        name: (part.top.most, part.top.median, part.top.least) for name, part in found.items()
    }
    assert spreads == {
        "Average Count": (18.3, close(9.6), 6.2),
        "Faculty": (122, 52.5, 45),
        "GRE": (800, close(796.266), 771.894),
    }
    assert [part.overall.median for part in found.values()] == [2.9, 32, 790.0]
    assert [part.overall.least for part in found.values()] == [1.4, 14, 757.813]


def test_slopes_are_those_of_the_label() -> None:
    """The figure prints -6.9 and -1.61; both are called stable."""
    top, overall = label().stability.top, label().stability.overall
    assert top is not None
    assert overall is not None
    assert (top.value, overall.value) == (close(-6.9126), close(-1.6138))
    assert (top.stable, overall.stable) == (True, True)


def test_slopes_of_standardised_attributes() -> None:
    """Stretched to 0..1 and standardised, the second is called unstable."""
    found = label(Normalise.MINMAX_Z).stability
    assert found.top is not None
    assert found.overall is not None
    assert (found.top.value, found.overall.value) == (close(-0.5441), close(-0.1452))
    assert (found.top.stable, found.overall.stable) == (True, False)


@pytest.mark.parametrize("normalise", list(Normalise))
def test_three_in_ten_weightings_give_the_same_ten(normalise: Normalise) -> None:
    """The share does not depend on the units of the file."""
    assert label(normalise).stability.share == close(0.293, 0.01)


def test_what_goes_with_the_score() -> None:
    """Publication counts are not in the recipe, and hardly go with the score."""
    found = {one.name: one for one in label().ingredients}
    correlations = {name: one.correlation for name, one in found.items()}
    assert correlations == {
        "Average Count": close(0.8358),
        "Faculty": close(0.8906),
        "GRE": close(0.5417),
        "Pub Count": close(0.3652),
    }
    assert [one.name for one in label().ingredients if not one.in_recipe] == ["Pub Count"]


def test_regression_on_raw_columns_gives_the_recipe_back() -> None:
    """Ranking Facts' own figure, which is why correlations stand beside it."""
    shares = {one.name: one.share for one in label().ingredients}
    assert shares == {"Average Count": 1.0, "Faculty": 1.0, "GRE": 1.0, "Pub Count": 0.0}


def test_oracles_of_ranking_facts_call_small_departments_unfairly_ranked() -> None:
    """FA*IR, Pairwise and Proportion, with the figures that its code prints."""
    fair, pairs, share = (compat(name, "Small") for name in ("FA*IR", "Pairwise", "Proportion"))
    assert (fair.statistic, fair.p_value) == (4, close(0.0026575, 1e-7))
    assert fair.threshold == close(0.709331, 1e-6)
    assert (pairs.statistic, pairs.p_value) == (104, pytest.approx(0, abs=0.01))
    assert (share.statistic, share.p_value) == (close(5.044, 5e-4), close(2.278e-7, 1e-10))
    assert [one.fair for one in (fair, pairs, share)] == [False, False, False]


def test_oracles_of_ranking_facts_call_large_departments_fairly_ranked() -> None:
    """22 of the best 26 are large."""
    fair = compat("FA*IR", "Large")
    assert (fair.statistic, fair.p_value) == (22, close(0.99943, 5e-6))
    assert fair.threshold == close(0.871085, 1e-6)
    assert [compat(name, "Large").fair for name in ("FA*IR", "Pairwise", "Proportion")] == [
        True,
        True,
        True,
    ]


def test_the_corrected_alpha_of_the_reference_is_a_chance_to_pass_and_not_even_exact() -> None:
    """It wraps round, and leaves out the last increase and position k; it is kept as `compat`."""
    exact = 1 - failure_probability(mtable(26, 22 / 51, 0.05), 22 / 51)
    assert pass_probability(26, 22 / 51) == close(0.709331, 1e-6)
    assert exact == close(0.890413, 1e-6)


def test_fair_star_ir_is_violated_at_rank_six_without_adjustment() -> None:
    """And at rank eight by the table that a fair ranker fails in at most 5 of 100 cases."""
    needed = mtable(26, 22 / 51, 0.05)
    small = [departments().labels[SIZE][at] == "Small" for at in order()]
    held = [sum(small[: at + 1]) for at in range(26)]
    assert next(at + 1 for at in range(26) if held[at] < needed[at]) == 6
    assert measure(label(), "fair_star_ir", "Small").reason == "too few among the best 8"


def order() -> list[int]:
    """Rank the departments once more, by hand."""
    columns = departments().scores.values()
    total = [sum(values) for values in zip(*(c.tolist() for c in columns), strict=True)]
    return sorted(range(51), key=lambda at: -total[at])


def test_measures_of_small_departments() -> None:
    """Exact normalisers; 104 of 638 pairs are won."""
    values = {m: measure(label(), m, "Small").value for m in ("rnd", "rkl", "rrd", "pairwise")}
    assert values == {
        "rnd": close(0.722286, 1e-6),
        "rkl": close(0.640949, 1e-6),
        "rrd": close(0.843679, 1e-6),
        "pairwise": close(0.1630),
    }


def test_measures_of_standardised_attributes() -> None:
    """One more small department is in the upper half."""
    found = label(Normalise.MINMAX_Z)
    values = {m: measure(found, m, "Small").value for m in ("rnd", "rkl", "rrd")}
    assert values == {
        "rnd": close(0.721007, 1e-6),
        "rkl": close(0.640908, 1e-6),
        "rrd": close(0.833795, 1e-6),
    }
    small = next(row for row in found.fairness.groups if row.group == "Small")
    assert small.in_k == 5


def test_small_departments_fail_and_large_ones_pass_our_own_tests() -> None:
    """The label as a whole says fail."""
    tests = ("fair_star_ir", "pairwise", "proportion")
    assert {measure(label(), m, "Small").outcome for m in tests} == {Outcome.FAIL}
    assert {measure(label(), m, "Large").outcome for m in tests} == {Outcome.PASS}
    assert label().outcome is Outcome.FAIL


def test_rrd_has_no_value_for_a_majority() -> None:
    """Never a number that is not one."""
    found = measure(label(), "rrd", "Large")
    assert (found.value, found.outcome) == (None, Outcome.UNKNOWN)
    assert found.reason == "rRD means something for at most half of the items, here 29 of 51"


def test_diversity_counts() -> None:
    """Nobody small and nobody from the south centre is among the first ten."""
    assert variety(REGION).counts == (
        ("NE", 4, 18),
        ("W", 4, 13),
        ("MW", 1, 10),
        ("SA", 1, 7),
        ("SC", 0, 3),
    )
    assert variety(SIZE).counts == (("Large", 10, 29), ("Small", 0, 22))
