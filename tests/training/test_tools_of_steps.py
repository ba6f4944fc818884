"""Every tool that may decide a step: what it says of a wrong answer; a right one passes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fairgate.training.models import Step
from fairgate.training.steps import FORMS
from fairgate.training.tools import Desk, decide

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
Ask = Callable[..., tuple[str, ...]]

POLICY = """version: 1
name: loans
predictions: rows.csv
columns: {label: repaid, prediction: approved, sensitive: {sex: sex}}
groups: [sex]
rules:
  - {id: four-fifths, metric: selection_rate, ratio: {at_least: 0.8, must_detect: %s}}
"""


def rows(women: int, men: int, each: int = 300) -> str:
    """Write rows in which so many of each are approved."""
    lines = [
        f"{sex},1,{int(at < yes)}" for sex, yes in (("f", women), ("m", men)) for at in range(each)
    ]
    return "\n".join(["sex,repaid,approved", *lines, ""])


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask a tool about a file of this content."""

    def asked(
        tool: str,
        name: str,
        content: str,
        expect: dict[str, Any],
        options: dict[str, Any] | None = None,
        *,
        rank: Any = None,
    ) -> tuple[str, ...]:
        (tmp_path / name).write_text(content, encoding="utf-8")
        step = Step.model_validate(
            {
                "id": "a", "objective": "01.a", "tool": tool, "file": name,
                "options": options or {}, "expect": expect, "hints": ["look", "look again"],
            }
        )  # fmt: skip
        return decide(step, Desk(tmp_path, tmp_path, NOW, rank))

    return asked


def test_every_tool_can_be_found() -> None:
    """A name in the format leads to code; an empty answer is no crash."""
    for tool in FORMS:
        step = Step(id="a", objective="01.a", tool=tool, file="no.yaml", hints=["a", "b"],
                    expect=_least(tool), options={"template": "preflight"}
                    if tool == "assess" else {})  # fmt: skip
        said = decide(step, Desk(Path("/nowhere"), Path("/nowhere"), NOW))
        assert len(said) == 1, tool
        assert "there is no such file" in said[0] or "needs fairgate rank" in said[0], tool


def _least(tool: str) -> dict[str, Any]:
    """The least that a step may expect."""
    return {
        "check": {"exit": 0},
        "plan": {"enough": {"a": True}},
        "triage": {"ids": {"A": "none"}},
        "rank": {"measures": {"rnd": "pass"}},
        "answers": {"answers": {"a": 1.0}},
    }.get(tool, {})


def test_check_says_what_the_gate_says(ask: Ask, tmp_path: Path) -> None:
    """Outcome and exit code, and the sentence of the rule that blocks."""
    (tmp_path / "rows.csv").write_text(rows(60, 240), encoding="utf-8")
    wanted = {"exit": 0, "findings": {"four-fifths [sex]": "pass"}}
    first, message, finding = ask("check", "fairgate.yaml", POLICY % 0.5, wanted)
    assert first == "the gate says fail (exit code 3), expected pass (exit code 0)"
    assert "ratio 0.25" in message
    assert finding == "four-fifths [sex]: the gate says fail, expected pass"
    (tmp_path / "rows.csv").write_text(rows(235, 240), encoding="utf-8")
    assert ask("check", "fairgate.yaml", POLICY % 0.5, wanted) == ()


def test_check_names_a_rule_that_is_missing_once(ask: Ask, tmp_path: Path) -> None:
    """Neither its outcome nor its limit is missed as well, and no other rule is suggested."""
    (tmp_path / "rows.csv").write_text(rows(235, 240), encoding="utf-8")
    expect = {
        "exit": 0,
        "findings": {"four-fifths [sex]": "pass", "four-fifths": "pass"},
        "limits": {"four-fifths": 0.8},
    }
    policy = (POLICY % 0.5).replace("id: four-fifths", "id: four-fifth")
    said = ask("check", "fairgate.yaml", policy, expect)
    assert said == ("the policy has no rule four-fifths yet",)
    wanted = {"enough": {"four-fifths": True, "four-fifths [sex]": True}}
    assert ask("plan", "fairgate.yaml", policy, wanted) == said


def test_check_names_a_grouping_that_is_not_judged(ask: Ask, tmp_path: Path) -> None:
    """The rule is there, the grouping is not."""
    (tmp_path / "rows.csv").write_text(rows(235, 240), encoding="utf-8")
    wanted = {"exit": 0, "findings": {"four-fifths [race]": "pass"}}
    (said,) = ask("check", "fairgate.yaml", POLICY % 0.5, wanted)
    assert said.startswith("nothing was judged under the name 'four-fifths [race]'")


