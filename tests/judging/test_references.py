"""Best, overall, or a named group: who is compared with whom, and which way round."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from scipy import stats
from tables import cells, judged, policy, rates

from fairgate.statistics.critical import bonferroni
from fairgate.verdict import Outcome

THREE = rates("race", {"a": (2000, 10_000), "b": (4000, 10_000), "c": (5000, 10_000)})
HARM = cells("""
    race  tp fp   fn tn
    a   8000  0 2000  0
    b   6000  0 4000  0
    c   5000  0 5000  0
""")


@pytest.mark.parametrize(
    ("reference", "ratio", "gap", "against"),
    [
        ("best", 0.4, 0.3, "race=c"),
        ("race=c", 0.4, 0.3, "race=c"),
        ("race=b", 0.5, 0.2, "race=b"),
        ("overall", 0.2 / (11 / 30), 11 / 30 - 0.2, "everybody"),
    ],
)
def test_of_a_good_the_lowest_rate_is_disadvantaged(reference, ratio, gap, against) -> None:
    """Ratio = group / reference, gap = reference - group."""
    found = judged(THREE, ratio={"at_least": 0.8}, reference=reference)
    assert found.worst == ("race=a", against)
    assert found.estimate == pytest.approx(ratio)
    found = judged(THREE, difference={"at_most": 0.1}, reference=reference)
    assert found.worst == ("race=a", against)
    assert found.estimate == pytest.approx(gap)
    assert found.outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("reference", "ratio", "gap", "against"),
    [
        ("best", 0.4, 0.3, "race=a"),
        ("race=b", 0.8, 0.1, "race=b"),
        ("overall", (11 / 30) / 0.5, 0.5 - 11 / 30, "everybody"),
    ],
)
def test_of_a_harm_the_highest_rate_is_disadvantaged(reference, ratio, gap, against) -> None:
    """Ratio = reference / group, gap = group - reference."""
    metric = "false_negative_rate"
    found = judged(HARM, metric, ratio={"at_least": 0.9}, reference=reference)
    assert found.worst == ("race=c", against)
    assert found.estimate == pytest.approx(ratio)
    found = judged(HARM, metric, difference={"at_most": 0.05}, reference=reference)
    assert found.worst == ("race=c", against)
    assert found.estimate == pytest.approx(gap)


def test_a_group_better_than_the_named_reference_is_not_disadvantaged() -> None:
    """Group c has more than b, and that is no violation of b's rule."""
    two = rates("race", {"b": (4000, 10_000), "c": (8000, 10_000)})
    found = judged(two, ratio={"at_least": 0.8}, reference="race=b")
    assert found.outcome is Outcome.PASS
    assert found.estimate == pytest.approx(2.0)
    assert judged(two, ratio={"at_least": 0.8}).outcome is Outcome.FAIL


def test_a_named_reference_without_rows_is_unknown() -> None:
    """A slip of the pen does not pass."""
    found = judged(THREE, ratio={"at_least": 0.8}, reference="race=zebra")
    assert found.outcome is Outcome.UNKNOWN
    assert "race=zebra" in found.message


def test_a_named_reference_that_selects_nobody_has_no_ratio() -> None:
    """Everything over 0 is undefined; a gap is not, and b is better off."""
    two = rates("race", {"b": (0, 1000), "c": (300, 1000)})
    found = judged(two, ratio={"at_least": 0.8}, reference="race=b")
    assert found.outcome is Outcome.UNKNOWN
    assert judged(two, difference={"at_most": 0.1}, reference="race=b").outcome is Outcome.PASS


def test_a_reference_with_few_rows_is_what_lacks_rows() -> None:
    """1,000 people compared with 100 do not need company; those they are compared with do."""
    table = rates("race", {"a": (450, 1000), "ref": (50, 100)})
    found = judged(table, ratio={"at_least": 0.8}, reference="race=ref")
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.rows_needed or {}) == {"race=ref"}


def test_a_reference_of_an_intersection_takes_attributes_in_any_order() -> None:
    """And is never left out as rare, however it is spelt."""
    table = cells("""
        race  sex  yes   no
        black f    300  700
        white f    600  400
        white m      6    4
    """)
    found = judged(
        table,
        ratio={"at_least": 0.8},
        reference="sex=m,race=white",
        min_share=0.02,
        groups=[["race", "sex"]],
    )
    assert found.excluded == ()
    assert found.worst[1] == "race=white,sex=m"


def test_one_reference_costs_less_than_all_pairs_and_less_than_bonferroni() -> None:
    """Dunnett's quantile; and nothing but one contrast for two groups."""
    named = judged(THREE, ratio={"at_least": 0.8}, reference="race=c").critical["reference"]
    assert stats.norm.ppf(0.95) < named < bonferroni(0.05, 2)
    two = rates("race", {"b": (4000, 10_000), "c": (8000, 10_000)})
    one = judged(two, ratio={"at_least": 0.8}, reference="race=b").critical["reference"]
    assert one == pytest.approx(stats.norm.ppf(0.95), abs=1e-6)


def test_a_big_group_cannot_be_far_from_everybody() -> None:
    """Nine rows in ten are a's: a ratio of .6 to a mean that it makes itself needs no test."""
    table = rates("race", {"a": (4500, 9000), "b": (500, 1000)})
    found = judged(table, ratio={"at_least": 0.8}, reference="overall")
    assert found.outcome is Outcome.PASS


@pytest.mark.parametrize(
    "spec",
    [
        {"metric": "f1", "ratio": {"at_least": 0.8}, "reference": "overall"},
        {"metric": "balanced_accuracy", "difference": {"at_most": 0.1}, "reference": "overall"},
        {"metric": "accuracy", "value": {"at_least": 0.8}, "reference": "overall"},
        {"metric": "accuracy", "regression": {"at_most": 0.1}, "reference": "race=a"},
        {"metric": "f1", "ratio": {"at_least": 0.8}, "within": ["dept"]},
        {"metric": "accuracy", "value": {"at_least": 0.8}, "within": ["dept"]},
        {"metric": "roc_auc", "regression": {"at_most": 0.1}},
        {"metric": "calibration_gap", "ratio": {"at_least": 0.8}},
        {"metric": "equalized_odds", "ratio": {"at_least": 0.8}},
        {"metric": "accuracy"},
        {"metric": "accuracy", "ratio": {"at_least": 0.8}, "value": {"at_least": 0.8}},
        {"metric": "accuracy", "value": {"at_least": 0.2, "at_most": 0.8}},
    ],
)
def test_comparisons_that_have_no_meaning_are_refused(spec) -> None:
    """When the policy is read, not when it is judged."""
    with pytest.raises(ValidationError):
        policy(spec, groups=["race"])
