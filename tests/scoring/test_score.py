"""Every format end to end: the same answers as in this process, in the rows' own order."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
from scoring.asking import predictions, prepared, scored
from scoring.models import Lending, policy_text

from fairgate.errors import UserError
from fairgate.manifest import sha256_directory
from fairgate.scoring.job import Sandbox
from fairgate.scoring.sandbox import ORDER, find_sandbox

BOTH = {"score": "score: p, "}


@pytest.mark.parametrize("name", ["m.joblib", "m.pkl", "m.skops", "m.onnx", "m.zipmap", "m.mlflow"])
def test_every_format_answers_as_in_this_process(
    lending: Lending, sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    """Probabilities to 1e-6, decisions exactly, beside the labels they are about."""
    lending.write(tmp_path, name)
    result = scored(tmp_path, policy_text(name, **BOTH), sandbox)
    found = predictions(result)
    np.testing.assert_allclose(found.p, lending.probabilities, atol=1e-6)
    np.testing.assert_array_equal(found.approved, lending.decisions)
    assert found.repaid.tolist() == lending.applicants.repaid.tolist()
    assert found.sex.tolist() == lending.applicants.sex.tolist()
    assert result.how == f"scored by fairgate in {sandbox.name}"


@pytest.mark.parametrize("kind", ORDER)
def test_every_sandbox_will_do(lending: Lending, tmp_path: Path, kind: str) -> None:
    """Whichever this machine offers."""
    lending.write(tmp_path, "m.pkl")
    try:
        one = find_sandbox([kind], search=os.environ.get("PATH"))
    except UserError as error:
        pytest.skip(str(error))
    found = predictions(scored(tmp_path, policy_text("m.pkl", **BOTH), one))
    np.testing.assert_allclose(found.p, lending.probabilities, atol=1e-6)


@pytest.mark.parametrize("name", ["m.pkl", "m.onnx", "m.zipmap"])
def test_classes_that_are_words_need_the_one_that_counts(
    lending_in_words: Lending, sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    """``label: {column, positive}`` names it for the data and for the model."""
    lending_in_words.write(tmp_path, name)
    label = "{column: repaid, positive: 'yes'}"
    found = predictions(scored(tmp_path, policy_text(name, label=label, **BOTH), sandbox))
    np.testing.assert_allclose(found.p, lending_in_words.probabilities, atol=1e-6)
    np.testing.assert_array_equal(found.approved, lending_in_words.decisions)


def test_classes_that_nobody_explained_are_refused(
    lending_in_words: Lending, tmp_path: Path
) -> None:
    """Guessing would turn the verdict round."""
    lending_in_words.write(tmp_path, "m.onnx")
    with pytest.raises(UserError, match=r"the model's classes are no, yes, .* positive") as caught:
        scored(tmp_path, policy_text("m.onnx"), None)
    assert caught.value.file == str(tmp_path / "m.onnx")


def test_a_python_function_gives_decisions(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Without a flavour of its own, MLflow's ``predict`` is all there is."""
    lending.write(tmp_path, "m.pyfunc")
    found = predictions(scored(tmp_path, policy_text("m.pyfunc"), sandbox))
    np.testing.assert_array_equal(found.approved, lending.decisions)