def test_check_passes_on_what_is_wrong_with_the_policy(ask: Ask) -> None:
    """File, line, place and cure, with names as the learner sees them."""
    (said,) = ask("check", "fairgate.yaml", POLICY.replace("ratio", "ration") % 0.5, {"exit": 0})
    assert said.startswith("fairgate.yaml:7: rules[0]")
    assert "did you mean ratio" in said


def test_plan_says_whether_rows_are_enough(ask: Ask, tmp_path: Path) -> None:
    """Three hundred rows show a half, not a difference of a hair."""
    (tmp_path / "rows.csv").write_text(rows(230, 240), encoding="utf-8")
    wanted = {"enough": {"four-fifths": True}}
    assert ask("plan", "fairgate.yaml", POLICY % 0.5, wanted) == ()
    assert ask("plan", "fairgate.yaml", POLICY % 0.79, wanted) == (
        "four-fifths [sex]: these rows cannot show a violation of 0.79",
    )


def test_assess_says_level_missing_answers_and_red_lines(ask: Ask) -> None:
    """An empty form is nothing that could be called low."""
    stamp = 'schema: fairgate/answers/v1\ntemplate: {id: preflight, version: "1.0.0"}\n'
    said = ask(
        "assess", "a.yaml", f"{stamp}answers: {{}}\n",
        {"level": "high", "missing": 0, "red_lines": ["nothing.such"]}, {"template": "preflight"},
    )  # fmt: skip
    assert any("answers are missing: preflight." in one for one in said)
    assert any(one.startswith(("the level is", "missing answers may raise")) for one in said)
    assert "no red line nothing.such is drawn yet" in said


def test_triage_says_what_it_finds(ask: Ask) -> None:
    """And which item is gone."""
    line = '{"id": "A-1", "summary": "Fix the race condition in the cache"}\n'
    assert ask("triage", "i.jsonl", line, {"ids": {"A-1": "none"}}) == ()
    assert ask("triage", "i.jsonl", line, {"ids": {"A-1": "high", "B": "low"}}) == (
        "A-1: triage says none, expected high",
        "there is no item called B (known: A-1)",
    )


CLINIC = Path(__file__).resolve().parents[1] / "cases" / "checklist"


def test_checklist_lints_content_and_counts_quotas(ask: Ask) -> None:
    """Both are files that an organisation writes."""
    clinic = (CLINIC / "own" / "clinic.yaml").read_text(encoding="utf-8")
    assert ask("checklist", "c.yaml", clinic, {"items": 1}) == ()
    (said,) = ask("checklist", "c.yaml", clinic, {"items": 99})
    assert said.endswith("items, expected 99 or more")
    (said,) = ask("checklist", "c.yaml", clinic.replace("source:", "sauce:", 1), {})
    assert said.startswith("c.yaml:")
    studies = (CLINIC / "studies.yaml").read_text(encoding="utf-8")
    said = ask("checklist", "s.yaml", studies, {"quotas": {"research-rails.quota.nobody": "met"}})
    assert "there is no quota called research-rails.quota.nobody" in said[-1]
    (said,) = ask("checklist", "x.yaml", "schema: fairgate/chekclist/v1", {})
    assert "did you mean fairgate/checklist/v1?" in said


ROLLOUT = """request: {flag: scoring, issue: LOAN-1, model: new, policy: loans}
rollout:
  steps: [{ceiling: 10, hold: 1h}, {ceiling: 50, hold: 1d}, {ceiling: 100}]
approval: {issue: LOAN-1, level: high, ends_in: 30d}
proofs:
  - {policy: loans, outcome: %s, model: new, issues: [LOAN-1], judged_ago: 2h}
progress: {step: 0, began_ago: 2h}
"""


def test_rollout_decides_as_the_hook_does(ask: Ask) -> None:
    """Open at the next step after its hold; closed, with reasons, on a failing verdict."""
    assert ask("rollout", "r.yaml", ROLLOUT % "pass", {"open": True, "ceiling": 50}) == ()
    wanted = {"open": True, "ceiling": 50, "reasons": ["moon"]}
    first, reason = ask("rollout", "r.yaml", ROLLOUT % "fail", wanted)
    assert first == "the flag is closed, expected open. It is closed because:"
    assert "fail" in reason
    assert ask("rollout", "r.yaml", ROLLOUT % "pass", {"open": False})[0].startswith(
        "the flag is open for 50 %, expected closed"
    )
    (said,) = ask("rollout", "r.yaml", ROLLOUT % "pass", {"ceiling": 100})
    assert said.startswith("the flag is open for 50 %, expected 100 %")
    (said,) = ask("rollout", "r.yaml", ROLLOUT % "fail", {"reasons": ["moon"]})
    assert said.startswith("no reason says 'moon'")


