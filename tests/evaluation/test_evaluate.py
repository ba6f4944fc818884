"""An evaluation from end to end, as CI entry points call it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli.rows import FAIR, POLICY, UNFAIR, write_case, write_rows

from fairgate.cells import Tally
from fairgate.errors import UserError
from fairgate.evaluation import Evaluation, Recorded, Request, evaluate
from fairgate.evidence import Artifact, Statement, parse_statement, rejudge
from fairgate.policyfile import read_policy

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
REGRESSION = f"""{POLICY}\
  - id: no-step-back
    metric: false_negative_rate
    regression: {{at_most: 0.02, must_detect: 0.3}}
"""


def statement_of(found: Evaluation) -> Statement:
    """Read the unsigned evidence of an evaluation."""
    envelope = json.loads(found.evidence())
    assert envelope["signatures"] == []
    return parse_statement(base64.b64decode(envelope["payload"]))


def test_evidence_of_an_evaluation_judges_again(tmp_path: Path) -> None:
    """Verdict, commit and issues as they were given."""
    policy = read_policy(write_case(tmp_path, "fail"))
    found = evaluate(Request(policy, commit="c0ffee", issues=("LOAN-1",)), now=NOW)
    assert found.verdict.outcome.value == "fail"
    statement = statement_of(found)
    assert rejudge(statement).outcome is found.verdict.outcome
    assert (statement.predicate.binding, statement.model) == ("declared", None)
    assert (statement.predicate.commit, statement.predicate.issues) == ("c0ffee", ["LOAN-1"])
    assert statement.data == Artifact.of(tmp_path / "p.csv")


def recorded(folder: Path, policy: Path) -> Recorded:
    """What the base branch's evidence says of a fair model."""
    fair = write_rows(folder / "base.csv", FAIR)
    base = evaluate(Request(read_policy(policy), predictions=str(fair), first_model=True), now=NOW)
    (folder / "base.json").write_bytes(base.evidence())
    tally = statement_of(base).predicate.statistics.tally()
    return Recorded(tally, Artifact.of(folder / "base.json"))


def test_recorded_counts_are_an_unpaired_baseline(tmp_path: Path) -> None:
    """Where the base model cannot be scored again; its evidence is named as the baseline."""
    policy = write_case(tmp_path, "fail", REGRESSION)
    base = recorded(tmp_path, policy)
    found = evaluate(Request(read_policy(policy), recorded=base), now=NOW)
    assert found.verdict.compared_with.kind == "unpaired"
    outcomes = {finding.rule: finding.outcome.value for finding in found.verdict.findings}
    assert outcomes["no-step-back"] == "fail"
    statement = statement_of(found)
    assert statement.predicate.baseline == base.artifact
    assert rejudge(statement).outcome is found.verdict.outcome


def test_recorded_counts_must_cover_the_policy(tmp_path: Path) -> None:
    """Counts of other groups say nothing about these."""
    policy = read_policy(write_case(tmp_path, "pass", REGRESSION))
    base = Recorded(Tally(3, {}), Artifact(file="base.json", sha256="0" * 64))
    with pytest.raises(UserError, match="the recorded counts do not cover sex"):
        evaluate(Request(policy, recorded=base), now=NOW)


def test_a_request_says_one_thing(tmp_path: Path) -> None:
    """Two baselines are a mistake of whoever wrote the pipeline."""
    policy = read_policy(write_case(tmp_path))
    rows = str(write_rows(tmp_path / "b.csv", UNFAIR))
    with pytest.raises(UserError, match="only one can be compared with"):
        evaluate(Request(policy, baseline=rows, first_model=True), now=NOW)
    with pytest.raises(UserError, match="this model is given, but no model is scored"):
        evaluate(Request(policy, model="m.onnx"), now=NOW)
    with pytest.raises(UserError, match="this data is given, but no model is scored"):
        evaluate(Request(policy, data="d.csv"), now=NOW)


@pytest.mark.parametrize("word", ["", "a\nb", "\x1b[31m"])
def test_a_commit_or_an_issue_is_one_line(tmp_path: Path, word: str) -> None:
    """Seen before anything is scored, not when evidence is written."""
    policy = read_policy(write_case(tmp_path))
    with pytest.raises(UserError, match="of one line"):
        evaluate(Request(policy, commit=word), now=NOW)
    with pytest.raises(UserError, match="of one line"):
        evaluate(Request(policy, issues=("LOAN-1", word)), now=NOW)


def test_everything_that_is_read_is_known(tmp_path: Path) -> None:
    """So that nothing of it is written over."""
    policy = read_policy(write_case(tmp_path))
    request = Request(policy, baseline="b.csv", subject="m.onnx")
    read = {policy.path, str(tmp_path / "p.csv"), "b.csv", "m.onnx"}
    assert set(request.reads) == read
    assert not request.scores


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """Before anything opens it; YAML can write a null character."""
    policy = read_policy(write_case(tmp_path))
    for request in (Request(policy, predictions="p\0.csv"), Request(policy, baseline="b\0.csv")):
        with pytest.raises(UserError, match="no file can have the name"):
            evaluate(request, now=NOW)
