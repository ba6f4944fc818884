"""A policy names a group as findings do, whatever its values hold."""

from __future__ import annotations

from datetime import date

from fairgate.cells import Cells, Tally
from fairgate.gate import judge
from fairgate.policy import Policy
from fairgate.verdict import Outcome

CELLS = Cells.of(
    ("race",),
    {("Black, not Hispanic",): (30, 10, 60, 100), ("White",): (600, 200, 200, 1000)},
)


def verdict(**more):
    """Judge four-fifths on two groups, one of which holds a comma."""
    rule = {"id": "ff", "metric": "selection_rate", "ratio": {"at_least": 0.8}, **more}
    waiver = {
        "rule": "ff",
        "groups": "race=Black, not Hispanic",
        "until": date(2026, 12, 31),
        "owner": "a.person",
        "why": "a mend is under way",
    }
    policy = Policy.model_validate(
        {
            "version": 1,
            "name": "loans",
            "columns": {"label": "y", "prediction": "p", "sensitive": {"race": "race"}},
            "groups": ["race"],
            "rules": [rule],
            "waivers": [] if "reference" in more else [waiver],
        }
    )
    return judge(policy, Tally(2200, {("race",): CELLS}), today=date(2026, 11, 22))


def test_a_waiver_for_black_not_hispanic_people_holds():
    """The comma used to split the name, and the waiver was silently ignored."""
    (finding,) = verdict().findings
    assert [waived.groups for waived in finding.waived] == ["race=Black, not Hispanic"]
    assert finding.outcome is not Outcome.FAIL


def test_a_reference_group_may_hold_a_comma():
    """It is found, and the others are compared with it."""
    (finding,) = verdict(reference="race=Black, not Hispanic").findings
    assert finding.worst == ("race=White", "race=Black, not Hispanic")
