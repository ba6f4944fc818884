"""What a person says about columns: taken at their word, or refused with a cure."""

from __future__ import annotations

import pytest

from fairgate.engine.base import Column, Profile
from fairgate.errors import UserErrors
from fairgate.starter.given import Said, roles_given

PROFILE = Profile(
    1000,
    (
        Column("y", "BIGINT", 2, 0, ("0", "1"), 0, 1),
        Column("outcome", "VARCHAR", 2, 0, ("late", "paid back")),
        Column("d", "BIGINT", 2, 0, ("0", "1"), 0, 1),
        Column("s", "DOUBLE", 900, 0, (), 0, 1),
        Column("sex", "VARCHAR", 2, 0, ("f", "m")),
        Column("a=b,c", "VARCHAR", 2, 0, ("f", "m")),
        Column("zip", "VARCHAR", 800, 0, ()),
    ),
)


def test_columns_and_settings_are_taken() -> None:
    """``COLUMN=VALUE`` for labels, ``COLUMN=CUT`` for scores, commas between attributes."""
    said = Said("outcome=paid back", "s=0.7", "s", None, ("sex", "a=b,c"))
    roles = roles_given(PROFILE, said, "p.csv")
    assert roles.label is not None
    assert roles.prediction is not None
    assert (roles.label.column, roles.label.positive) == ("outcome", "paid back")
    assert (roles.prediction.column, roles.prediction.threshold) == ("s", 0.7)
    assert [role.column for role in roles.sensitive] == ["sex", "a=b,c"]
    several = roles_given(PROFILE, Said(sensitive=("sex,outcome",)), "p.csv").sensitive
    assert [role.column for role in several] == ["sex", "outcome"]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (Said(label="q"), "--label: there is no column 'q' (known: y, outcome, "),
        (Said(label="outcom"), "--label: there is no column 'outcom' (did you mean outcome?)"),
        (Said(label="outcome"), "--label: outcome is not 0/1, its values are late, paid back ("),
        (Said(label="outcome=pai"), "--label: outcome has no value 'pai' (known: late, paid back)"),
        (Said(prediction="s"), "--prediction: s is not 0/1 (name a 0/1 column, or say "),
        (Said(prediction="s=high"), "--prediction: expected a number to cut s at, got 'high' "),
        (Said(prediction="s=nan"), "--prediction: expected a number to cut s at, got 'nan' "),
        (Said(prediction="sex=1"), "--prediction: expected a number to cut sex at, got '1' "),
        (Said(score="sex"), "--score: sex holds no numbers (name a column of scores)"),
        (Said(sensitive=("zip",)), "--sensitive: zip has 800 values (map them to at most 50 "),
        (Said(label="y", prediction="y"), "the column y is given two meanings"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(said: Said, complaint: str) -> None:
    """With the column, the value and a cure."""
    with pytest.raises(UserErrors) as caught:
        roles_given(PROFILE, said, "p.csv")
    assert str(caught.value).startswith(f"p.csv: {complaint}")


def test_every_mistake_is_said_at_once() -> None:
    """One a line."""
    with pytest.raises(UserErrors) as caught:
        roles_given(PROFILE, Said(label="x", prediction="s", sensitive=("zip", "q")), "p.csv")
    assert len(caught.value.errors) == 4
