"""Fairlearn on the same table: eight metrics by group, and their intervals."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks.tools.clock import timed
from benchmarks.tools.figures import Claim, Section, Settings, amount
from benchmarks.tools.oracle import label_metrics, metric_frame
from benchmarks.tools.predictions import GROUPS, SENSITIVE, predictions, table
from fairgate.cells import Cells
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.metrics import CATALOGUE
from fairgate.question import Question
from fairgate.statistics import critical
from fairgate.statistics.limits import estimate

VALUES, INTERVALS = 300.0, 10_000.0
RESAMPLED, WANTED = 5, 1_000
"""Bootstrap samples drawn, and those that an interval takes."""
_TEXT = f"""\
Eight metrics of labels for 60 intersections. Ours: from the Parquet file to values, and to 95 %
intervals that hold for all 480 values at once; medians. Fairlearn: MetricFrame on a frame in
memory (reading it does not count), and with n_boot = {RESAMPLED}, whose time beyond one without
resampling is scaled to the {WANTED:,} samples that percentiles take (its cost is linear in
n_boot); those intervals are not simultaneous. Both in this process."""


@dataclass(frozen=True)
class _Race:
    """A job, and the seconds both take."""

    job: str
    rows: int
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours

    @property
    def row(self) -> tuple[str, ...]:
        times = f"{self.ours:.3f} s", f"{self.theirs:,.0f} s"
        return (self.job, f"{self.rows:,}", *times, amount(self.ratio, "x"))


def run(settings: Settings) -> Section:
    """Measure values and intervals."""
    names = tuple(label_metrics())[: settings.pick(2, 8, 8)]
    repeats = settings.pick(2, 5, 7)
    values = _values(settings, names, repeats)
    intervals = _intervals(settings, names, repeats)
    return Section(
        "Peers",
        " ".join(_TEXT.split()),
        ("job", "rows", "this gate", "fairlearn", "ratio"),
        [values.row, intervals.row],
        [
            Claim(
                f"{values.job} at {values.rows:,} rows, fairlearn takes",
                values.ratio,
                settings.pick(0.0, 100.0, VALUES),
                "x",
                at_least=True,
            ),
            Claim(
                f"{intervals.job} at {intervals.rows:,} rows, fairlearn takes",
                intervals.ratio,
                settings.pick(0.0, 3_000.0, INTERVALS),
                "x",
                at_least=True,
            ),
        ],
    )


def _values(settings: Settings, names: tuple[str, ...], repeats: int) -> _Race:
    rows = settings.pick(1_000, 100_000, 1_000_000)
    path = predictions(settings.directory, rows)

    def ours() -> None:
        cells = _count(path)
        for name in names:
            CATALOGUE[name].values(cells)

    return _Race(
        f"{len(names)} metrics x {GROUPS} groups",
        rows,
        _median(ours, repeats),
        _theirs(path, names),
    )


def _intervals(settings: Settings, names: tuple[str, ...], repeats: int) -> _Race:
    rows = settings.pick(1_000, 10_000, 100_000)
    path = predictions(settings.directory, rows)

    def ours() -> None:
        cells = _count(path)
        z = critical.sidak(0.025, len(names) * GROUPS)
        for name in names:
            estimate(CATALOGUE[name], cells).limits(z)

    once = _theirs(path, names)
    options = {"n_boot": RESAMPLED, "ci_quantiles": [0.025, 0.975], "random_state": 1}
    resampled = _theirs(path, names, **options)
    scaled = (resampled - once) / RESAMPLED * WANTED
    return _Race(
        f"simultaneous intervals, n_boot = {WANTED:,}", rows, _median(ours, repeats), scaled
    )


def _median(work: Callable[[], object], repeats: int) -> float:
    """Median seconds, after one run that does not count."""
    return statistics.median([timed(work).seconds for _ in range(repeats + 1)][1:])


def _count(path: Path) -> Cells:
    return DuckDBEngine().tally(table(path), Question((SENSITIVE,))).cells[SENSITIVE]


def _theirs(path: Path, names: tuple[str, ...], **options: object) -> float:
    """Seconds of fairlearn for values by group of a frame in memory."""
    metrics = {name: label_metrics()[name] for name in names}
    frame = _in_memory(path)
    arguments = frame["y_true"], frame["y_pred"], frame[list(SENSITIVE)]
    return timed(lambda: metric_frame(metrics, *arguments, **options).by_group).seconds


def _in_memory(path: Path) -> Any:
    with duckdb.connect() as connection:
        return pd.DataFrame(
            connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchnumpy()
        )
