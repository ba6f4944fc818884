"""Small tables for tests: as hypothesis makes them, as files, as a table in the test shows them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from fairgate.table import Attribute, Label, Prediction, PredictionTable

Rows = Sequence[Mapping[str, Any]]

WORDS = (
    "white",
    "it's",
    "a,b",
    'say "no"',
    "Ærø 中",
    "two\nlines",
    "NA",
    "null",
    "None",
    "a;b",
    "0x1",
)
AGES = (None, float("nan"), 24.0, 24.999, 25.0, 39.0, 40.0, 65.0, 120.5, -3.0)
EDGES = (25.0, 40.0, 65.0)

ATTRIBUTES = (
    Attribute("race", "Race of applicant"),
    Attribute("region", "region"),
    Attribute("veteran", "veteran"),
    Attribute("household", "household"),
    Attribute("age_band", "age", EDGES),
    Attribute("age_is_known", "age", (-1e9,)),
)
ROW = st.fixed_dictionaries(
    {
        "Race of applicant": st.none() | st.sampled_from((*WORDS, "")),
        "region": st.none() | st.integers(-2, 3),
        "veteran": st.none() | st.booleans(),
        "household": st.sampled_from([None, float("nan"), 1.0, 2.0, 2.5]),
        "age": st.sampled_from(AGES),
        "repaid": st.integers(0, 1),
        "outcome": st.sampled_from(["paid", "default", 'it"s']),
        "granted": st.integers(0, 1),
        "p": st.sampled_from([0.0, 0.25, 0.5, 0.999, 1.0]) | st.floats(0, 1),
        "logit": st.integers(-40, 50).map(lambda x: x / 4),
    }
)
TABLES = st.lists(ROW, min_size=1, max_size=25)


def table(path: Path | str, **changes: Any) -> PredictionTable:
    """Describe a file of :data:`ROW`."""
    fields: dict[str, Any] = {
        "label": Label("repaid"),
        "prediction": Prediction("granted"),
        "attributes": ATTRIBUTES,
        **changes,
    }
    return PredictionTable(str(path), **fields)


def write(path: Path, rows: Rows, names: Iterable[str] | None = None) -> Path:
    """Write rows as CSV or Parquet, whichever the name says."""
    names = list(names or rows[0])
    if path.suffix == ".parquet":
        columns = {name: [row[name] for row in rows] for name in names}
        pq.write_table(pa.table(columns), path, row_group_size=7)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
    return path


@contextmanager
def files(suffix: str, *tables: Rows) -> Iterator[list[Path]]:
    """Write each table to a file of its own for as long as the test looks."""
    with TemporaryDirectory() as directory:
        yield [
            write(Path(directory, f"t{number}{suffix}"), rows) for number, rows in enumerate(tables)
        ]


def repeat(text: str) -> list[dict[str, str]]:
    """Read ``sex repaid granted`` lines with a count: ``f 1 0 x10`` is ten rows."""
    header, *lines = [line.split() for line in text.strip().splitlines()]
    rows: list[dict[str, str]] = []
    for *values, times in lines:
        rows += [dict(zip(header, values, strict=True))] * int(times.removeprefix("x"))
    return rows
