"""The whole process, as a pipeline starts it: ``fairgate check`` and ``fairgate --help``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.tools.clock import Run, interleaved, process
from benchmarks.tools.figures import Claim, Section, Settings
from benchmarks.tools.predictions import predictions
from benchmarks.tools.reading import COUNTED, WHOLE_PROCESS, reading

CHECK, HELP = 4.0, 2.0
FAIRGATE = str(Path(sys.executable).with_name("fairgate"))
"""The command beside the interpreter that runs this."""

_POLICY = """\
version: 1
name: benchmark
predictions: {path}
columns:
  label: y_true
  prediction: y_pred
  sensitive: {{sex: sex, race: race, age_band: age_band}}
groups: [sex, race, age_band, [sex, race, age_band]]
rules:
  - {{id: four-fifths, metric: selection_rate, ratio: {{at_least: 0.8}}}}
  - {{id: missed, metric: false_negative_rate, difference: {{at_most: 0.1}}}}
  - {{id: accurate, metric: accuracy, value: {{at_least: 0.6}}}}
"""
_TEXT = """\
Whole processes, taking turns, from start to exit. `fairgate check` judges four groupings (one
of them 60 intersections) by three rules and prints its report; the other process hands the
same columns over with DuckDB, as Arrow batches. Then `fairgate --help` against an empty script
that imports click."""


def run(settings: Settings) -> Section:
    """Measure both commands."""
    rows = settings.pick(20_000, 20_000_000, 20_000_000)
    path = predictions(settings.directory, rows).absolute()
    rounds = settings.pick(1, 5, 7)
    with TemporaryDirectory() as directory:
        policy = Path(directory, "fairgate.yaml")
        policy.write_text(_POLICY.format(path=path))
        check = _compared(
            f"fairgate check, {rows:,} rows",
            [FAIRGATE, "check", "--policy", str(policy)],
            "a process that reads",
            [sys.executable, "-c", WHOLE_PROCESS, reading(path, COUNTED)],
            rounds,
        )
    start = _compared(
        "fairgate --help",
        [FAIRGATE, "--help"],
        "import click",
        [sys.executable, "-c", "import click"],
        3 * rounds,
    )
    return Section(
        "Whole processes",
        " ".join(_TEXT.split()),
        ("process", "seconds"),
        [(name, f"{one.seconds:.3f}") for runs in (check, start) for name, one in runs.items()],
        [_claim(check, CHECK), _claim(start, HELP)],
    )


def _compared(
    name: str, command: Sequence[str], other_name: str, other: Sequence[str], rounds: int
) -> dict[str, Run]:
    contenders = {
        name: partial(process, command, (0, 3, 4)),
        other_name: partial(process, other),
    }
    return interleaved(contenders, rounds)


def _claim(runs: dict[str, Run], reach: float) -> Claim:
    (name, ours), (other_name, other) = runs.items()
    return Claim(f"{name}, against {other_name}", ours.seconds / other.seconds, reach, "x")
