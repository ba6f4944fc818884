"""Numbers become words that neither pretend nor mislead."""

from __future__ import annotations

import math

import pytest

from fairgate.report import words
from fairgate.report.words import Unit


@pytest.mark.parametrize(
    ("value", "beside", "expected"),
    [
        (0.7996, 0.8, "0.7996"),
        (0.79999999, 0.8, "0.800000"),
        (0.8, 0.8, "0.800"),
        (0.62, 0.8, "0.620"),
        (-0.00001, None, "0.000"),
        (1234.5, None, "1,234.500"),
    ],
)
def test_an_estimate_never_looks_like_a_limit_that_it_misses(value, beside, expected):
    """0.7996 beside 0.8 is not printed as 0.800, as far as six decimals go."""
    assert words.quantity(value, Unit.NUMBER, beside) == expected


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_a_number_is_undefined(value):
    """Never nan, never inf."""
    assert words.quantity(value, Unit.PERCENT) == "undefined"


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ((0.1, 0.25), "10.0 to 25.0 points"),
        ((-math.inf, 0.25), "at most 25.0 points"),
        ((0.1, math.inf), "at least 10.0 points"),
        ((-math.inf, math.inf), "no bounds"),
        ((math.nan, 0.1), "undefined"),
        (None, "undefined"),
    ],
)
def test_an_interval_without_an_end_is_a_bound(limits, expected):
    """One-sided bounds read as what they are."""
    assert words.interval(limits, Unit.POINTS) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (1, "1 row"),
        (1989, "1,989 rows"),
        ("<5", "fewer than 5 rows"),
        (">=5", "at least 5 rows"),
        (None, "a withheld number of rows"),
    ],
)
def test_a_hidden_count_is_said_in_words(rows, expected):
    """Sentences follow the suppression of the tables."""
    assert words.rows_of(rows) == expected


def test_limits_are_written_as_somebody_chose_them():
    """No idle zeros, no 30.000000000000004 points, and one point is singular."""
    written = [words.plain(value, Unit.POINTS) for value in (0.1 + 0.2, 0.01, 0.125)]
    assert written == ["30 points", "1 point", "12.5 points"]
