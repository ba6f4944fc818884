"""From a model file to a file of predictions, row by row beside the evaluation data."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt

from fairgate.engine.features import Features, read_features
from fairgate.engine.placed import check_names, place
from fairgate.errors import UserError
from fairgate.evidence.artifact import Artifact
from fairgate.policy import Columns, Model, Policy
from fairgate.scoring.artifact import take
from fairgate.scoring.formats import Format, recognise
from fairgate.scoring.job import SandboxFinder
from fairgate.scoring.running import Run, place_to_run, run_child
from fairgate.scoring.scores import Given, take_back
from fairgate.table import PredictionTable


@dataclass(frozen=True)
class Rows:
    """The evaluation data, ready to be scored by any number of models.

    Attributes
    ----------
    features : Features
        What a model sees.
    data : Artifact
        The whole file, by name and digest.
    notes : tuple of str
        What a reader must know about the features.
    """

    features: Features
    data: Artifact
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Scored:
    """A model that fairgate scored itself.

    Attributes
    ----------
    table : PredictionTable
        Its predictions beside labels and attributes; the file is gone after the evaluation.
    model, data : Artifact
        What was scored on what, by name and digest.
    how : str
        ``scored by fairgate in bubblewrap``.
    notes : tuple of str
        What a reader must know beside the verdict, a sentence each.
    """

    table: PredictionTable
    model: Artifact
    data: Artifact
    how: str
    notes: tuple[str, ...] = ()


def read_rows(data: str, policy: Policy, folder: Path) -> Rows:
    """Copy the features of the evaluation data into a folder; see :func:`read_features`.

    Raises
    ------
    UserError
        For data that cannot be scored, or lacks what judging needs.
    """
    spec = _spec(policy)
    check_names(data, _carried(policy), _answers(policy.columns))
    digested = Artifact.of(data)
    features = read_features(data, spec.features, folder / "rows", as_csv=spec.command is not None)
    task = {
        "wanted": {**_wanted(policy.columns), "positive": _positive(policy.columns)},
        "command": _command(spec),
    }
    (features.folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
    return Rows(features, digested, tuple(_notes(policy)))


def score_model(
    artifact: str, rows: Rows, policy: Policy, folder: Path, find_sandbox: SandboxFinder | None
) -> Scored:
    """Score a model on rows, and write its predictions beside their labels and attributes.

    Parameters
    ----------
    artifact : str
        Model file or MLflow directory, as the user named it.
    rows : Rows
        From :func:`read_rows`.
    policy : Policy
        Its ``model`` says how to score, its ``columns`` what to call the answers.
    folder : Path
        Where to work; made here.
    find_sandbox : callable or None
        Models that run code are refused without a sandbox; ONNX and skops do without.

    Raises
    ------
    UserError
        For a model that is refused, cannot be scored, or gives other than one finite
        number for every row; for data that changed meanwhile.
    """
    spec = _spec(policy)
    for name in ("artifact", "out"):
        (folder / name).mkdir(parents=True)
    taken = take(artifact, folder / "artifact")
    kind = Format.COMMAND if spec.command is not None else _recognised(taken.path, spec, artifact)
    where = place_to_run(kind, find_sandbox, artifact)
    out = folder / "out"
    run = Run(kind, taken.path, rows.features.folder, out, spec.limits, artifact)
    notes = run_child(where.sandbox, run)
    shares = policy.columns.score is not None
    given = take_back(out, rows.features.rows, model=artifact, shares=shares)
    made = _made(policy.columns, given, artifact)
    predictions = place(rows.features.source, _carried(policy), made, folder)
    _refuse_changed(rows)
    how = f"scored by fairgate {where.words}"
    table = policy.table(str(predictions))
    return Scored(table, taken.artifact, rows.data, how, (*rows.notes, *notes))


def _refuse_changed(rows: Rows) -> None:
    """Features and labels are read one after the other, and must be of the same rows."""
    if Artifact.of(rows.features.source).sha256 != rows.data.sha256:
        problem = "this file changed while a model was scored on it"
        cure = "let nothing write to it, and run again"
        raise UserError(problem, cure, file=rows.features.source)


def _spec(policy: Policy) -> Model:
    assert policy.model is not None
    return policy.model


def _recognised(path: Path, spec: Model, artifact: str) -> Format:
    try:
        return recognise(path, spec.format)
    except UserError as error:  # it is about our copy
        raise UserError(error.problem, error.cure, file=artifact) from None


def _command(spec: Model) -> list[str] | None:
    if spec.command is None:
        return None
    return shlex.split(spec.command) if isinstance(spec.command, str) else list(spec.command)


def _positive(columns: Columns) -> str | int | float | bool | None:
    return None if isinstance(columns.label, str) else columns.label.positive


def _score_column(columns: Columns) -> str | None:
    """The column of scores that is cut into decisions, if one is."""
    cut = columns.prediction
    return None if isinstance(cut, str) or cut.threshold is None else cut.column


def _wanted(columns: Columns) -> dict[str, bool]:
    cut = _score_column(columns)
    return {"score": cut is not None or columns.score is not None, "prediction": cut is None}


def _answers(columns: Columns) -> list[str]:
    """Names of the columns that the model is to fill."""
    cut = columns.prediction
    decided = cut if isinstance(cut, str) else cut.column
    return [decided] if columns.score is None else [decided, columns.score]


def _made(columns: Columns, given: Given, artifact: str) -> dict[str, npt.NDArray[Any]]:
    """The columns that the policy expects of a file of predictions."""
    made: dict[str, npt.NDArray[Any]] = {}
    wanted = _wanted(columns)
    if wanted["score"]:
        if given.scores is None:
            problem = "the model gives decisions without scores, and the policy needs scores"
            cure = "give a model with predict_proba, or write prediction: COLUMN without score"
            raise UserError(problem, cure, file=artifact)
        made |= {name: given.scores for name in (_score_column(columns), columns.score) if name}
    if wanted["prediction"]:
        if given.predictions is None:
            problem = "the model gives scores without decisions, and the policy needs decisions"
            cure = "write prediction: {column: COLUMN, threshold: 0.5} under columns"
            raise UserError(problem, cure, file=artifact)
        column = columns.prediction
        made[column if isinstance(column, str) else column.column] = given.predictions
    return made


def _carried(policy: Policy) -> list[str]:
    """Columns of the data that judging needs."""
    table = policy.table("")
    named = [table.label.column, table.row_id, *(each.column for each in table.attributes)]
    return list(dict.fromkeys(name for name in named if name is not None))


def _notes(policy: Policy) -> list[str]:
    """Say which features a reader would not expect the model to see."""
    features, table = _spec(policy).features, policy.table("")
    roles: Mapping[str, str] = {
        **{each.column: f"the attribute {each.name}" for each in table.attributes},
        table.label.column: "the label itself",
    }
    return [
        f"The model is given {roles[name]} as a feature (column {name})."
        for name in features
        if name in roles
    ]
