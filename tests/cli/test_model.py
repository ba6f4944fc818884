"""``fairgate check`` and ``fairgate plan`` with ``model:`` in the policy."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.running import Run
from scoring.models import Lending, policy_text

from fairgate.evidence import parse_statement
from fairgate.manifest import sha256_directory
from fairgate.signing import load_public_keys, open_envelope

Shell = Callable[..., subprocess.CompletedProcess[str]]
CHECK = "check --policy fairgate.yaml"
STEP_BACK = """\
  - {id: no-step-back, metric: accuracy, regression: {at_most: 0.02, must_detect: 0.3}}
"""


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data and a model that runs no code, so that no sandbox is needed."""
    folder = tmp_path_factory.mktemp("models")
    Lending().write(folder, "m.onnx")
    return folder


@pytest.fixture
def folder(models: Path, tmp_path: Path) -> Path:
    """The same, to work in, with a policy."""
    for file in models.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "fairgate.yaml").write_text(policy_text("m.onnx"))
    return tmp_path


def test_a_model_is_scored_judged_and_stated(fairgate: Run, folder: Path) -> None:
    """Evidence is about the model, by its digest, and says that fairgate scored it."""
    assert fairgate("keygen --out keys").code == 0
    written = f"--evidence e.json --sign keys/fairgate.key --subject {folder}/m.onnx"
    result = fairgate(f"{CHECK} --format markdown {written}")
    assert result.code == 0, result.err
    assert "scored by fairgate in" in result.out or "without a sandbox" in result.out
    payload = open_envelope((folder / "e.json").read_bytes(), load_public_keys("keys")).payload
    statement = parse_statement(payload)
    assert statement.predicate.binding == "scored"
    assert statement.model is not None
    assert (statement.model.file, statement.data.file) == ("m.onnx", "d.csv")
    verified = fairgate("verify e.json --key keys/fairgate.pub --subject m.onnx")
    assert verified.code == 0
    assert "scored: fairgate scored this model itself" in verified.out
    (folder / "m.onnx").write_bytes(b"another")
    assert fairgate("verify e.json --key keys/fairgate.pub --subject m.onnx").code == 2


def test_a_baseline_model_is_paired_without_row_ids(fairgate: Run, folder: Path) -> None:
    """Both were scored on the same rows."""
    (folder / "fairgate.yaml").write_text(policy_text("m.onnx") + STEP_BACK)
    shutil.copy(folder / "m.onnx", folder / "old.onnx")
    result = fairgate(f"{CHECK} --format json --baseline-model old.onnx")
    verdict = json.loads(result.out)
    assert verdict["compared_with"] == {"kind": "paired", "rows": 300}
    by_rule = {finding["rule"]: finding for finding in verdict["findings"]}
    assert by_rule["no-step-back"]["estimate"] == 0


def test_given_predictions_win_over_the_model(fairgate: Run, folder: Path) -> None:
    """Whoever names a file means it; the model is not looked at, and nothing is scored."""
    (folder / "m.onnx").unlink()
    lines = ["sex,repaid,approved", *["f,1,1", "m,1,1", "f,0,0"] * 100]
    (folder / "mine.csv").write_text("\n".join(lines))
    result = fairgate(f"{CHECK} --predictions mine.csv --format json")
    assert result.code == 0, result.err
    assert json.loads(result.out)["rows"] == 300


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("--evidence e.json --subject d.csv", "d.csv: is not the model that is scored: sha256"),
        ("--evidence m.onnx", "m.onnx: this file is read, so nothing is written over it"),
        ("--out d.csv", "d.csv: this file is read, so nothing is written over it"),
        ("--baseline-model nowhere.onnx", "nowhere.onnx: there is no such file"),
        ("--baseline-model d.csv", "d.csv: this is no model in a format that is known"),
        ("--baseline-model m.onnx --first-model", "only one can be compared with"),
    ],
)
def test_a_wrong_request_is_code_two(fairgate: Run, folder: Path, change: str, said: str) -> None:
    """And writes nothing."""
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = fairgate(f"{CHECK} {change}")
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_nothing_is_written_into_a_models_directory(fairgate: Run, folder: Path) -> None:
    """Its digest would change while it is judged."""
    (folder / "m").mkdir()
    (folder / "m" / "MLmodel").write_text("flavors: {}")
    (folder / "fairgate.yaml").write_text(policy_text("m"))
    result = fairgate(f"{CHECK} --out m/report.txt")
    assert (result.code, "nothing is written over it" in result.err) == (2, True)


def test_a_mistake_in_the_data_is_said_of_the_data(fairgate: Run, folder: Path) -> None:
    """Not of a temporary file that is gone."""
    (folder / "fairgate.yaml").write_text(policy_text("m.onnx", label="id"))
    result = fairgate(CHECK)
    assert result.code == 2
    assert result.err.startswith("error: d.csv: column id: a label is 0 or 1")


def test_a_feature_that_is_sensitive_is_noted(fairgate: Run, folder: Path) -> None:
    """On standard error, beside the report."""
    text = policy_text("m.onnx").replace("sensitive: {sex: sex}", "sensitive: {trade: job}")
    (folder / "fairgate.yaml").write_text(text.replace("[sex]", "[trade]"))
    result = fairgate(CHECK)
    said = "note: The model is given the attribute trade as a feature (column job).\n"
    assert (result.code, result.err) == (0, said)


@pytest.mark.usefixtures("folder")
def test_a_plan_counts_what_the_model_says(fairgate: Run) -> None:
    """The rows at hand are those of the evaluation data."""
    result = fairgate("plan --policy fairgate.yaml")
    assert result.code == 0, result.err
    assert result.out.startswith("loans: what 300 rows can detect")


def test_evidence_about_a_directory_is_verified_by_its_manifest(
    fairgate: Run, folder: Path
) -> None:
    """With predictions that were handed in, too."""
    (folder / "m").mkdir()
    (folder / "m" / "MLmodel").write_text("flavors: {}")
    (folder / "mine.csv").write_text("\n".join(["sex,repaid,approved", *["f,1,1", "m,1,1"] * 100]))
    assert fairgate("keygen --out keys").code == 0
    stated = "--evidence e.json --sign keys/fairgate.key --subject m"
    assert fairgate(f"{CHECK} --predictions mine.csv {stated}").code == 0
    verified = fairgate("verify e.json --key keys/fairgate.pub --subject m")
    assert verified.code == 0
    assert sha256_directory("m") in verified.out
    (folder / "m" / "more").write_text("")
    assert fairgate("verify e.json --key keys/fairgate.pub --subject m").code == 2


def test_nothing_is_left_behind(shell: Shell, folder: Path) -> None:
    """Features, scores and the copy of the model are gone, whatever came of it."""
    work = folder / "work"
    work.mkdir()
    check = f"TMPDIR={work} fairgate {CHECK}"
    assert shell(check).returncode == 0
    assert not list(work.iterdir())
    (folder / "m.onnx").write_bytes(b"no model")
    assert shell(check).returncode == 2
    assert not list(work.iterdir())
