"""MLflow directories: the model file of a known flavour, else MLflow's own ``python_function``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from fairgate.scoring.child.answers import Answering, Answers, RefusalError, Wanted
from fairgate.scoring.child.loading import load
from fairgate.scoring.child.tables import Table
from fairgate.scoring.formats import recognise

_FILES = {"sklearn": "pickled_model", "onnx": "data"}
"""Flavour: the key of MLmodel that names its file."""


def load_mlflow(directory: Path) -> Answering:
    """Load the model of a directory, probabilities and all where its flavour offers them."""
    flavours = _flavours(directory)
    for flavour, key in _FILES.items():
        if flavour in flavours:
            file = _inside(directory, flavours[flavour].get(key))
            if file.is_file():
                return load(file, recognise(file).value)
    if "python_function" not in flavours:
        names = ", ".join(sorted(flavours)[:10]) or "no flavour at all"
        raise RefusalError(f"MLmodel names {names}; sklearn, onnx or python_function is needed")
    return PythonFunction(directory)


def _flavours(directory: Path) -> dict[str, Mapping[str, Any]]:
    try:
        described = yaml.safe_load((directory / "MLmodel").read_text(encoding="utf-8"))
        flavours = dict(described["flavors"])
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError, ValueError) as error:
        raise RefusalError(f"MLmodel cannot be read: {error}") from None
    return {name: value for name, value in flavours.items() if isinstance(value, dict)}


def _inside(directory: Path, named: Any) -> Path:
    """A file below the directory, and no other."""
    path = PurePosixPath(str(named or ""))
    if named is None or path.is_absolute() or ".." in path.parts:
        raise RefusalError(f"MLmodel names the file {named!r}, which is not inside the directory")
    return directory / path


class PythonFunction:
    """A model that only MLflow itself can load.

    Parameters
    ----------
    directory : Path
        Holds ``MLmodel``.
    """

    classes: Sequence[Any] | None = None

    def __init__(self, directory: Path) -> None:
        try:
            import mlflow.pyfunc  # noqa: PLC0415 - only for these models
        except ImportError:
            raise RefusalError(
                "its flavour needs mlflow, which is not installed: install mlflow-skinny, or log "
                "the model with mlflow.sklearn or mlflow.onnx"
            ) from None
        self._model = mlflow.pyfunc.load_model(str(directory))

    def answer(self, table: Table, _wanted: Wanted) -> Answers:
        """Answer for a batch of rows."""
        return Answers.of(self._model.predict(table.frame()))
