"""The workbench: writes predictions, asks the gate, writes reports and evidence.

What ``fairgate check`` does, called from Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fairgate.cells import Tally
from fairgate.demo.applications import Applications, Labels
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.errors import UserError
from fairgate.evidence import Artifact, Circumstances, make_statement
from fairgate.files import write_all
from fairgate.gate import judge, question
from fairgate.policyfile import PolicyFile
from fairgate.report import render
from fairgate.signing import IN_TOTO, sign
from fairgate.verdict import Verdict

REPORTS = {
    "html": "report.html",
    "markdown": "report.md",
    "text": "report.txt",
    "json": "verdict.json",
    "sarif": "verdict.sarif",
    "junit": "junit.xml",
}
"""Format: file name."""


@dataclass(frozen=True)
class Judged:
    """A model's predictions and what the gate says about them.

    Attributes
    ----------
    name : str
        Of the model; its reports are in the folder of that name.
    predictions : Path
        One row an applicant.
    baseline : Path or None
        Predictions it was compared with.
    tally : Tally
        What was counted.
    verdict : Verdict
        What follows from it.
    """

    name: str
    predictions: Path
    baseline: Path | None
    tally: Tally
    verdict: Verdict

    @property
    def reports(self) -> Path:
        """Folder of its reports."""
        return self.predictions.with_suffix("")


def make_folder(path: Path) -> None:
    """Make a directory, unless it is there.

    Raises
    ------
    UserError
        Where that is not possible, for example because a file has that name.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cure = "name another directory with --out"
        problem = f"could not make this directory: {(error.strerror or str(error)).lower()}"
        raise UserError(problem, cure, file=str(path)) from None


def write_predictions(
    path: Path,
    applications: Applications,
    approved: Labels,
    rows: npt.NDArray[np.bool_] | None = None,
) -> None:
    """Write decisions as Parquet, one row an applicant.

    Parameters
    ----------
    path : Path
        Where to.
    applications : Applications
        Whom they are about.
    approved : (n,) int64
        1 for yes.
    rows : (n,) bool, optional
        Whom to keep; everybody by default.
    """
    import duckdb  # noqa: PLC0415 - the engine's, and only here

    columns = {
        "id": np.arange(1, len(applications) + 1),
        "race": applications.race,
        "sex": applications.sex,
        "bank_approved": applications.approved,
        "approved": approved,
    }
    kept = slice(None) if rows is None else rows
    table = {name: values[kept] for name, values in columns.items()}
    with duckdb.connect() as connection:
        connection.register("predictions", table)
        try:
            connection.table("predictions").order("id").write_parquet(str(path))
        except duckdb.IOException as error:
            problem = f"could not write it: {error}"
            raise UserError(problem, "make room, or choose another --out", str(path)) from None


def ask(policy: PolicyFile, predictions: Path, baseline: Path | None, *, now: datetime) -> Judged:
    """Judge predictions, against a baseline where there is one, and write every report."""
    table = policy.policy.table(str(predictions))
    other = None if baseline is None else policy.policy.table(str(baseline))
    tally = DuckDBEngine().tally(table, question(policy.policy), other)
    verdict = judge(
        policy.policy,
        tally,
        today=now.date(),
        first_model=baseline is None,
        lines=policy.rule_lines,
    )
    judged = Judged(predictions.stem, predictions, baseline, tally, verdict)
    write_reports(judged, policy)
    return judged


def write_reports(judged: Judged, policy: PolicyFile) -> None:
    """Write the verdict in every format."""
    make_folder(judged.reports)
    texts = {
        name: render(
            judged.verdict, kind, policy_file=policy.path, predictions=str(judged.predictions)
        )
        for kind, name in REPORTS.items()
    }
    write_all((judged.reports / name, text.encode()) for name, text in texts.items())


def state(judged: Judged, policy: PolicyFile, model: Path, key: Path, *, now: datetime) -> bytes:
    """State the verdict and all it rests on, and sign that."""
    about = Circumstances(
        policy=policy.text,
        policy_file=policy.path,
        data=Artifact.of(judged.predictions),
        model=Artifact.of(model),
        baseline=Artifact.of(judged.baseline) if judged.baseline else None,
        first_model=judged.baseline is None,
        time=now,
    )
    statement = make_statement(judged.verdict, judged.tally, about)
    return sign(statement.to_bytes(), IN_TOTO, key)
