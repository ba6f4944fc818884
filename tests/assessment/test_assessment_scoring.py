"""Scores, floors and ranges, worked out by hand for a small form."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairgate.assessment import Result, assess, parse_template
from fairgate.assessment.values import Cells, Value

TEMPLATE = parse_template(
    (Path(__file__).parents[1] / "cases/assessment/small.yaml").read_bytes(), "small.yaml"
).content


def cells(*, users: str = "nothing nothing", others: str = "nothing nothing") -> Cells:
    """Answers for money and health, of users and of others."""
    given = {"users": users.split(), "others": others.split()}
    return Cells(
        {(row, c): v[at] for row, v in given.items() for at, c in enumerate(("money", "health"))}
    )


WHOLE: dict[str, Value] = {
    "small.people": "some",
    "small.who": ("users",),
    "small.harm": cells(users="bad nothing"),
    "small.help": "never",
    "small.hours": 12.0,
}


def judged(**changes: Value) -> Result:
    """The whole form with some answers changed."""
    return assess(TEMPLATE, {**WHOLE, **{f"small.{name}": v for name, v in changes.items()}})


def test_a_risk_is_the_product_of_its_factors() -> None:
    """Bad 4 x some 2 x ten hours 2 x nobody asked about vulnerability 1."""
    result = judged()
    assert result.score.low == result.score.high == 16
    assert result.level == "some-risk"
    assert result.risks[0].id == "users/money"


def test_a_mitigation_is_credited_to_its_own_risk_only() -> None:
    """Help with money does nothing for health."""
    result = judged(help="all-hours", harm=cells(users="bad bad"))
    left = {risk.id: risk.residual.low for risk in result.risks}
    assert left == {"users/health": 16, "users/money": 8}


def test_mitigation_never_takes_more_than_the_cap() -> None:
    """Two halves would take everything."""
    data = TEMPLATE.model_dump(by_alias=True)
    data["mitigation_cap"] = 0.25
    capped = type(TEMPLATE).model_validate(data)
    result = assess(capped, {**WHOLE, "small.help": "all-hours"})
    assert result.risks[0].residual.low == 12


def test_many_small_risks_do_not_add_up() -> None:
    """The level follows the largest residual, not a sum."""
    one, all_ = (
        judged(),
        judged(who=("users", "others"), harm=cells(users="bad bad", others="bad bad")),
    )
    assert one.score == all_.score


def test_a_red_line_sets_a_floor() -> None:
    """4 x 4 x 1 = 16 would be some-risk."""
    result = judged(people="many", harm=cells(users="nothing bad"), hours=1.0)
    assert result.score.low == 16
    assert [line.id for line in result.red_lines] == ["small.line"]
    assert result.level == "great-risk"
    assert [duty.id for duty in result.obligations] == ["small.duty"]
    assert result.approvers == ("product",)


def test_nobody_affected_is_done_after_one_answer() -> None:
    """And answers to other questions do not count."""
    result = judged(people="nobody")
    assert (result.level, result.complete, result.risks) == ("none", True, ())
    assert result.ignored == ("small.who", "small.harm", "small.help", "small.hours")


def test_no_answer_is_no_level_of_its_own() -> None:
    """From nothing to everything, with the first question missing."""
    result = assess(TEMPLATE, {})
    assert (result.level, result.at_most) == ("none", "great-risk")
    assert [question.id for question in result.missing] == ["small.people"]
    assert [line.id for line in result.possible_red_lines] == ["small.line"]


def test_a_missing_answer_leaves_a_range() -> None:
    """One hour or a thousand: 8 to 32."""
    values = {name: value for name, value in WHOLE.items() if name != "small.hours"}
    result = assess(TEMPLATE, values)
    assert (result.score.low, result.score.high) == (8, 32)
    assert (result.level, result.at_most) == ("some-risk", "great-risk")


def test_a_missing_mitigation_may_be_a_good_one() -> None:
    """So the level is at least what the best answer would leave."""
    values = {name: value for name, value in WHOLE.items() if name != "small.help"}
    assert str(assess(TEMPLATE, values).score) == "8 to 16"


def test_a_missing_cell_may_be_bad() -> None:
    """What was answered counts already."""
    half = Cells({("users", "money"): "nothing"})
    result = judged(harm=half)
    assert str(result.score) == "0 to 16"
    assert [question.id for question in result.missing] == ["small.harm"]


@pytest.mark.parametrize(("hours", "expected"), [(9.9, 8), (10.0, 16), (99.0, 16), (1e9, 32)])
def test_a_number_has_the_points_of_its_band(hours: float, expected: float) -> None:
    """From its smallest number on."""
    assert judged(hours=hours).score.low == expected


def test_an_optional_question_is_never_missing() -> None:
    """Silence about it is an answer."""
    assert judged().complete
