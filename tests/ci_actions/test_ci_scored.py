"""A model that the gate scores itself, against the model at the base, on the same rows."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from checkouts import Checkout, texts
from sklearn.linear_model import LogisticRegression

POLICY = """\
version: 1
name: loans
model: {artifact: model.onnx, data: d.csv, features: [income, zone]}
columns:
  label: repaid
  prediction: {column: p, threshold: 0.5}
  sensitive: {sex: sex}
  row_id: id
groups: [sex]
rules:
  - id: four-fifths
    metric: selection_rate
    ratio: {at_least: 0.8, must_detect: 0.6}
  - id: no-step-back
    metric: false_negative_rate
    regression: {at_most: 0.02, must_detect: 0.3}
"""
FAIR, UNFAIR = (4.0, 0.0), (4.0, -8.0)
"""Weights of income, and of living where the women live."""


def write_model(path: Path, weights: tuple[float, float]) -> None:
    """Write a logistic regression with these weights as ONNX."""
    from skl2onnx import to_onnx  # noqa: PLC0415 - slow, for those who need it
    from skl2onnx.common.data_types import FloatTensorType  # noqa: PLC0415 - as above

    model = LogisticRegression().fit(np.eye(2, dtype=np.float32), [0, 1])
    model.coef_, model.intercept_ = np.array([weights]), np.array([0.0])
    inputs = [("x", FloatTensorType([None, 2]))]
    options = {id(model): {"zipmap": False}}
    path.write_bytes(to_onnx(model, initial_types=inputs, options=options).SerializeToString())


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A base branch with a fair model and the data that judge it."""
    work = Checkout.new(tmp_path / "work")
    lines = ["id,sex,zone,income,repaid"]
    for sex, zone in (("f", 1), ("m", 0)):
        for repaid, rows in ((1, 200), (0, 100)):
            income = 1 if repaid else -1
            lines += [f"{len(lines) + i},{sex},{zone},{income},{repaid}" for i in range(rows)]
    (work.root / "d.csv").write_text("\n".join(lines) + "\n")
    (work.root / "fairgate.yaml").write_text(POLICY)
    write_model(work.root / "model.onnx", FAIR)
    work.commit("the model in use")
    return work


def test_both_models_are_scored_and_compared_row_by_row(work: Checkout) -> None:
    """The evidence is bound to the artifact that was scored."""
    write_model(work.root / "model.onnx", UNFAIR)
    judged = work.judge(work.request())
    assert judged.exit_code == 3
    outcomes = {finding.rule: finding.outcome.value for finding in judged.verdict.findings}
    assert outcomes == {"four-fifths": "fail", "no-step-back": "fail"}
    assert (judged.verdict.compared_with.kind, judged.model) == ("paired", "model.onnx")
    assert "scored on the same rows in this job" in judged.baseline
    assert texts(judged, "warning") == ""
    envelope = json.loads(judged.files["evidence"].read_text())
    statement = json.loads(base64.b64decode(envelope["payload"]))
    assert statement["predicate"]["binding"] == "scored"
    assert [subject["name"] for subject in statement["subject"]] == ["model", "data"]


def test_a_model_given_by_the_workflow_is_compared_with_the_one_in_git(
    work: Checkout, tmp_path: Path
) -> None:
    """It was trained in the job."""
    write_model(tmp_path / "trained.onnx", UNFAIR)
    judged = work.judge(work.request(), model=str(tmp_path / "trained.onnx"))
    assert (judged.exit_code, judged.model) == (3, None)
    assert judged.verdict.compared_with.kind == "paired"


def test_data_that_the_change_alters_are_said_loudly(work: Checkout) -> None:
    """Leaving out refused women makes any model fair."""
    data = work.root / "d.csv"
    kept = [line for line in data.read_text().splitlines() if ",f,1,1,1" not in line]
    data.write_text("\n".join(kept) + "\n")
    judged = work.judge(work.request())
    assert "alters the evaluation data that judge it" in texts(judged, "warning")


def test_a_first_model_is_scored_alone(work: Checkout) -> None:
    """The rule that compares does not apply, and that is said."""
    (work.root / "model.onnx").unlink()
    work.commit("no model yet")
    write_model(work.root / "model.onnx", FAIR)
    judged = work.judge(work.request())
    assert judged.exit_code == 0
    assert "no model to compare with yet" in judged.baseline
