"""A small lending model in every format, its applicants, and what it says in this process."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

FEATURES = ("age", "job")
ROWS = 300

POLICY = """\
version: 1
name: loans
model: {{artifact: {artifact}, data: {data}, features: [age, job]{more}}}
columns: {{label: {label}, prediction: {prediction}, {score}sensitive: {{sex: sex}}}}
groups: [sex]
rules:
  - {{id: good-enough, metric: accuracy, value: {{at_least: 0.3, must_detect: 0.1}}}}
"""

PROGRAM = """\
import csv, math, sys
with open(sys.argv[1], newline="") as rows, open(sys.argv[2], "w", newline="") as scores:
    out = csv.writer(scores)
    out.writerow(["score", "prediction"])
    for row in csv.DictReader(rows):
        score = 0.9 if row["job"] == "cook" else 0.1
        out.writerow([score, int(score > 0.5)])
"""


def policy_text(
    artifact: str,
    data: str = "d.csv",
    *,
    label: str = "repaid",
    prediction: str = "approved",
    score: str = "",
    more: str = "",
) -> str:
    """Write a policy with a model to score."""
    return POLICY.format(
        artifact=artifact, data=data, label=label, prediction=prediction, score=score, more=more
    )


@dataclass(frozen=True)
class Lending:
    """Applicants and a model, trained on named columns of numbers, gaps and words."""

    words: bool = False

    @cached_property
    def applicants(self) -> pd.DataFrame:
        """As ``pandas.read_csv`` reads them; women first, so that order matters."""
        draw = np.random.default_rng(11)
        frame = pd.DataFrame(
            {
                "id": range(ROWS),
                "age": draw.integers(18, 70, ROWS).astype(float),
                "job": draw.choice(["baker", "cook", "smith, black"], ROWS),
                "sex": ["f"] * (ROWS // 2) + ["m"] * (ROWS // 2),
            }
        )
        frame.loc[draw.random(ROWS) < 0.1, "age"] = np.nan
        likely = (frame.job == "cook") * 0.6 + 0.2
        repaid = (draw.random(ROWS) < likely).astype(int)
        frame["repaid"] = np.where(repaid, "yes", "no") if self.words else repaid
        return frame

    @cached_property
    def model(self) -> Any:
        """A pipeline as people write it."""
        ages = make_pipeline(SimpleImputer(), StandardScaler())
        columns = make_column_transformer(
            (OneHotEncoder(handle_unknown="ignore"), ["job"]), (ages, ["age"])
        )
        rows = self.applicants
        return make_pipeline(columns, LogisticRegression()).fit(rows[[*FEATURES]], rows.repaid)

    @cached_property
    def probabilities(self) -> np.ndarray:
        """Of repaying, in this process."""
        return np.asarray(self.model.predict_proba(self.applicants[[*FEATURES]])[:, 1])

    @cached_property
    def decisions(self) -> np.ndarray:
        """The model's own, 0 and 1, in this process."""
        said = self.model.predict(self.applicants[[*FEATURES]])
        return np.asarray(np.isin(said, ["yes"]) if self.words else said, dtype=np.uint8)

    def write(self, folder: Path, name: str) -> Path:
        """Write the data, and the model in the format of its name."""
        self.applicants.to_csv(folder / "d.csv", index=False)
        path = folder / name
        WRITERS[path.suffix](self.model, path)
        return path


def write_skops(model: Any, path: Path) -> None:
    """Write an estimator as skops does."""
    import skops.io  # noqa: PLC0415 - slow, for those who need it

    skops.io.dump(model, path)


def _write_onnx(model: Any, path: Path, *, zipmap: bool = False) -> None:
    from skl2onnx import to_onnx  # noqa: PLC0415 - slow, for those who need it
    from skl2onnx.common.data_types import (  # noqa: PLC0415 - as above
        FloatTensorType,
        StringTensorType,
    )

    types = [("age", FloatTensorType([None, 1])), ("job", StringTensorType([None, 1]))]
    options = {id(model): {"zipmap": zipmap}}
    path.write_bytes(to_onnx(model, initial_types=types, options=options).SerializeToString())


def write_mlflow(model: Any, path: Path, flavour: str = "sklearn") -> None:
    """Write a directory as MLflow does, with its own flavour beside ``python_function``."""
    path.mkdir()
    (path / "model.pkl").write_bytes(pickle.dumps(model))
    text = "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n"
    text += "    model_path: model.pkl\n    predict_fn: predict\n    python_version: 3.11.7\n"
    if flavour == "sklearn":
        text += "  sklearn:\n    pickled_model: model.pkl\n    serialization_format: pickle\n"
    (path / "MLmodel").write_text(text)


WRITERS: dict[str, Callable[[Any, Path], Any]] = {
    ".joblib": lambda model, path: joblib.dump(model, path, compress=("xz", 3)),
    ".pkl": lambda model, path: path.write_bytes(pickle.dumps(model)),
    ".skops": write_skops,
    ".onnx": _write_onnx,
    ".zipmap": lambda model, path: _write_onnx(model, path, zipmap=True),
    ".mlflow": write_mlflow,
    ".pyfunc": lambda model, path: write_mlflow(model, path, "python_function"),
    ".py": lambda _model, path: path.write_text(PROGRAM),
}
