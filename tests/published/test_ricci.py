"""Ricci v. DeStefano: promotion examinations of the New Haven fire department."""

from __future__ import annotations

import pytest
from tables import judged, policy, published, tally, verdict

from fairgate.cells import Cells
from fairgate.verdict import Outcome

TABLE = published("ricci.csv", ("rank", "race"), rows="applicants", yes="passed")
FOUR_FIFTHS = {"metric": "selection_rate", "ratio": {"at_least": 0.8}}


def examination(rank: str) -> Cells:
    """One rank by race."""
    counted = dict(zip(TABLE.groups, TABLE.counts.tolist(), strict=True))
    return Cells.of(("race",), {(race,): row for (r, race), row in counted.items() if r == rank})


@pytest.mark.parametrize(
    ("rank", "race", "ratio"),
    [
        ("captain", "black", 0.586),
        ("captain", "hispanic", 0.586),
        ("lieutenant", "black", 0.543),
        ("lieutenant", "hispanic", 0.344),
    ],
)
def test_ratios_to_white_candidates_are_the_courts(rank, race, ratio) -> None:
    """Share that passed, against the share of white candidates."""
    promise = policy({**FOUR_FIFTHS, "reference": "race=white"}, groups=["race"])
    found = verdict(promise, examination(rank))
    values = {r.group["race"]: r.metrics["selection_rate"].value for r in found.by_group}
    assert values[race] is not None
    assert values["white"] is not None
    assert values[race] / values["white"] == pytest.approx(ratio, abs=5e-4)


@pytest.mark.parametrize(("rank", "worst"), [("captain", 0.586), ("lieutenant", 0.344)])
def test_the_worst_ratio_is_the_estimate(rank, worst) -> None:
    """Under four fifths in both examinations; whether it is shown depends on the numbers."""
    found = judged(examination(rank), **FOUR_FIFTHS)
    assert found.estimate == pytest.approx(worst, abs=5e-4)
    assert found.worst[1] == "race=white"
    assert found.outcome.blocks


def test_eight_captains_can_not_show_it() -> None:
    """3 of 8 against 16 of 25: the ratio alone would block, the data say "unknown"."""
    assert judged(examination("captain"), **FOUR_FIFTHS).outcome is Outcome.UNKNOWN
    strict = judged(examination("captain"), **FOUR_FIFTHS, decide="estimate")
    assert strict.outcome is Outcome.FAIL


def test_both_examinations_together_within_rank() -> None:
    """A conditional rule pools what two small examinations say each."""
    found = judged(
        tally(TABLE, ["race"], ["race", "rank"]),
        **FOUR_FIFTHS,
        within=["rank"],
        groups=["race"],
        reference="race=white",
    )
    assert found.worst == ("race=hispanic", "race=white")
    assert {stratum.name: round(stratum.estimate or 0, 3) for stratum in found.strata} == {
        "rank=captain": 0.586,
        "rank=lieutenant": 0.344,
    }
    assert found.estimate is not None
    assert 0.344 < found.estimate < 0.586
