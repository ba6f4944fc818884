"""Scoring a model as ``fairgate check`` does, and reading what was written for the engine."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from fairgate.policyfile import parse_policy
from fairgate.scoring.job import Sandbox
from fairgate.scoring.score import Rows, Scored, read_rows, score_model


def prepared(folder: Path, text: str) -> Rows:
    """Read the rows of a policy that stands in a folder."""
    file = parse_policy(text.encode(), str(folder / "fairgate.yaml"))
    assert file.policy.model is not None
    return read_rows(file.beside(file.policy.model.data), file.policy, folder / "work")


def scored(folder: Path, text: str, sandbox: Sandbox | None) -> Scored:
    """Score the model of a policy that stands in a folder, in a folder of its own there."""
    file = parse_policy(text.encode(), str(folder / "fairgate.yaml"))
    assert file.policy.model is not None
    model = file.beside(file.policy.model.artifact)
    rows = prepared(folder, text)
    finder = None if sandbox is None else lambda: sandbox
    return score_model(model, rows, file.policy, folder / "work" / "candidate", finder)


def predictions(result: Scored) -> pd.DataFrame:
    """What the engine will read."""
    path = result.table.path
    return pd.read_csv(path) if path.endswith(".csv") else pd.read_parquet(path)
