"""The same false alarms through the command line: CSV files in, exit codes out."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import yaml

from benchmarks.false_alarms import metrics
from benchmarks.tools.alarms import Alarms, Draw
from benchmarks.tools.clock import process
from benchmarks.tools.figures import Settings
from benchmarks.tools.people import People, tally
from benchmarks.tools.worlds import Ints
from fairgate.gate import judge
from fairgate.policy import Policy

_ROWS_OF_CELLS = ((1, 1), (0, 1), (1, 0), (0, 0))
"""Label and decision of each of the four cells."""
_SEED = 6


def through_files(settings: Settings, groups: int = 20, rows: int = 5_000) -> tuple[Alarms, int]:
    """Draw tables of a policy of four rules, write each as CSV, and run ``fairgate check``.

    Returns
    -------
    alarms : Alarms
        How often the command said fail.
    different : int
        How often its exit code was not that of the verdict on the counts drawn.
    """
    world = next(
        world
        for world in metrics.worlds()
        if world.name["rule"] == "policy of four rules"
        and (world.name["groups"], world.name["rows"]) == (str(groups), f"{rows:,} rows")
    )
    tables = settings.pick(2, 6, 50)
    with TemporaryDirectory() as name:
        directory = Path(name)
        codes = _exit_codes(world, tables, directory)
    drawn = _tables(world, tables)
    today = datetime.now(UTC).date()
    expected = [
        judge(world.policy, tally(drawn[:, :, at]), today=today).outcome.exit_code
        for at in range(tables)
    ]
    different = sum(code != wanted for code, wanted in zip(codes, expected, strict=True))
    return Alarms({**world.name, "rule": "through files"}, tables, codes.count(3)), different


def _tables(world: People, tables: int) -> Ints:
    return world.draw(Draw(world, tables, (_SEED,)).rng, tables)


def _exit_codes(world: People, tables: int, directory: Path) -> list[int]:
    policy = directory / "fairgate.yaml"
    policy.write_text(yaml.safe_dump(_written(world.policy), sort_keys=False))
    drawn = _tables(world, tables)
    shuffle = np.random.default_rng(_SEED).permutation
    codes = []
    for at in range(tables):
        path = directory / f"predictions-{at}.csv"
        _write_csv(path, drawn[:, :, at], shuffle)
        codes.append(_check(policy, path))
    return codes


def _written(policy: Policy) -> dict[str, object]:
    return policy.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _write_csv(path: Path, counts: Ints, shuffle: Callable[[int], Ints]) -> None:
    """One row a person, in random order."""
    people = [
        (f"g{group:02d}", label, decision)
        for group, cells in enumerate(counts)
        for (label, decision), many in zip(_ROWS_OF_CELLS, cells, strict=True)
        for _ in range(many)
    ]
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("group", "y_true", "y_pred"))
        writer.writerows(people[at] for at in shuffle(len(people)))


def _check(policy: Path, predictions: Path) -> int:
    command = [sys.executable, "-m", "fairgate.cli.main", "check"]
    arguments = ["--policy", str(policy), "--predictions", str(predictions), "--format", "json"]
    return process([*command, *arguments], codes=(0, 3, 4)).code
