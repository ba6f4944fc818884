"""``fairgate assess`` with the forms of others: Canada, the EU, New York City."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from assessment.surveys import REQUIREMENTS, SMALL
from cli.running import Run

CASES = Path(__file__).parents[1] / "cases/assessment"
AUDIT = CASES / "nyc-ll144.yaml"
VERDICT = CASES / "nyc-ll144.verdict.json"


def test_the_command_writes_a_form_that_assess_takes(fairgate: Run, tmp_path: Path) -> None:
    """From two files to a level."""
    (tmp_path / "survey.json").write_text(json.dumps(SMALL), encoding="utf-8")
    (tmp_path / "by-level.json").write_text(json.dumps(REQUIREMENTS), encoding="utf-8")
    words = "checklist import canada-aia survey.json --requirements by-level.json --out form.yaml"
    result = fairgate(words)
    assert (result.code, result.err) == (0, "")
    assert result.out == "Wrote form.yaml: canada-aia, 7 questions.\n"
    (tmp_path / "answers.yaml").write_text(
        'schema: fairgate/answers/v1\ntemplate: {id: canada-aia, version: "1.0.0"}\n'
        "answers: {canada-aia.first: item1-3}\n",
        encoding="utf-8",
    )
    found = json.loads(fairgate("assess form.yaml --answers answers.yaml --format json").out)
    assert (found["level"], found["score"], found["sums"]["risk_most"]) == ("II", 3, 6)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("canada-aia survey.json", "the requirements by level are missing"),
        ("deon survey.json --requirements by-level.json", "--requirements goes with canada-aia"),
    ],
)
def test_a_wrong_request_writes_nothing(
    fairgate: Run, tmp_path: Path, words: str, says: str
) -> None:
    """Code 2, with the cure."""
    (tmp_path / "survey.json").write_text(json.dumps(SMALL), encoding="utf-8")
    result = fairgate(f"checklist import {words} --out form.yaml")
    assert result.code == 2
    assert says in result.err
    assert not (tmp_path / "form.yaml").exists()


def test_canada_gives_what_the_contract_names(fairgate: Run) -> None:
    """Level, score, red lines, obligations, missing, from the filled-in example."""
    result = fairgate("assess canada-aia --format json --answers", str(CASES / "canada.yaml"))
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert (found["level"], found["score"], found["red_lines"], found["missing"]) == (
        "II",
        83,
        [],
        [],
    )
    assert len(found["obligations"]) == 7
    assert found["sums"]["explanation"][-1] == "score 83 = 98 less 15\u00a0%"
    assert sum(each["weight"] for each in found["sums"]["counted"]) == 98 + 62


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_canada_says_what_is_missing_and_that_it_counts_as_nothing(
    fairgate: Run, tmp_path: Path, format_: str
) -> None:
    """The level is the original's, and not sold as certain."""
    (tmp_path / "a.yaml").write_text(
        'schema: fairgate/answers/v1\ntemplate: {id: canada-aia, version: "1.0.0"}\n'
        "answers: {canada-aia.riskProfile1: item1-3}\n",
        encoding="utf-8",
    )
    out = fairgate(f"assess canada-aia --answers a.yaml --format {format_}").out
    shown = " ".join(out.split())
    assert "I so far, because this form takes missing answers for no risk; I to IV once" in shown
    assert "weighted answers are missing and count as 0: up to 164 points of risk" in shown
    assert "Does the line of business serve equity denied groups?" in shown


def test_a_verdict_fills_in_the_audit_and_leaves_answers_alone(
    fairgate: Run, tmp_path: Path
) -> None:
    """What is saved can be assessed again without the verdict."""
    words = ("--verdict", str(VERDICT), "--save audit.yaml --format json")
    result = fairgate("assess nyc-ll144 --answers", str(AUDIT), *words)
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["missing"] == []
    again = fairgate("assess nyc-ll144 --answers audit.yaml --format json")
    assert json.loads(again.out)["missing"] == []
    own = AUDIT.read_text(encoding="utf-8") + "  nyc-ll144.data.number: 2822\n"
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    kept = fairgate("assess nyc-ll144 --answers own.yaml --verdict", str(VERDICT))
    assert "nyc-ll144.data.number: your answer stays; the verdict says otherwise" in kept.out


def test_an_audit_that_is_too_old_is_noted(fairgate: Run, tmp_path: Path) -> None:
    """More than a year ago, whenever this test runs."""
    old = AUDIT.read_text(encoding="utf-8").replace("2026-02-20", "2020-02-20")
    (tmp_path / "old.yaml").write_text(old, encoding="utf-8")
    out = fairgate("assess nyc-ll144 --answers old.yaml").out
    assert "2020-02-20 is more than a year ago (nyc-ll144.auditor.date)" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (f"preflight --verdict '{VERDICT}'", "--verdict fills in nyc-ll144, not preflight"),
        ("nyc-ll144 --verdict none.json", "none.json: "),
        ("nyc-ll144 --verdict empty.json", "empty.json: schema: "),
        (f"nyc-ll144 --verdict '{VERDICT}' --out '{VERDICT}'", "this file is used already"),
    ],
)
def test_a_wrong_verdict_is_refused(fairgate: Run, tmp_path: Path, words: str, says: str) -> None:
    """Code 2, nothing on standard output."""
    (tmp_path / "empty.json").write_text("{}", encoding="utf-8")
    result = fairgate(f"assess {words}")
    assert (result.code, result.out) == (2, "")
    assert says in result.err


@pytest.mark.parametrize("format_", ["text --whole", "markdown --whole", "adf", "html"])
def test_a_filled_in_form_is_written_whole(fairgate: Run, tmp_path: Path, format_: str) -> None:
    """To a file, with every answer."""
    words = ("--answers", str(CASES / "eu-fria.yaml"), "--format", format_, "--out page")
    result = fairgate("assess eu-fria", *words)
    assert (result.code, result.out, result.err) == (0, "", "Wrote page.\n")
    page = " ".join((tmp_path / "page").read_text(encoding="utf-8").split())
    for said in ("Order of the waiting list", "about 12,000 applications a year", "2027-12-02"):
        assert said in page
