"""Messages: what a product manager reads, word by word, and what must never be in them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from drawn import cases
from hypothesis import given, settings
from tables import (
    TODAY,
    before_and_after,
    cells,
    judged,
    on_the_same_rows,
    rates,
    scored,
    tally,
    waiver,
)

from fairgate.gate import judge

RATIO = {"ratio": {"at_least": 0.8}}
GAP = {"difference": {"at_most": 0.1}}


def sexes(women: int, men: int, n: int = 1000):
    """Yeses to women and to men, of n each."""
    return rates("sex", {"f": (women, n), "m": (men, n)})


DEPARTMENTS = tally(
    cells("""
        sex dept  yes   no
        f   A     400  600
        f   B     100  900
        m   A    1400  600
        m   B     200  800
    """),
    ["sex"],
)
READ = [
    (
        judged(sexes(300, 600), **RATIO),
        (
            "sex=f: 30 % get a yes; sex=m: 60 % (ratio 0.5); the smaller rate is at most 0.548 of "
            "the larger with 95 % confidence; at least 0.8 is promised."
        ),
    ),
    (
        judged(sexes(300, 600), **GAP),
        (
            "sex=f: 30 % get a yes; sex=m: 60 % (gap 30 points); at least 26 points apart with "
            "95 % confidence; at most 10 points is promised."
        ),
    ),
    (
        judged(sexes(385, 500), **RATIO),
        (
            "sex=f: 38 % get a yes; sex=m: 50 % (ratio 0.77); beyond the limit on the estimate, "
            "though not shown with confidence; at least 0.8 is promised."
        ),
    ),
    (
        judged(sexes(480, 500), **RATIO),
        (
            "sex=f: 48 % get a yes; sex=m: 50 % (ratio 0.96); no violation is shown, and a ratio "
            "of 0.6 would have shown in 4 of 5 cases or more; at least 0.8 is promised."
        ),
    ),
    (
        judged(sexes(50, 55, 100), **RATIO),
        (
            "sex=f: 50 % get a yes; sex=m: 55 % (ratio 0.909); at least 0.8 is promised. These "
            "rows could not show a ratio of 0.6: 170 more of sex=f and 170 more of sex=m would be "
            "needed."
        ),
    ),
    (
        judged(sexes(600, 900), "accuracy", value={"at_least": 0.7}),
        (
            "sex=f: 60 % of decisions are right; at most 63 % with 95 % confidence; at least 70 % "
            "is promised."
        ),
    ),
    (
        judged(DEPARTMENTS, within=["dept"], groups=["sex"], **RATIO),
        (
            "sex=f: 25 % get a yes; sex=m: 53 %; compared within dept, sex=f against sex=m: a "
            "ratio of 0.559; the smaller rate is at most 0.604 of the larger with 95 % "
            "confidence; at least 0.8 is promised."
        ),
    ),
    (
        judged(sexes(300, 600), waivers=[waiver("sex=f"), waiver("sex=m")], **RATIO),
        "Every group is waived, and there is nobody left to compare.",
    ),
    (judged(sexes(0, 0), **RATIO), "The rate is 0 in every group, and 0/0 is not a ratio."),
]


@pytest.mark.parametrize(("found", "words"), READ, ids=[words[:40] for _, words in READ])
def test_a_finding_reads(found, words) -> None:
    """To the letter."""
    assert found.message == words


def test_a_pool_that_shows_it_best_is_named() -> None:
    """One group far below twelve others: the worst pair first, then what shows it."""
    many = {f"g{at}": (300, 1000) for at in range(12)} | {"low": (150, 1000)}
    found = judged(rates("g", many), **RATIO)
    assert found.message.startswith("g=low: 15 % get a yes; g=g0: 30 % (ratio 0.5)")
    assert "shown most clearly by g=low against all other groups (a ratio of 0.5)" in found.message


def test_within_strata_the_overall_rates_may_point_the_other_way_and_say_so() -> None:
    """No "59 % against 25 % (ratio 0.897)", which nobody could make sense of."""
    table = cells("""
        sex dept  yes   no
        f   A     800  200
        f   B    2000 8000
        m   A    6000 2000
        m   B     500 2500
    """)
    found = judged(tally(table, ["sex"]), within=["dept"], groups=["sex"], **RATIO)
    assert re.match(
        r"sex=m: 59 % get a yes; sex=f: 25 %; compared within dept, sex=m against sex=f: a ratio",
        found.message,
    )


@pytest.mark.parametrize(
    ("of", "clause"),
    [
        ("gap", "(the largest gap is 15 points worse than the baseline's)"),
        ("rate", "(its rate is 15 points worse than the baseline's)"),
    ],
)
def test_a_step_back_says_what_got_worse(of, clause) -> None:
    """The gap between groups, or a group's own rate."""
    table = before_and_after("""
        sex label old new rows
        f   1     1   1   1800
        f   1     1   0    600
        f   1     0   0   1600
        m   1     1   1   2400
        m   1     0   0   1600
    """)
    found = judged(on_the_same_rows(table), regression={"at_most": 0.02, "of": of})
    assert clause in found.message
    assert "worse by at least" in found.message


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ("equalized_odds", "nobody there counts towards one of its rates."),
        ("true_positive_rate", "nobody there counts towards it (TP / (TP + FN) is 0/0)."),
    ],
)
def test_why_a_metric_is_undefined(metric, words) -> None:
    """In the metric's own terms."""
    table = cells("""
        g   tp fp fn tn
        a    0 20  0 20
        b   40 20 20 40
        c   40 20 20 40
    """)
    found = judged(table, metric, **GAP)
    assert f"{metric} is undefined for g=a: {words}" in found.message


