"""AUC by group from histograms: its price, its error, and whether the bound holds."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.counting import COUNT
from benchmarks.tools.clock import Run, interleaved, python
from benchmarks.tools.figures import Claim, Section, Settings, amount
from benchmarks.tools.predictions import GROUPS, SENSITIVE, predictions, table
from benchmarks.tools.reading import SCORED, hand_over, look
from fairgate.engine.duckdb import DuckDBEngine
from fairgate.metrics import CATALOGUE, Floats
from fairgate.question import Question
from fairgate.statistics.limits import estimate

REACH = 4.0
BINS = 4_096
_TEXT = f"""\
Counting sex x race x age band with histograms of {BINS:,} score bins, against reading the same
columns with the scores, each in a process of its own, taking turns; reading and looking as above.
On a smaller table every
group's area is compared with the exact one, by ranks. The bound is half the share of pairs in
the same bin; the gate's interval is at least that much wider."""


def run(settings: Settings) -> Section:
    """Measure the price at many rows, the error at fewer."""
    rows = settings.pick(20_000, 1_000_000, 10_000_000)
    path = predictions(settings.directory, rows)
    runs = interleaved(
        {
            "reading": partial(hand_over, path, SCORED),
            "AUC by group": partial(_count, path),
            "looking": partial(look, path, SCORED),
        },
        settings.pick(1, 3, 5),
    )
    small = settings.pick(20_000, 200_000, 1_000_000)
    error, bound, inside = _errors(predictions(settings.directory, small))
    ours = runs["AUC by group"].seconds
    return Section(
        "AUC by group",
        " ".join(_TEXT.split()),
        ("rows", "contender", "seconds", "AUC by group takes"),
        [
            (
                f"{rows:,}",
                name,
                f"{one.seconds:.3f}",
                "" if name == "AUC by group" else amount(ours / one.seconds, "x"),
            )
            for name, one in runs.items()
        ],
        [
            Claim(
                f"AUC by group, {rows:,} rows x {GROUPS} groups, against reading the columns",
                ours / runs["reading"].seconds,
                REACH,
                "x",
            ),
            Claim(
                f"largest error of an area at {small:,} rows (largest bound {amount(bound)})",
                error,
                bound,
            ),
            Claim("groups whose error is beyond the bound", float(inside), 0, "groups"),
        ],
    )


def _count(path: Path) -> Run:
    return python(COUNT, str(path), str(BINS))


def _errors(path: Path) -> tuple[float, float, int]:
    """Largest error, largest bound, and how many groups are beyond their own bound."""
    tally = DuckDBEngine().tally(table(path), Question((SENSITIVE,), (SENSITIVE,), BINS))
    histogram = tally.histograms[SENSITIVE]
    value = estimate(CATALOGUE["roc_auc"], histogram).value
    counts = histogram.counts.astype(np.float64)
    pairs = counts.sum(axis=2).prod(axis=1)
    bound = counts.prod(axis=1).sum(axis=1) / pairs / 2
    exact = _exact(path)
    error = np.abs(value - np.array([exact[group] for group in histogram.groups]))
    return float(error.max()), float(bound.max()), int((error > bound + 1e-12).sum())


def _exact(path: Path) -> dict[tuple[str | None, ...], float]:
    """Area by group from the ranks of all scores, ties shared."""
    columns = ", ".join((*SENSITIVE, "y_true", "y_score"))
    with duckdb.connect() as connection:
        query = f"SELECT {columns} FROM '{path}' ORDER BY ALL"  # noqa: S608 - our own file
        found = connection.execute(query).fetchnumpy()
    keys = list(zip(*(found[name].tolist() for name in SENSITIVE), strict=True))
    starts = [0, *(at for at in range(1, len(keys)) if keys[at] != keys[at - 1]), len(keys)]
    areas: dict[tuple[str | None, ...], float] = {}
    for begin, end in pairwise(starts):
        label: Floats = found["y_true"][begin:end]
        areas[keys[begin]] = float(roc_auc_score(label, found["y_score"][begin:end]))
    return areas
