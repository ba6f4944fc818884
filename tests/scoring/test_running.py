"""What a model does instead of answering, and what the user is told."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sklearn
from scoring.asking import prepared, scored
from scoring.models import Lending, policy_text, write_skops
from sklearn.compose import make_column_transformer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from fairgate.errors import UserError
from fairgate.policyfile import parse_policy
from fairgate.scoring.job import Sandbox
from fairgate.scoring.score import score_model

COMMAND = ", command: python score.py"
SLOW = ", limits: {seconds: 3}"


class Evil:
    """A pickle that runs a program when it is loaded."""

    def __init__(self, program: str) -> None:
        self.program = program

    def __reduce__(self) -> tuple[Any, ...]:
        """Tell the unpickler to run the program."""
        return exec, (self.program,)


class Holder:
    """A type of somebody's own."""


def refused(folder: Path, text: str, sandbox: Sandbox) -> str:
    """Why a model is refused."""
    with pytest.raises(UserError) as caught:
        scored(folder, text, sandbox)
    assert Path(caught.value.file).parent == folder
    assert caught.value.cure
    return caught.value.problem


def evil(lending: Lending, folder: Path, program: str) -> None:
    """Write data, and a pickle that runs a program."""
    lending.write(folder, "score.py")
    (folder / "m.pkl").write_bytes(pickle.dumps(Evil(program)))


