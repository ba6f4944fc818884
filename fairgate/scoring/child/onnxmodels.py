"""ONNX models: inputs by name, and outputs told by their types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fairgate.scoring.child.answers import Answers, Array, RefusalError, Wanted
from fairgate.scoring.child.tables import Table

_TYPES: dict[str, Any] = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(float16)": np.float16,
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_,
    "tensor(string)": object,
}


class OnnxModel:
    """A model that ONNX Runtime runs on the CPU.

    Parameters
    ----------
    path : Path
        Its file.
    """

    def __init__(self, path: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - only for these models

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self.classes: Sequence[Any] | None = None

    def answer(self, table: Table, wanted: Wanted) -> Answers:
        """Answer for a batch of rows; a map from class to score tells the classes."""
        scores = labels = None
        for output in self._session.run(None, self._inputs(table)):
            if isinstance(output, list):
                self.classes = list(output[0])
                values = [[row[name] for name in self.classes] for row in output]
                scores = np.array(values, dtype=np.float64)
                continue
            found = Answers.of(output)
            scores = found.scores if scores is None else scores
            labels = found.labels if labels is None else labels
        return Answers(scores if wanted.score or labels is None else None, labels)

    def _inputs(self, table: Table) -> dict[str, Array]:
        inputs = self._session.get_inputs()
        if len(inputs) == 1 and (len(table.names) > 1 or inputs[0].name not in table.names):
            return {inputs[0].name: _cast(table.matrix(), inputs[0], inputs[0].name)}
        lacking = [each.name for each in inputs if each.name not in table.columns]
        if lacking:
            names = ", ".join(lacking[:10])
            raise RefusalError(f"the model has the inputs {names}: add them to model.features")
        return {
            each.name: _cast(table.columns[each.name][:, None], each, each.name) for each in inputs
        }


def _cast(values: Array, wanted: Any, name: str) -> Array:
    kind = _TYPES.get(wanted.type)
    if kind is None:
        raise RefusalError(f"the input {name} is a {wanted.type}, which no column can be")
    try:
        return np.asarray(values).astype(kind)
    except (TypeError, ValueError) as error:
        problem = f"the input {name} is a {wanted.type}, and the data has other values: {error}"
        raise RefusalError(problem) from None
