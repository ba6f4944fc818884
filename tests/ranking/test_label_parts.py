"""Labels of made-up items: ties, unknown groups, few items, turned orders, hidden counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairgate.ranking import Undefined
from fairgate.ranking.items import Items
from fairgate.ranking.label.chance import SHUFFLES, Samples, estimated, holm
from fairgate.ranking.label.grouptests import EXACT
from fairgate.ranking.label.hiding import hide
from fairgate.ranking.label.make import make_label
from fairgate.ranking.label.proportion import proportion
from fairgate.ranking.label.request import Request, Sensitive, default_k, sizes
from fairgate.ranking.label.values import Label, Measure, Normalise
from fairgate.ranking.ranked import Ranked
from fairgate.verdict import Outcome


def label_of(
    groups: str, points: list[float] | None = None, *, sensitive: str | None = None, **more: object
) -> Label:
    """Label items in the order of their letters, or by points; ``.`` is a group not known."""
    labels = tuple(None if letter == "." else letter for letter in groups)
    scores = {} if points is None else {"points": np.array(points)}
    weights = (("points", 1.0),) if points else ()
    items = Items(len(groups), scores, {}, {"group": labels})
    return make_label(items, Request(weights, (Sensitive("group", sensitive),), **more))  # type: ignore[arg-type]


def measure(found: Label, metric: str, group: str | None = "f") -> Measure:
    """Pick a measure."""
    return next(m for m in found.fairness.measures if (m.metric, m.group) == (metric, group))


def test_a_short_list_is_judged_by_half_and_a_long_one_by_a_hundred() -> None:
    """Rounded up."""
    assert [default_k(n) for n in (1, 51, 200, 201)] == [1, 26, 100, 100]


def test_a_k_that_is_asked_for_is_also_what_is_shown() -> None:
    """Without one, ten are shown."""
    assert [sizes(300, None), sizes(300, 20), sizes(4, None)] == [(100, 10), (20, 20), (2, 4)]


def test_a_k_beyond_the_items_is_refused() -> None:
    """The command line says so in its own words."""
    with pytest.raises(ValueError, match="k is 9, and there are 4 items"):
        sizes(4, 9)


def test_ties_keep_the_order_of_the_file_and_are_told() -> None:
    """Three share the score at the border of the best two."""
    found = label_of("fmmf", [5.0, 4.0, 4.0, 4.0], k=2)
    assert found.recipe.tied_at == 3
    assert found.diversity[0].counts == (("f", 1, 2), ("m", 1, 2))


def test_ties_inside_the_best_are_not_told() -> None:
    """Nothing is cut in two."""
    assert label_of("fmmf", [5.0, 5.0, 4.0, 3.0], k=2).recipe.tied_at == 0


def test_ascending_puts_the_smallest_first() -> None:
    """As for times or prices; the slope turns its sign."""
    found = label_of("ffmm", [4.0, 3.0, 2.0, 1.0], k=2, ascending=True)
    assert found.diversity[0].counts == (("f", 0, 2), ("m", 2, 2))
    assert found.stability.top is not None
    assert found.stability.top.value == pytest.approx(1.0)


def test_without_scores_there_is_no_slope_but_a_reason() -> None:
    """The order of the file is the ranking."""
    found = label_of("mmmff").stability
    assert (found.top, found.share) == (None, None)
    assert found.reason == "the ranking has no scores, only an order"


def test_equal_scores_have_a_flat_line_and_no_share() -> None:
    """Any weights give the same ties."""
    found = label_of("mfmf", [1.0] * 4).stability
    assert found.top is not None
    assert (found.top.value, found.share) == (0.0, None)
    assert found.reason == "all items have the same score"


def test_a_constant_attribute_cannot_be_normalised() -> None:
    """0/0 is undefined, never NaN that sorts somewhere."""
    with pytest.raises(Undefined, match="points is the same for all items"):
        label_of("mf", [1.0, 1.0], normalise=Normalise.MINMAX_Z)


def test_scores_that_are_too_large_to_add_are_refused() -> None:
    """Infinity ranks nothing."""
    items = Items(2, {"a": np.array([1e308, 1.0])}, {}, {"group": ("m", "f")})
    with pytest.raises(Undefined, match="too large"):
        make_label(items, Request((("a", 10.0),), (Sensitive("group"),)))


def test_two_items_cannot_tell_anything() -> None:
    """Unknown, not pass: no order of them could fail."""
    found = label_of("mf")
    assert measure(found, "pairwise").outcome is Outcome.UNKNOWN
    assert measure(found, "pairwise").reason == "too few items to tell: no order of them could fail"
    assert found.outcome is Outcome.UNKNOWN


def test_a_group_that_is_last_fails() -> None:
    """Twelve of twelve in the lower half."""
    found = label_of("m" * 12 + "f" * 12)
    assert measure(found, "fair_star_ir").outcome is Outcome.FAIL
    assert measure(found, "pairwise").value == 0


def test_people_of_no_known_group_are_counted_and_not_compared() -> None:
    """The three at the top change no figure of the others."""
    with_them = label_of("..." + "mf" * 20)
    without = label_of("mf" * 20, k=with_them.k - 3)
    assert measure(with_them, "rnd").value == measure(without, "rnd").value
    assert [row.group for row in with_them.fairness.groups if not row.judged] == [None]
    assert with_them.diversity[0].counts[-1] == (None, 3, 3)


def test_one_value_is_judged_against_all_others() -> None:
    """With a value named, no other is judged, and nothing is said of all at once."""
    found = label_of("abcabc" * 5, sensitive="b")
    assert {m.group for m in found.fairness.measures} == {"b"}


def test_every_value_is_judged_in_turn_and_all_at_once() -> None:
    """Large groups first."""
    found = label_of("abcaba" * 5)
    groups = dict.fromkeys(m.group for m in found.fairness.measures)
    assert list(groups) == ["a", "b", "c", None]


def test_small_counts_are_hidden_with_what_would_tell_them() -> None:
    """Three are under five, and the next smallest hides them."""
    found = hide(label_of("a" * 40 + "b" * 10 + "c" * 3), 5)
    overall = {row.group: row.overall for row in found.fairness.groups}
    assert overall == {"a": 40, "b": ">=5", "c": "<5"}
    assert ("c", "<5") in [(value, n) for value, _, n in found.diversity[0].counts]


def test_hiding_nothing_changes_nothing() -> None:
    """The default is to show counts."""
    found = label_of("a" * 10 + "b" * 3)
    assert hide(found, 0) is found


def test_the_same_ranking_has_the_same_label() -> None:
    """Chance is seeded by the data."""
    assert label_of("mfmmfmff" * 4) == label_of("mfmmfmff" * 4)


@settings(max_examples=8)
@given(st.lists(st.sampled_from("mf"), min_size=2, max_size=40).filter(lambda x: len(set(x)) == 2))
def test_both_groups_of_two_are_equally_far_from_parity(letters: list[str]) -> None:
    """The value, and the chance of it: complementary groups get the same random orders."""
    found = label_of("".join(letters))
    for metric in ("rnd", "exposure_ratio"):
        f, m = (measure(found, metric, group) for group in "fm")
        assert f.value == pytest.approx(m.value)
        assert f.p_value == pytest.approx(m.p_value, abs=2 / SHUFFLES)


@settings(max_examples=8)
@given(
    st.lists(st.sampled_from("mf."), min_size=2, max_size=40).filter(lambda x: {"m", "f"} <= {*x})
)
def test_no_figure_is_ever_a_nan(letters: list[str]) -> None:
    """A number, or None with a reason; outcomes follow."""
    for found in label_of("".join(letters)).fairness.measures:
        if found.value is None:
            assert found.reason
            assert found.outcome is Outcome.UNKNOWN
        else:
            assert np.isfinite(found.value)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_adjusted_p_values_are_larger_but_no_larger_than_bonferroni(p_values: list[float]) -> None:
    """Holm is between no adjustment and the plain one."""
    for own, adjusted in zip(p_values, holm(p_values), strict=True):
        assert own <= adjusted <= min(1.0, own * len(p_values)) + 1e-12


@pytest.mark.parametrize("metric", ["fair_star_ir", "pairwise", "skew_at_k"])
def test_a_blind_ranking_fails_as_rarely_as_promised(metric: str) -> None:
    """400 shuffled rankings of 60: at most a tenth fail, give or take three standard errors."""
    rng = np.random.default_rng(5)
    letters = np.array(list("f" * 25 + "m" * 35))
    failed = 0
    for _ in range(400):
        ranked = Ranked.of(rng.permutation(letters).tolist())
        failed += EXACT[metric](ranked, "f", 30, 0.1).p_value <= 0.1
    assert failed <= 40 + 3 * 6


def test_long_rankings_are_compared_with_fewer_shuffles() -> None:
    """And their chance is estimated, so that it is not bounded by how many there are."""
    ranked = Ranked.of("m" * 15_000 + "f" * 15_000)
    assert Samples(ranked).shuffled.q == 40
    assert estimated(10.0, np.array([0.0, 1.0, -1.0, 0.5] * 10)) < 1e-6


def test_shares_among_the_best_have_no_test_where_all_are_the_best() -> None:
    """Nothing varies."""
    with pytest.raises(Undefined, match="all 4 items are among the best 4"):
        proportion(Ranked.of("mfmf"), "f", 4)


def test_shares_of_none_and_all_are_as_different_as_can_be() -> None:
    """The unpooled z would divide by zero: undefined, with the reason."""
    with pytest.raises(Undefined, match="as a whole"):
        proportion(Ranked.of("mmff"), "f", 2)