def test_a_command_gets_features_and_gives_scores(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Two more arguments: the file to read and the file to write."""
    lending.write(tmp_path, "score.py")
    text = policy_text("score.py", more=", command: python score.py", **BOTH)
    found = predictions(scored(tmp_path, text, sandbox))
    cooks = lending.applicants.job == "cook"
    np.testing.assert_array_equal(found.approved == 1, cooks)
    np.testing.assert_allclose(found.p, np.where(cooks, 0.9, 0.1))


@pytest.mark.parametrize("name", ["m.onnx", "m.skops"])
def test_what_runs_no_code_is_scored_without_a_sandbox_and_says_so(
    lending: Lending, tmp_path: Path, name: str
) -> None:
    """Where there is none."""
    lending.write(tmp_path, name)
    result = scored(tmp_path, policy_text(name, prediction="{column: p, threshold: 0.5}"), None)
    np.testing.assert_allclose(predictions(result).p, lending.probabilities, atol=1e-6)
    assert "without a sandbox" in result.how
    assert result.table.prediction.threshold == 0.5


@pytest.mark.parametrize(
    ("name", "more"),
    [("m.pkl", ""), ("m.mlflow", ""), ("score.py", ", command: python score.py")],
)
def test_what_runs_code_is_refused_without_a_sandbox(
    lending: Lending, tmp_path: Path, name: str, more: str
) -> None:
    """With its reason, before anything of it is run."""
    lending.write(tmp_path, name)
    with pytest.raises(UserError, match="and no sandbox may be used here") as caught:
        scored(tmp_path, policy_text(name, more=more), None)
    assert caught.value.cure
    assert not list((tmp_path / "work" / "candidate" / "out").iterdir())


def test_parquet_keeps_its_types_and_order(lending: Lending, tmp_path: Path) -> None:
    """Predictions of Parquet data are Parquet."""
    lending.write(tmp_path, "m.onnx")
    lending.applicants.to_parquet(tmp_path / "d.parquet")
    result = scored(tmp_path, policy_text("m.onnx", "d.parquet", **BOTH), None)
    np.testing.assert_allclose(predictions(result).p, lending.probabilities, atol=1e-6)
    assert result.table.path.endswith(".parquet")


def test_model_and_data_are_named_by_their_digests(lending: Lending, tmp_path: Path) -> None:
    """Of a file its own; of a directory that of its manifest."""
    model = lending.write(tmp_path, "m.onnx")
    result = scored(tmp_path, policy_text("m.onnx"), None)
    assert (result.model.file, result.data.file) == ("m.onnx", "d.csv")
    assert result.model.sha256 == hashlib.sha256(model.read_bytes()).hexdigest()
    assert result.data.sha256 == hashlib.sha256((tmp_path / "d.csv").read_bytes()).hexdigest()


def test_a_directory_is_named_by_its_manifest(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """So evidence can be about many files."""
    model = lending.write(tmp_path, "m.mlflow")
    result = scored(tmp_path, policy_text("m.mlflow"), sandbox)
    assert result.model.sha256 == sha256_directory(model)


def test_a_model_is_told_nothing_but_its_features(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """No label, no sensitive column, no row id reaches it: its every file is searched."""
    lending.write(tmp_path, "score.py")
    (tmp_path / "score.py").write_text(
        "import csv, pathlib, sys\n"
        "rows = pathlib.Path(sys.argv[1]).parent\n"
        "said = b''.join(p.read_bytes() for p in sorted(rows.iterdir()))\n"
        "found = [w for w in (b'repaid', b'sex', b'id,') if w in said]\n"
        "lines = len(list(csv.reader(open(sys.argv[1])))) - 1\n"
        "sys.exit(str(found)) if found or b'age' not in said else None\n"
        "open(sys.argv[2], 'w').write('prediction\\n' + '1\\n' * lines)\n"
    )
    found = predictions(
        scored(tmp_path, policy_text("score.py", more=", command: python score.py"), sandbox)
    )
    assert found.approved.tolist() == [1] * len(lending.applicants)


def test_sensitive_features_are_allowed_and_said(lending: Lending, tmp_path: Path) -> None:
    """An input is an input if the policy lists it."""
    lending.write(tmp_path, "m.onnx")
    text = policy_text("m.onnx").replace("sensitive: {sex: sex}", "sensitive: {trade: job}")
    assert prepared(tmp_path, text.replace("[sex]", "[trade]")).notes == (
        "The model is given the attribute trade as a feature (column job).",
    )


def test_an_answer_may_not_hide_a_column(lending: Lending, tmp_path: Path) -> None:
    """Or the verdict would be about something else than it says; seen before anything runs."""
    lending.write(tmp_path, "m.skops")
    with pytest.raises(UserError, match="column id: the data has a column of this name") as caught:
        prepared(tmp_path, policy_text("m.skops", prediction="id"))
    assert "another name" in caught.value.cure


def test_data_without_labels_is_refused_before_anything_runs(
    lending: Lending, tmp_path: Path
) -> None:
    """With the nearest name."""
    lending.write(tmp_path, "m.skops")
    with pytest.raises(UserError, match="column repayed: there is no such column") as caught:
        prepared(tmp_path, policy_text("m.skops", label="repayed"))
    assert caught.value.cure == "did you mean repaid?"


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ("[age]", "the model was trained on job as well: add it to model.features"),
        ("[age, job, id]", "the model does not know id: take it out of model.features"),
    ],
)
def test_features_are_those_of_the_training(
    lending: Lending, tmp_path: Path, features: str, said: str
) -> None:
    """Said by name."""
    lending.write(tmp_path, "m.skops")
    text = policy_text("m.skops").replace("[age, job]", features)
    with pytest.raises(UserError) as caught:
        scored(tmp_path, text, None)
    assert said in caught.value.problem
