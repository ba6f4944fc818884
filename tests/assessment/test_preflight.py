"""Our own form, as its readers meet it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from fairgate.assessment import Answers, Result, assess, read_answers, read_template
from fairgate.assessment.page import page
from fairgate.assessment.policy import policy_text
from fairgate.assessment.values import Value
from fairgate.checklist import open_library
from fairgate.errors import UserError
from fairgate.metrics import CATALOGUE
from fairgate.policyfile import parse_policy
from fairgate.render import render

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/assessment"
FILE = read_template("preflight")
FORM = FILE.content
LEVELS = ("none", "low", "medium", "high")


def answers(name: str) -> Answers:
    """Answers of an example."""
    path = CASES / f"{name}.yaml"
    return read_answers(path.read_bytes(), path.name, FORM)


def judged(name: str, **changes: Value) -> Result:
    """An example with some answers changed."""
    changed = {f"preflight.{key.replace('__', '.')}": value for key, value in changes.items()}
    return assess(FORM, {**answers(name).values, **changed})


@pytest.mark.parametrize(("name", "level"), [("css", "none"), ("push", "low"), ("credit", "high")])
def test_an_example_gets_its_level(name: str, level: str) -> None:
    """With every question that is asked answered, and none that is not."""
    result = judged(name)
    assert (result.level, result.complete, result.ignored) == (level, True, ())


def test_a_harmless_change_is_done_after_five_answers() -> None:
    """And the fifth is needed."""
    values = answers("css").values
    assert len(values) == 5
    assert not assess(FORM, dict(list(values.items())[:4])).complete


def test_it_has_25_to_35_questions() -> None:
    """More would not be answered in 20 minutes."""
    assert 25 <= len(FORM.by_id) <= 35


def test_most_questions_have_a_case_or_a_check_beside_them() -> None:
    """What happened elsewhere says more than help does; ids are checked by the lint."""
    cases = open_library(kinds=["cases"]).cases
    told = [name for name in FORM.by_id if name in cases]
    assert len(told) >= len(FORM.by_id) // 2
    alone = [name for name, each in FORM.by_id.items() if not (name in cases or each.see)]
    assert alone == [
        "preflight.screen.change", "preflight.screen.notice", "preflight.screen.data",
        "preflight.stakes.decision", "preflight.people.count",
    ]  # fmt: skip


def test_equal_shares_are_not_promised_where_needs_differ() -> None:
    """A queue in a hospital is not made fair by four fifths; a loan is looked at that way."""
    queue = judged("credit", stakes__area=("health",))
    assert "preflight.duty.shares" not in [duty.id for duty in queue.obligations]
    assert "preflight.duty.shares" in [duty.id for duty in judged("credit").obligations]


def test_a_decision_on_life_chances_is_high_whatever_else_is_answered() -> None:
    """The first questions tell a credit model from a stylesheet; calm answers do not help."""
    calm = {
        "people__exposed": ("no-more-than-others",), "people__count": "dozens",
        "stakes__undo": "at-once", "people__asked": "changed-it", "access__ways": "tested",
        "oversight__person": "before", "oversight__recourse": "answered",
        "attributes__used": ("none-used",), "after__watch": "by-group",
    }  # fmt: skip
    assert judged("credit", **calm).level == "high"
    assert judged("credit", **calm, stakes__power="informs").level == "medium"


def test_a_group_that_is_shut_out_is_medium_at_least() -> None:
    """However few and however small the harm."""
    assert judged("push", access__ways="shut").level == "medium"


def test_somebody_who_is_not_sure_is_asked_on() -> None:
    """Unsure is no no."""
    result = judged("css", screen__decides="unsure")
    assert (result.level, result.at_most) == ("none", "high")
    assert len(result.missing) > 15


PROMISES = {
    ("shares", "wrong-no", "alone"): {"selection_rate"},
    ("mistakes", "wrong-no", "informs"): {"selection_rate", "false_negative_rate"},
    ("mistakes", "wrong-no", "alone"): {"selection_rate", "false_omission_rate"},
    ("mistakes", "wrong-yes", "informs"): {"selection_rate", "false_positive_rate"},
    ("mistakes", "wrong-yes", "alone"): {"selection_rate", "false_discovery_rate"},
    ("hits", "wrong-no", "informs"): {"selection_rate", "true_positive_rate"},
    ("hits", "wrong-no", "steers"): {"selection_rate", "precision"},
    ("hits", "wrong-yes", "informs"): {"selection_rate", "true_negative_rate"},
    ("hits", "wrong-yes", "steers"): {"selection_rate", "negative_predictive_value"},
}


@pytest.mark.parametrize(("aim", "worse", "power"), PROMISES)
def test_three_answers_lead_to_the_rate_as_in_ai_verify(aim: str, worse: str, power: str) -> None:
    """And the policy that is written for it is valid."""
    changes = {"metrics__aim": aim, "metrics__worse": worse, "stakes__power": power}
    result = judged("credit", **changes)
    policy = parse_policy(policy_text(result, answers("credit")).encode(), "f").policy
    assert {rule.metric for rule in policy.rules} == PROMISES[aim, worse, power]
    assert set(policy.columns.sensitive) == {"sex", "race", "age_band"}
    assert {rule.metric for rule in policy.rules} <= set(CATALOGUE)


def test_a_decision_that_cannot_be_compared_has_no_policy_yet() -> None:
    """Its duty is to find a way."""
    result = judged("credit", attributes__compare=("cannot",))
    assert "preflight.duty.attributes" in [duty.id for duty in result.obligations]
    with pytest.raises(UserError, match="name no attribute to compare"):
        policy_text(result, Answers())


def test_a_level_without_promises_has_no_policy() -> None:
    """Nothing is promised about a stylesheet."""
    with pytest.raises(UserError, match="asks for no promise"):
        policy_text(judged("css"), answers("css"))


def test_a_hostile_subject_stays_in_its_comment_and_cell() -> None:
    """Line ends in YAML, markup in Markdown, escapes in a terminal."""
    subject = "x\nrules: []\n@team <b> \x1b[31m | [a](http://b)"
    result, said = judged("credit"), Answers(answers("credit").values, subject)
    assert len(parse_policy(policy_text(result, said).encode(), "f").policy.rules) == 2
    short = page(result, Answers({}, subject), digest=FILE.digest, whole=False)
    shown = render(short, "markdown")
    assert "<b>" not in shown
    assert "](http" not in shown
    assert "\x1b" not in render(short, "text")


def test_every_level_of_risk_has_duties_with_somebody_who_agrees() -> None:
    """Medium and high are approved by people."""
    for level in ("medium", "high"):
        roles = {r for duty in FORM.obligations if level in duty.levels for r in duty.approves}
        assert "product" in roles
    assert [level.id for level in FORM.levels] == list(LEVELS)


def test_editors_accept_it() -> None:
    """The published schema describes the file."""
    schema = json.loads((ROOT / "checklists/schemas/template.json").read_text(encoding="utf-8"))
    data = yaml.safe_load(FILE.text)
    jsonschema.Draft202012Validator(schema).validate(data)


def test_a_terminal_of_any_width_gets_lines_that_fit() -> None:
    """But for words that are longer than the line."""
    short = page(judged("credit"), Answers({}, "Loans"), digest=FILE.digest, whole=False)
    text = render(short, "text", width=60)
    assert max(len(line) for line in text.splitlines()) <= 60


def test_the_answers_of_the_guide_are_right() -> None:
    """They can be copied as they are."""
    guide = (ROOT / "docs/how-to/assessment.md").read_text(encoding="utf-8")
    text = guide.split("```yaml\n")[1].split("```")[0]
    result = assess(FORM, read_answers(text.encode(), "guide", FORM).values)
    assert (result.level, result.complete) == ("none", True)
