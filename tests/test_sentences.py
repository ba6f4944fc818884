"""Findings in words: numbers as people write them, one and many, nothing that is no number."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate import sentences
from fairgate.metrics import CATALOGUE
from fairgate.verdict import Shown

RATE, SCORE = CATALOGUE["false_negative_rate"], CATALOGUE["f1"]
numbers = st.floats(-1, 1, allow_nan=False)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.3149, "31 %"),
        (0.0999, "10 %"),
        (0.0123, "1.2 %"),
        (0.0004, "0.04 %"),
        (0.9996, "100 %"),
        (2 / 3, "67 %"),
    ],
)
def test_a_share_is_a_percentage(share, words) -> None:
    """Two digits where they matter."""
    assert sentences.percent(share) == words


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (0.14, "14 points"),
        (0.01, "1 point"),
        (0.0123, "1.2 points"),
        (0.0, "0 points"),
        (0.1 + 0.2 - 0.3, "0 points"),
        (-0.01, "-1 point"),
    ],
)
def test_a_gap_is_in_points(gap, words) -> None:
    """One point, two points; a gap that only rounding made is none."""
    assert sentences.points(gap) == words


@given(numbers)
def test_numbers_are_read_as_numbers(value) -> None:
    """No exponent, no minus zero, no more than four digits."""
    for words in (sentences.percent(value), sentences.points(value)):
        assert re.fullmatch(r"-?\d+(\.\d+)? (%|points?)", words), words
        assert not re.match(r"-0(\.0+)? ", words), words


@given(st.floats(0, 10))
def test_ratios_are_read_as_numbers(value) -> None:
    """Three digits that matter."""
    assert re.fullmatch(r"\d+(\.\d+)?", sentences.number(value)), sentences.number(value)


def test_a_bound_that_is_none_is_said_in_words() -> None:
    """Infinity is no number for a reader."""
    assert sentences.number(float("inf")) == "no bound"
    assert sentences.number(float("nan")) == "no bound"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c", "d"], "a, b, c and d"),
        (["a", "b", "c", "d", "e"], "a, b, c, d and 1 more"),
    ],
)
def test_names_are_listed_and_the_rest_counted(names, words) -> None:
    """Four, then how many more."""
    assert sentences.enumeration(names) == words


def test_rows_that_lack_are_listed() -> None:
    """The first four by name; one other group, several other groups."""
    five = dict.fromkeys("abcde", 10)
    assert sentences.more_rows(five).endswith("10 more of d and more of 1 other group")
    assert sentences.more_rows(five | {"f": 10}).endswith("and more of 2 other groups")
    assert sentences.more_rows({"a": 12_000}) == "12,000 more of a"


def test_a_rate_says_what_happens_to_whom() -> None:
    """People first, then the other group's number."""
    values = {"race=black": 0.44, "race=white": 0.12}
    assert sentences.both_groups(RATE, ["race=black", "race=white"], values) == (
        "race=black: 44 % of those who should get a yes are refused; race=white: 12 %"
    )
    assert sentences.both_groups(SCORE, ["race=black"], {"race=black": 0.5}) == (
        "race=black: F1 is 0.5"
    )


@pytest.mark.parametrize(
    ("comparison", "at_least", "words"),
    [
        ("ratio", True, "the smaller rate is at most 0.6 of the larger with 95 % confidence"),
        ("difference", False, "at least 40 points apart with 95 % confidence"),
        ("regression", False, "worse by at least 40 points with 95 % confidence"),
        ("value", True, "at most 60 % with 95 % confidence"),
        ("value", False, "at least 40 % with 95 % confidence"),
    ],
)
def test_what_is_shown_is_the_end_of_the_interval_that_tells(comparison, at_least, words) -> None:
    """Upper ends of what should be high, lower ends of what should be low."""
    found = sentences.shown_clause(RATE, comparison, (0.4, 0.6), 0.95, 0.5, at_least=at_least)
    assert found == words


@given(st.floats(0.01, 0.99), st.floats(1e-7, 0.01), st.sampled_from(["ratio", "value"]))
def test_what_is_beyond_the_limit_does_not_look_like_it(limit, step, comparison) -> None:
    """79.96 % is not written as 80 % beside a promise of 80 %."""
    limit = round(limit, 2)
    shown = sentences.beside(RATE, comparison, limit - step, limit)
    promised = sentences.amount(RATE, comparison, limit)
    assert shown != promised
    number = float(shown.removesuffix(" %")) / (100 if comparison == "value" else 1)
    assert number == pytest.approx(limit - step, abs=0.011)
    assert number < limit


def test_the_most_telling_contrast_is_named() -> None:
    """Against whom, and by how much; a group by itself needs no other."""
    shown = Shown("race=a", "all other groups", 0.5, (0.4, 0.6))
    assert sentences.most_telling("ratio", RATE, shown) == (
        "shown most clearly by race=a against all other groups (a ratio of 0.5)"
    )
    alone = Shown("race=a", "race=a", 0.5, (0.4, 0.6))
    assert sentences.most_telling("value", RATE, alone) == "shown most clearly by race=a (50 %)"


def test_what_moved_since_the_baseline() -> None:
    """Worse, better, or the same."""
    assert sentences.moved(RATE, 0.15) == "is 15 points worse than the baseline's"
    assert sentences.moved(RATE, -0.01) == "is 1 point better than the baseline's"
    assert sentences.moved(SCORE, 0.15) == "is 0.15 worse than the baseline's"
    assert sentences.moved(RATE, 1e-17) == "is the same as the baseline's"


def test_what_lacks_and_what_nothing_helps() -> None:
    """Both, if both are so."""
    assert sentences.too_few(RATE, "ratio", 0.6, {"a": 40}, ["b", "c"]) == (
        "These rows could not show a ratio of 0.6: 40 more of a would be needed; "
        "no number of rows would do for b and c."
    )
