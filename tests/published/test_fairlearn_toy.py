"""The eighteen decisions of Fairlearn's user guide."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from tables import PUBLISHED, judged, policy, verdict

from fairgate.cells import Cells


def toy() -> Cells:
    """Count true and false positives, false and true negatives by group."""
    with (PUBLISHED / "fairlearn-toy.csv").open(encoding="utf-8", newline="") as lines:
        seen = Counter((r["group"], r["y_true"], r["y_pred"]) for r in csv.DictReader(lines))
    cells = [("1", "1"), ("0", "1"), ("1", "0"), ("0", "0")]
    return Cells.of(("group",), {(g,): [seen[g, *cell] for cell in cells] for g in "abc"})


@pytest.mark.parametrize(
    ("metric", "values"),
    [
        ("true_positive_rate", (0.5, 0.6, 0.4)),
        ("false_positive_rate", (1.0, 0.0, 0.6667)),
        ("selection_rate", (0.75, 0.5, 0.5)),
    ],
)
def test_rates_by_group_are_those_of_the_guide(metric, values) -> None:
    """For groups a, b and c."""
    promise = policy({"metric": metric, "value": {"at_least": 0.5}}, groups=["group"])
    reports = verdict(promise, toy()).by_group
    found = {report.group["group"]: report.metrics[metric].value for report in reports}
    assert [found[group] for group in "abc"] == pytest.approx(values, abs=5e-5)


@pytest.mark.parametrize(
    ("metric", "rule", "expected"),
    [
        ("selection_rate", {"difference": {"at_most": 0.1}}, 0.25),
        ("selection_rate", {"ratio": {"at_least": 0.8}}, 0.6667),
        ("equalized_odds", {"difference": {"at_most": 0.1}}, 1.0),
        ("false_positive_rate", {"ratio": {"at_least": 0.8}}, 0.0),
    ],
)
def test_disparities_are_those_of_the_guide(metric, rule, expected) -> None:
    """Demographic parity .25 and .6667; equalised odds 1 as a difference, 0 as a ratio."""
    assert judged(toy(), metric, **rule).estimate == pytest.approx(expected, abs=5e-5)


def test_eighteen_decisions_prove_nothing() -> None:
    """Where the guide's point estimates would block, the data say that they cannot tell."""
    found = judged(toy(), "equalized_odds", difference={"at_most": 0.1})
    assert found.estimate == 1
    assert found.outcome.blocks
    assert found.rows_needed
