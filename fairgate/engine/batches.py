"""Features in batches of plain arrays, for a process that has numpy and nothing else.

A batch is a file ``batch-000000.npz`` without pickles. Column i is there as

- ``f{i}``: numbers, times or truth values; NaN or NaT where one is missing,
- ``f{i}.truth``: truth values with gaps, int8, -1 where one is missing,
- ``f{i}.text`` and ``f{i}.lengths``: UTF-8 bytes end to end, and the length of each text, -1
  where it is missing.

:mod:`fairgate.scoring.child.tables` reads them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fairgate.engine.columns import quote
from fairgate.engine.session import Session

ROWS = 65_536
"""Rows of a batch: what a model scores at a time."""

Array = npt.NDArray[Any]


def write_batches(session: Session, parquet: Path, folder: Path) -> None:
    """Turn a Parquet file with columns ``f0``, ``f1``... into batches, in row order."""
    start = 0
    while True:
        columns = session.masked(
            f"SELECT * FROM read_parquet({quote(str(parquet))}) LIMIT {ROWS} OFFSET {start}"
        )
        if not len(columns["f0"]):
            return
        arrays: dict[str, Any] = {}
        for name, values in columns.items():
            arrays |= _encoded(name, values)
        np.savez(folder / f"batch-{start // ROWS:06}.npz", allow_pickle=False, **arrays)
        start += ROWS


def _encoded(name: str, values: Array) -> dict[str, Array]:
    gaps = np.ma.getmaskarray(values)
    plain = np.ma.getdata(values)
    if plain.dtype == object:
        texts = [None if gap else str(v).encode() for v, gap in zip(plain, gaps, strict=True)]
        content = np.frombuffer(b"".join(filter(None, texts)), dtype=np.uint8)
        lengths = np.array([-1 if t is None else len(t) for t in texts], np.int64)
        return {f"{name}.text": content, f"{name}.lengths": lengths}
    if plain.dtype == bool and gaps.any():
        return {f"{name}.truth": np.where(gaps, -1, plain).astype(np.int8)}
    if gaps.any():
        nothing: Any = np.datetime64("NaT") if plain.dtype.kind == "M" else np.nan
        return {name: np.where(gaps, nothing, plain)}
    return {name: plain}
