"""min_share: rare groups are published with their numbers and the reason, and not compared."""

from __future__ import annotations

import pytest
from tables import cells, judged, rates, scored

from fairgate.verdict import Outcome

TABLE = rates("race", {"black": (2600, 5000), "white": (3000, 5000), "inuit": (10, 100)})
RULE = {"ratio": {"at_least": 0.8}}


def test_a_rare_group_is_left_out_and_published() -> None:
    """Name, rows, rate and reason."""
    assert judged(TABLE, **RULE).outcome is Outcome.FAIL
    found = judged(TABLE, **RULE, min_share=0.02)
    assert found.outcome is Outcome.PASS
    (left_out,) = found.excluded
    assert (left_out.group, left_out.rows, left_out.value) == ("race=inuit", 100, 0.1)
    assert left_out.reason == "1 % of the rows, under min_share 2 %"
    assert "race=inuit" not in found.rows


def test_a_group_at_the_share_exactly_is_compared() -> None:
    """Under, not up to."""
    table = rates("race", {"black": (300, 500), "white": (280, 480), "inuit": (2, 20)})
    assert judged(table, **RULE, min_share=0.02).excluded == ()


def test_shares_are_of_people_whose_group_is_known() -> None:
    """A thousand people of unknown race make nobody rarer."""
    table = cells("""
        race   yes  no
        black  300 200
        white  280 200
        inuit    2  18
        -      500 500
    """)
    assert judged(table, **RULE, min_share=0.02).excluded == ()


def test_a_rare_group_without_positives_has_no_rate_to_publish() -> None:
    """None, not 0."""
    table = cells("""
        race    tp  fp  fn  tn
        black  400 100 100 400
        white  400 100 100 400
        inuit    0   3   0   4
    """)
    found = judged(table, "true_positive_rate", **RULE, min_share=0.02)
    assert found.excluded[0].value is None
    assert found.outcome is not Outcome.FAIL
    assert "undefined" not in found.message


def test_everybody_rare_leaves_nobody_to_compare() -> None:
    """Unknown, with words."""
    table = rates("race", {f"g{at}": (5, 10) for at in range(4)})
    found = judged(table, **RULE, min_share=0.5)
    assert found.outcome is Outcome.UNKNOWN
    assert len(found.excluded) == 4


def test_a_named_reference_is_never_too_rare() -> None:
    """It was asked for by name."""
    found = judged(TABLE, **RULE, min_share=0.02, reference="race=inuit")
    assert found.excluded == ()


@pytest.mark.parametrize("metric", ["equalized_odds", "roc_auc"])
def test_metrics_without_one_count_publish_rows_only(metric) -> None:
    """A composite has no single rate."""
    some = [(at % 2, (at * 7 % 17) / 17) for at in range(400)]
    table = scored("race", {"black": some, "white": some, "inuit": some[:6]})
    found = judged(table, metric, difference={"at_most": 0.1}, min_share=0.02)
    (left_out,) = found.excluded
    assert (left_out.rows, left_out.value) == (6, None)
