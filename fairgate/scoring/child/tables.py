"""Batches of feature rows, as the kinds of models want them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Table:
    """Some rows of features.

    Attributes
    ----------
    columns : mapping of str to (n,) array
        By name, in the order of the policy; text as objects, with None or NaN where missing.
    """

    columns: Mapping[str, npt.NDArray[Any]]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.columns)

    def frame(self, order: Sequence[str] | None = None) -> Any:
        """Make a pandas DataFrame, as pandas would have read it from the file."""
        import pandas as pd  # noqa: PLC0415 - models without named columns do without

        return pd.DataFrame(
            {
                name: _text_series(values) if values.dtype == object else pd.Series(values)
                for name, values in ((name, self.columns[name]) for name in order or self.names)
            }
        )

    def matrix(self) -> npt.NDArray[Any]:
        """Make one array, (n, number of columns); of objects where there is text."""
        return np.column_stack(list(self.columns.values()))


def _text_series(values: npt.NDArray[Any]) -> Any:
    """A series of the type that pandas has for text, even if this batch has only gaps."""
    import pandas as pd  # noqa: PLC0415 - as above

    return pd.Series([*values.tolist(), ""]).iloc[:-1]


def batches(folder: Path) -> Iterator[Table]:
    """Read what :mod:`fairgate.engine.batches` wrote, in row order."""
    features = json.loads((folder / "features.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("batch-*.npz")):
        with np.load(path, allow_pickle=False) as batch:
            yield Table(
                {
                    feature["name"]: _column(batch, f"f{i}", feature)
                    for i, feature in enumerate(features)
                }
            )


def _column(
    batch: Mapping[str, npt.NDArray[Any]], name: str, feature: Mapping[str, Any]
) -> npt.NDArray[Any]:
    nothing = np.nan if feature["missing"] == "nan" else None
    if name in batch:
        values = batch[name]
        return values.astype(object) if feature["gaps"] and values.dtype == bool else values
    if f"{name}.truth" in batch:
        found: list[Any] = [bool(code) if code >= 0 else nothing for code in batch[f"{name}.truth"]]
    else:
        found = list(_texts(batch[f"{name}.text"], batch[f"{name}.lengths"], nothing))
    column = np.empty(len(found), dtype=object)
    column[:] = found
    return column


def _texts(
    content: npt.NDArray[Any], lengths: npt.NDArray[Any], nothing: float | None
) -> Iterator[str | float | None]:
    start, whole = 0, content.tobytes()
    for length in lengths.tolist():
        if length < 0:
            yield nothing
        else:
            yield whole[start : start + length].decode()
            start += length
