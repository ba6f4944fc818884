"""Rules about scores: AUC and calibration by group."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from tables import judged, policy, scored, verdict

from fairgate.verdict import Outcome


def people(seed, n, *, shift=0.3, lift=0.0):
    """Draw people whose score rises with the label by ``shift``, all scores lifted by ``lift``."""
    rng = np.random.default_rng(seed)
    labels = (rng.random(n) < 0.5).astype(int)
    scores = np.clip(rng.normal(0.5 - shift / 2 + shift * labels + lift, 0.15), 0, 1)
    return list(zip(labels.tolist(), scores.tolist(), strict=True))


def test_a_score_that_ranks_one_group_by_chance_fails() -> None:
    """AUC .5 for women against about .9 for men."""
    women, men = people(1, 3000, shift=0), people(2, 3000)
    found = judged(scored("sex", {"f": women, "m": men}), "roc_auc", difference={"at_most": 0.1})
    assert found.outcome is Outcome.FAIL
    assert found.worst == ("sex=f", "sex=m")
    exact = [roc_auc_score(*zip(*rows, strict=True)) for rows in (women, men)]
    assert found.estimate == pytest.approx(exact[1] - exact[0], abs=0.005)


def test_scores_that_rank_alike_pass() -> None:
    """The same quality for 3,000 women and men."""
    table = scored("sex", {"f": people(3, 3000), "m": people(4, 3000)})
    assert judged(table, "roc_auc", difference={"at_most": 0.1}).outcome is Outcome.PASS
    assert judged(table, "roc_auc", ratio={"at_least": 0.8}).outcome is Outcome.PASS
    assert judged(table, "roc_auc", value={"at_least": 0.8}).outcome is Outcome.PASS


def test_a_handful_cannot_show_how_well_it_is_ranked() -> None:
    """Twenty women ranked without a mistake prove nothing."""
    table = scored("sex", {"f": people(5, 20, shift=0.9), "m": people(6, 3000)})
    found = judged(table, "roc_auc", difference={"at_most": 0.1})
    assert found.outcome is Outcome.UNKNOWN
    assert set(found.rows_needed or {}) == {"sex=f"}


def test_a_group_whose_risk_is_overstated_fails() -> None:
    """Scores lifted by 20 points for women only."""
    table = scored("sex", {"f": people(7, 4000, lift=0.2), "m": people(8, 4000)})
    found = judged(table, "calibration_gap", value={"at_most": 0.1})
    assert found.outcome is Outcome.FAIL
    assert found.worst == ("sex=f",)
    gap = judged(table, "calibration_gap", difference={"at_most": 0.1})
    assert gap.outcome is Outcome.FAIL
    assert gap.worst == ("sex=f", "sex=m"), "overstated is what the catalogue calls the harm"


def test_a_group_whose_risk_is_understated_falls_under_a_floor() -> None:
    """The gap may be negative, and then a floor is below 0."""
    table = scored("sex", {"f": people(9, 4000, lift=-0.2), "m": people(10, 4000)})
    found = judged(table, "calibration_gap", value={"at_least": -0.1})
    assert found.outcome is Outcome.FAIL
    assert found.worst == ("sex=f",)
    assert found.estimate is not None
    assert found.estimate < -0.15


def test_every_groups_auc_is_in_the_report() -> None:
    """With its own interval, which holds the value."""
    women = people(11, 400)
    table = scored("sex", {"f": women, None: people(12, 50)})
    rule = {"metric": "roc_auc", "value": {"at_least": 0.6}}
    reports = verdict(policy(rule, groups=["sex"]), table).by_group
    assert [report.group for report in reports] == [{"sex": "f"}, {"sex": None}]
    found = reports[0].metrics["roc_auc"]
    assert found.value == pytest.approx(roc_auc_score(*zip(*women, strict=True)), abs=0.005)
    assert found.interval is not None
    assert found.interval[0] < found.value < found.interval[1]
