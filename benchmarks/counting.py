"""Counting: rows to cells, against merely reading the same columns, and in how much memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from benchmarks.tools.clock import Run, interleaved, python
from benchmarks.tools.figures import Claim, Section, Settings, amount
from benchmarks.tools.predictions import GROUPS, predictions
from benchmarks.tools.reading import COUNTED, group, hand_over, look

REACH, MEMORY = 1.25, 300.0

COUNT = """
import sys, time
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.question import Question
from fairgate.table import Attribute, Label, Prediction, PredictionTable
names = ("sex", "race", "age_band")
attributes = tuple(Attribute(name, name) for name in names)
table = PredictionTable(
    sys.argv[1], Label("y_true"), Prediction("y_pred"), "y_score", attributes=attributes
)
bins = int(sys.argv[2])
question = Question((names,), (names,) if bins else (), bins or 256)
start = time.perf_counter()
tally = DuckDBEngine().tally(table, question)
seconds = time.perf_counter() - start
"""
"""Counts a file; arguments: path, and bins of a histogram of scores (0: none)."""

_TEXT = """\
Sex x race x age band, label and decision from Parquet (row groups of 122,880), each contender
in a process of its own, taking turns; starting Python does not count. To read is to hand every
value over to the process, as Arrow batches. For comparison: a bare GROUP BY, which counts and
checks nothing, and "looking", the cheapest aggregate of every column (lengths of texts, sums of
numbers), which DuckDB answers for a dictionary-encoded column from its few distinct texts.
Memory is the peak of each process."""


def run(settings: Settings) -> Section:
    """Measure both sizes."""
    sizes = settings.pick((20_000,), (1_000_000, 10_000_000), (10_000_000, 100_000_000))
    results = {rows: _measure(settings, rows) for rows in sizes}
    largest = results[sizes[-1]]["counting"]
    return Section(
        "Counting, against reading",
        " ".join(_TEXT.split()),
        ("rows", "contender", "seconds", "counting takes", "peak memory"),
        [row for rows, runs in results.items() for row in _rows(rows, runs)],
        [
            *(
                Claim(
                    f"counting {rows:,} rows x {GROUPS} groups, against reading the columns",
                    runs["counting"].seconds / runs["reading"].seconds,
                    REACH,
                    "x",
                )
                for rows, runs in results.items()
            ),
            Claim(f"peak memory at {sizes[-1]:,} rows", largest.megabytes, MEMORY, "MB"),
        ],
    )


def _measure(settings: Settings, rows: int) -> dict[str, Run]:
    path = predictions(settings.directory, rows)
    return interleaved(
        {
            "reading": partial(hand_over, path, COUNTED),
            "counting": partial(_count, path),
            "bare GROUP BY": partial(group, path),
            "looking": partial(look, path, COUNTED),
        },
        settings.pick(1, 3, 5),
    )


def _count(path: Path) -> Run:
    return python(COUNT, str(path), "0")


def _rows(rows: int, runs: dict[str, Run]) -> list[tuple[str, ...]]:
    counting = runs["counting"].seconds
    return [
        (
            f"{rows:,}",
            name,
            f"{run.seconds:.3f}",
            "" if name == "counting" else amount(counting / run.seconds, "x"),
            amount(run.megabytes, "MB"),
        )
        for name, run in runs.items()
    ]
