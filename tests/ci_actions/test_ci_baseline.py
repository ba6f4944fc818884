"""Which model a change is compared with, where fairgate scores it itself."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from checkouts import POLICY, Checkout

from ci_actions.baseline import Baseline, Search, find_baseline
from ci_actions.settings import Settings
from fairgate.errors import UserError
from fairgate.evaluation import Request
from fairgate.policyfile import parse_policy

MODEL = "model: {artifact: model.onnx, data: d.csv, features: [income]}"
SCORED = POLICY.replace("predictions: p.csv", MODEL)


@pytest.fixture
def work(tmp_path: Path) -> Checkout:
    """A base branch with a model, and a change that replaces it."""
    work = Checkout.new(tmp_path / "work")
    (work.root / "model.onnx").write_bytes(b"in use")
    (work.root / "fairgate.yaml").write_text(SCORED)
    work.commit("the model in use")
    work.git("tag", "base")
    (work.root / "model.onnx").write_bytes(b"candidate")
    return work


def found(work: Checkout, *, policy: str = SCORED, model: str | None = None) -> Baseline:
    """Look for the baseline at the tag ``base``."""
    work.commit("the candidate")
    with contextlib.chdir(work.root):
        request = Request(parse_policy(policy.encode(), "fairgate.yaml"), model=model)
        folder = work.root.parent / "aside"
        commit = work.git("rev-parse", "base")
        search = Search(work.repository, commit, request, Settings(), "fairgate.yaml", folder)
        return find_baseline(search)


def test_the_base_model_is_put_aside_to_be_scored(work: Checkout) -> None:
    """As it was at the base, not as the change has it."""
    baseline = found(work)
    assert baseline.model is not None
    assert Path(baseline.model).read_bytes() == b"in use"
    assert "scored on the same rows in this job" in baseline.sentence


def test_a_model_that_moved_is_found_where_the_base_keeps_it(work: Checkout) -> None:
    """Renaming a file makes no first model."""
    (work.root / "model.onnx").rename(work.root / "better.onnx")
    baseline = found(work, model="better.onnx")
    assert baseline.model is not None
    assert Path(baseline.model).read_bytes() == b"in use"
    moved = SCORED.replace("model.onnx", "better.onnx")
    assert found(work, policy=moved).model == baseline.model


def test_a_model_that_is_a_directory_is_put_aside_whole(work: Checkout) -> None:
    """As MLflow writes it."""
    (work.root / "mlruns" / "data").mkdir(parents=True)
    (work.root / "mlruns" / "MLmodel").write_text("flavors: {}")
    (work.root / "mlruns" / "data" / "weights").write_text("1")
    policy = SCORED.replace("model.onnx", "mlruns")
    (work.root / "fairgate.yaml").write_text(policy)
    work.commit("a directory")
    work.git("tag", "--force", "base")
    baseline = found(work, policy=policy)
    assert baseline.model is not None
    assert Path(baseline.model, "data", "weights").read_text() == "1"


def test_a_link_in_the_place_of_the_base_model_is_refused(work: Checkout) -> None:
    """It would lead to a file of this machine."""
    (work.root / "model.onnx").unlink()
    (work.root / "model.onnx").symlink_to("/etc/passwd")
    work.commit("a link")
    work.git("tag", "--force", "base")
    (work.root / "model.onnx").unlink()
    (work.root / "model.onnx").write_bytes(b"candidate")
    with pytest.raises(UserError, match="is a link there"):
        found(work)


def test_a_link_of_the_change_hides_no_base_model(work: Checkout) -> None:
    """It has no say in another commit."""
    (work.root / "model.onnx").unlink()
    (work.root / "model.onnx").symlink_to("/etc/passwd")
    (work.root / "better.onnx").write_bytes(b"candidate")
    baseline = found(work, model="better.onnx")
    assert baseline.model is not None
    assert Path(baseline.model).read_bytes() == b"in use"


def test_the_first_model_is_one_that_the_base_has_not(work: Checkout) -> None:
    """Its policy was there before it."""
    work.git("rm", "--quiet", "--cached", "model.onnx")
    work.git("commit", "--quiet", "--message", "no model")
    work.git("tag", "--force", "base")
    assert found(work).first_model


def test_a_model_that_git_does_not_know_is_no_first_one(work: Checkout) -> None:
    """It may well have been in use for years."""
    work.git("rm", "--quiet", "--cached", "model.onnx")
    (work.root / ".gitignore").write_text("model.onnx\n")
    work.commit("models are downloaded")
    work.git("tag", "--force", "base")
    baseline = found(work)
    assert (baseline.first_model, baseline.model, baseline.notes) == (False, None, ())
    assert baseline.sentence.startswith("Compared with nothing")
