"""A model file becomes something that answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fairgate.scoring.child.answers import Answering, RefusalError
from fairgate.scoring.child.estimators import Estimator
from fairgate.scoring.child.onnxmodels import OnnxModel

_HARMLESS = ("numpy.dtype",)
"""Makes descriptions of array types and nothing else; every SimpleImputer holds one."""


def load(path: Path, kind: str) -> Answering:
    """Load a model of a format that :mod:`fairgate.scoring.formats` recognised."""
    if kind == "onnx":
        return OnnxModel(path)
    if kind == "skops":
        return Estimator(_skops(path))
    if kind == "mlflow":
        from fairgate.scoring.child.mlflowmodels import load_mlflow  # noqa: PLC0415 - needs us

        return load_mlflow(path)
    return Estimator(_pickle(path))


def _skops(path: Path) -> Any:
    """Load types that skops knows to be harmless, and no others."""
    from skops import io  # noqa: PLC0415 - only for these models

    unknown = set(io.get_untrusted_types(file=path)).difference(_HARMLESS)
    if unknown:
        names = ", ".join(sorted(unknown)[:10])
        raise RefusalError(f"the file holds types that skops does not trust: {names}")
    return io.load(path, trusted=list(_HARMLESS))


def _pickle(path: Path) -> Any:
    """Load a pickle, bare or as joblib packs it; the sandbox is what makes this bearable."""
    try:
        import joblib  # noqa: PLC0415 - comes with scikit-learn
    except ImportError:
        import pickle  # noqa: PLC0415 - as above

        with path.open("rb") as file:
            return pickle.load(file)  # noqa: S301 - as above
    return joblib.load(path)