def test_rank_is_asked_as_a_person_would(ask: Ask) -> None:
    """A learner's recipe goes before the step's options."""
    asked: list[list[str]] = []

    def rank(arguments: list[str]) -> dict[str, Any]:
        asked.append(arguments)
        return {"measures": [{"metric": "rnd", "group": "sex=f", "outcome": "fail"}]}

    wanted = {"measures": {"rnd [sex=f]": "pass"}}
    options = {"file": "rows.csv", "k": 10, "sensitive": ["sex=f"]}
    said = ask("rank", "r.yaml", "score: {points: 2.0}\n", wanted, options, rank=rank)
    assert said == ("rnd [sex=f]: the outcome is fail, expected pass",)
    (words,) = asked
    assert Path(words[0]).name == "rows.csv"
    assert words[1:] == ["--score", "points=2", "--sensitive", "sex=f", "--k", "10"]


@pytest.mark.parametrize(
    ("given", "right", "passes"),
    [
        ("0.751", {"value": 0.7504, "tolerance": 0.001}, True),
        ("0.76", {"value": 0.7504, "tolerance": 0.001}, False),
        ("3", 3.0, True),
        ('"75,04 %"', {"value": 75.0, "tolerance": 0.1}, True),
        ('"3"', 3.0, True),
        ("[3]", 3.0, False),
        ("three", 3.0, False),
        ("Fail", "fail", True),
        ("[b, a]", ["a", "b"], True),
        ("[a]", ["a", "b"], False),
        ("a", ["a"], True),
        ("b, a", ["a", "b"], True),
        ("women Black, hispanic men", ["hispanic men", "black women"], True),
        ("a b", ["a", "b"], False),
        ("true", True, True),
        ("1", True, False),
        ("", "fail", False),
    ],
)
def test_answers_are_compared_as_people_mean_them(
    ask: Ask,
    given: str,
    right: Any,
    passes: bool,  # noqa: FBT001 - a table
) -> None:
    """Case, order and rounding do not matter; what is right is not told."""
    said = ask("answers", "a.yaml", f"one: {given}\n", {"answers": {"one": right}})
    assert (said == ()) == passes
    assert not any("0.7504" in one for one in said)


@pytest.mark.parametrize(
    ("given", "right", "said"),
    [
        ("[a, c]", ["a", "b"], "one: [a, c] is not right"),
        ("[a, ~, true]", ["a", "b"], "one: [a, null, true] is not right"),
        ("a, c", ["a", "b"], "one: [a, c] is not right"),
        ("a", ["a", "b"], "one: expected a list such as [a, b], got a"),
        ("{a: b}", ["a", "b"], "one: expected a list such as [a, b], got {a: b}"),
        ("three", 3.0, "one: expected a number, got three"),
        ("[3]", 3.0, "one: expected a number, got [3]"),
        ("true", {"value": 1.0, "tolerance": 0.1}, "one: expected a number, got true"),
        ("4", 3.0, "one: 4 is not right"),
        ("maybe", True, "one: expected true or false, got maybe"),
        ("false", True, "one: false is not right"),
        ("[fail, pass]", "fail", "one: expected one answer, got [fail, pass]"),
    ],
)
def test_an_answer_of_another_kind_is_told_the_kind(
    ask: Ask, given: str, right: Any, said: str
) -> None:
    """What is expected, and never Python's way to write it."""
    assert ask("answers", "a.yaml", f"one: {given}\n", {"answers": {"one": right}}) == (said,)


def test_a_file_outside_of_the_exercise_is_not_read(tmp_path: Path) -> None:
    """A link that leads out is no answer."""
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "a.yaml").write_text("one: 1\n", encoding="utf-8")
    (inside / "a.yaml").symlink_to(tmp_path / "a.yaml")
    step = Step(id="a", objective="01.a", tool="answers", file="a.yaml", hints=["a", "b"],
                expect={"answers": {"one": 1.0}})  # fmt: skip
    assert decide(step, Desk(inside, inside, NOW)) == (
        "a.yaml: this file is outside of the exercise (name one inside)",
    )
