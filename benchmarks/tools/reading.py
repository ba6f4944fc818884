"""What counting is measured against: DuckDB reading the same columns and doing nothing else.

To read is to ``hand_over``: the values arrive in the reading program, as Arrow batches. For
comparison there is ``look``: the cheapest aggregate of every column (lengths of texts, sums of
numbers), which a dictionary-encoded column answers from its few distinct texts, as ``count``
or ``max`` would be answered from the file's statistics without reading anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.tools.clock import Run, python
from benchmarks.tools.predictions import SENSITIVE

LABELS = ("y_true", "y_pred")
COUNTED = (*SENSITIVE, *LABELS)
SCORED = (*SENSITIVE, "y_true", "y_score")

_LOOK = """
import sys, time, duckdb
start = time.perf_counter()
with duckdb.connect() as connection:
    connection.execute(sys.argv[1]).fetchall()
seconds = time.perf_counter() - start
"""
_HAND_OVER = """
import sys, time, duckdb, pyarrow
start = time.perf_counter()
with duckdb.connect() as connection:
    for batch in connection.sql(sys.argv[1]).to_arrow_reader(122_880):
        pass
seconds = time.perf_counter() - start
"""
WHOLE_PROCESS = """
import sys, duckdb, pyarrow
for batch in duckdb.connect().sql(sys.argv[1]).to_arrow_reader(122_880):
    pass
"""
"""A process that only reads, for comparison with a process that judges."""


def looking(path: Path, columns: Sequence[str]) -> str:
    """Query that looks at every value of the columns once."""
    looks = [f"sum(strlen({c}))" if c in SENSITIVE else f"sum({c})" for c in columns]
    return f"SELECT {', '.join(looks)} FROM '{path}'"  # noqa: S608 - our own file


def look(path: Path, columns: Sequence[str]) -> Run:
    """Look at every value once, in a process of its own; starting Python does not count."""
    return python(_LOOK, looking(path, columns))


def group(path: Path) -> Run:
    """Group by all that is counted, and check nothing: what DuckDB itself takes to count."""
    columns = ", ".join(COUNTED)
    return python(_LOOK, f"SELECT {columns}, count(*) FROM '{path}' GROUP BY ALL")  # noqa: S608 - our own file


def reading(path: Path, columns: Sequence[str]) -> str:
    """Query that hands every value of the columns over."""
    return f"SELECT {', '.join(columns)} FROM '{path}'"  # noqa: S608 - our own file


def hand_over(path: Path, columns: Sequence[str]) -> Run:
    """Read every value into Arrow batches, in a process of its own."""
    return python(_HAND_OVER, reading(path, columns))