def test_a_pickle_that_answers_in_its_own_way_is_not_believed(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """It may end the child with code 0 and leave whatever it likes: it is checked outside."""
    program = (
        "import numpy, os, sys; "
        "numpy.save(sys.argv[3] + '/scores.npy', numpy.full(300, numpy.nan)); "
        "print('verdict: pass'); os._exit(0)"
    )
    evil(lending, tmp_path, program)
    text = policy_text("m.pkl", prediction="{column: p, threshold: 0.5}")
    said = refused(tmp_path, text, sandbox)
    assert "pass" not in said
    assert "gave a score that is no number (NaN) for row 1, and 299 more" in said


def test_what_a_model_says_is_quoted_and_harmless(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """No workflow command, no escape sequence, and no more than a line of it."""
    evil(lending, tmp_path, "raise SystemExit('::set-output name=a::b\\x1b[31m' + 'x' * 5000)")
    said = refused(tmp_path, policy_text("m.pkl"), sandbox)
    assert "its last words: “" in said
    assert "::" not in said
    assert "\x1b" not in said
    assert len(said) < 600


def test_a_model_that_takes_too_long_is_stopped(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """After the time that the policy gives it."""
    lending.write(tmp_path, "score.py")
    (tmp_path / "score.py").write_text("import time\ntime.sleep(60)\n")
    said = refused(tmp_path, policy_text("score.py", more=COMMAND + SLOW), sandbox)
    assert said == "the model was stopped after 3 seconds"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("print(1)", "the command wrote no file"),
        ("import sys; sys.exit(9)", "the command ended with code 9"),
        ("import sys; open(sys.argv[2], 'w').write('a,b\\n1,2\\n')", "neither a column score nor"),
        (
            "import sys; open(sys.argv[2], 'w').write('score\\n0.5\\n')",
            "the model gave 1 answers for 300 rows",
        ),
        (
            "import sys; open(sys.argv[2], 'w').write('score\\nhigh\\n')",
            "a score is no number: could not convert string to float",
        ),
    ],
)
def test_a_command_that_does_not_answer_is_refused(
    lending: Lending, sandbox: Sandbox, tmp_path: Path, program: str, said: str
) -> None:
    """Each with its own reason."""
    lending.write(tmp_path, "score.py")
    (tmp_path / "score.py").write_text(program)
    text = policy_text("score.py", prediction="{column: p, threshold: 0.5}", more=COMMAND)
    assert said in refused(tmp_path, text, sandbox)


def test_a_command_that_is_not_there_is_named(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Not a traceback."""
    lending.write(tmp_path, "score.py")
    text = policy_text("score.py", more=", command: [no-such-program]")
    assert "the command cannot be run: no-such-program" in refused(tmp_path, text, sandbox)


def test_a_model_needs_the_memory_it_is_given(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Or is told how to get more."""
    lending.write(tmp_path, "score.py")
    (tmp_path / "score.py").write_text("kept = b'x' * 3_000_000_000\n")
    text = policy_text("score.py", more=COMMAND + ", limits: {memory_mb: 1500}")
    with pytest.raises(UserError) as caught:
        scored(tmp_path, text, sandbox)
    assert "raise model.limits.memory_mb" in caught.value.cure


def test_types_that_skops_does_not_trust_are_named(lending: Lending, tmp_path: Path) -> None:
    """So that somebody can decide."""
    lending.write(tmp_path, "score.py")
    write_skops(Holder(), tmp_path / "m.skops")
    with pytest.raises(UserError, match=r"skops does not trust: .*Holder") as caught:
        scored(tmp_path, policy_text("m.skops"), None)
    assert "types that skops trusts" in caught.value.cure


@pytest.mark.parametrize("named", ["../secret.pkl", "/etc/passwd"])
def test_an_mlflow_directory_names_files_of_its_own_only(
    lending: Lending, sandbox: Sandbox, tmp_path: Path, named: str
) -> None:
    """Neither ``..`` nor an absolute path."""
    model = lending.write(tmp_path, "m.mlflow")
    described = (model / "MLmodel").read_text()
    (model / "MLmodel").write_text(
        described.replace("pickled_model: model.pkl", f"pickled_model: {named}")
    )
    assert "which is not inside the directory" in refused(
        tmp_path, policy_text("m.mlflow"), sandbox
    )


def test_a_library_that_is_not_there_is_asked_for(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """By its name."""
    evil(lending, tmp_path, "import no_such_library")
    with pytest.raises(UserError, match="No module named 'no_such_library'") as caught:
        scored(tmp_path, policy_text("m.pkl"), sandbox)
    assert "pip install 'fairgate[models]'" in caught.value.cure


def test_a_model_of_another_version_is_scored_and_said(
    lending: Lending, sandbox: Sandbox, tmp_path: Path
) -> None:
    """scikit-learn warns of it, where nobody would look."""
    model = lending.write(tmp_path, "m.pkl")
    here = sklearn.__version__
    model.write_bytes(model.read_bytes().replace(here.encode(), b"0" * len(here)))
    [note] = scored(tmp_path, policy_text("m.pkl"), sandbox).notes
    saved = "0" * len(here)
    assert note.startswith(f"m.pkl was saved by scikit-learn {saved} and scored with {here}:")


def test_data_that_changes_meanwhile_is_refused(lending: Lending, tmp_path: Path) -> None:
    """Scores of old rows must not be put beside new labels."""
    lending.write(tmp_path, "m.onnx")
    text = policy_text("m.onnx")
    rows = prepared(tmp_path, text)
    turned = lending.applicants.assign(repaid=1 - lending.applicants.repaid)
    turned.to_csv(tmp_path / "d.csv", index=False)
    policy = parse_policy(text.encode(), str(tmp_path / "fairgate.yaml")).policy
    with pytest.raises(UserError, match="changed while a model was scored") as caught:
        score_model(str(tmp_path / "m.onnx"), rows, policy, tmp_path / "candidate", None)
    assert caught.value.file == str(tmp_path / "d.csv")


def test_a_model_without_code_opens_no_files_that_the_data_names(tmp_path: Path) -> None:
    """A vectoriser may: its scores would tell what stands in them, where there is no sandbox."""
    names = [tmp_path / "secret.txt", tmp_path / "other.txt"]
    for name in names:
        name.write_text(f"it is {name.stem}")
    rows = pd.DataFrame({"age": [str(name) for name in names] * 50, "repaid": [1, 0] * 50})
    columns = make_column_transformer((CountVectorizer(input="filename"), "age"))
    model = make_pipeline(columns, LogisticRegression()).fit(rows[["age"]], rows.repaid)
    write_skops(model, tmp_path / "m.skops")
    rows.assign(sex="f").to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(UserError, match=r"the model opens a file .*secret.txt"):
        scored(tmp_path, policy_text("m.skops").replace("[age, job]", "[age]"), None)