def test_why_an_auc_is_undefined() -> None:
    """It takes both outcomes."""
    some = [(at % 2, (at % 17) / 17) for at in range(400)]
    found = judged(scored("g", {"a": [(1, 0.5)], "b": some, "c": some}), "roc_auc", **GAP)
    assert "roc_auc is undefined for g=a: it takes people of both outcomes." in found.message


@settings(max_examples=80)
@given(cases())
def test_messages_are_sentences(case) -> None:
    """They begin with a name or a capital, end with a full stop, and hold no double anything."""
    promise, counted = case
    for finding in judge(promise, counted, today=TODAY).findings:
        words = finding.message
        assert re.match(r"[A-Z]|g=|g is missing|everybody|roc_auc|[a-z_0-9]+ is undefined", words)
        assert words.endswith(".")
        assert not re.search(r"  |\.\.|;;| ;| \.|\(\)|: *;|\bnan\b|\binf\b|\bNone\b", words), words
        assert not re.search(r"\b1 points|\b1 rows|-0 ", words), words


MIN_CELL = 5


def _counts(words: str) -> list[int]:
    """Whole numbers in a message that are not shares, points, ratios, values or names."""
    for known in (
        r"4 of 5 cases|more of \d+ other groups?|and \d+ more|g=g\d+|\bF1\b|0/0|2 TP",
        r"-?[\d.]+ (%|points?)",
        r"\b(of|is|ratio|gap|most|least) ?-?[\d.]+",
        r": -?[\d.]+(?=[ ;])",
    ):
        words = re.sub(known, "", words)
    return [int(n.replace(",", "")) for n in re.findall(r"(?<![\d.])\d[\d,]*(?![\d.])", words)]


@settings(max_examples=80)
@given(cases())
def test_messages_hold_no_counts_of_a_few_people(case) -> None:
    """Rows that lack are the only counts, and they are tens."""
    promise, counted = case
    for finding in judge(promise, counted, today=TODAY).findings:
        for words in (finding.message, *finding.notes):
            assert all(n >= MIN_CELL for n in _counts(words)), (words, _counts(words))


def test_the_counts_of_a_message_are_found() -> None:
    """The helper of the test above is not blind."""
    assert _counts("3 women; 12,000 more of g=g1 would be needed; ratio 0.5, 4 of 5 cases") == [
        3,
        12_000,
    ]


def test_small_groups_are_named_without_their_numbers() -> None:
    """Three people in a group: the message has their rate and what they lack, not the 3."""
    table = rates("race", {"inuit": (1, 3), "white": (500, 1000), "black": (480, 1000)})
    found = judged(table, **GAP)
    assert "race=inuit" in found.message
    assert "3" not in re.sub(r"33 %|\d+0 more", "", found.message)
    assert not np.isin(_counts(found.message), [1, 2, 3]).any()
