"""Predictions and policies as files, small enough to know the verdict beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

POLICY = """\
version: 1
name: loans
predictions: p.csv
columns: {label: repaid, prediction: approved, row_id: id, sensitive: {sex: sex}}
groups: [sex]
rules:
  - id: four-fifths
    metric: selection_rate
    ratio: {at_least: 0.8, must_detect: 0.6}
"""

FAIR = {"f": (300, 50, 50, 100), "m": (300, 50, 50, 100)}
UNFAIR = {"f": (100, 50, 250, 100), "m": (300, 50, 50, 100)}
FEW = {"f": (3, 1, 1, 2), "m": (3, 1, 1, 2)}
"""By sex: true positives, false positives, false negatives, true negatives."""

CODES = {"pass": 0, "fail": 3, "unknown": 4}
TABLES = {"pass": FAIR, "fail": UNFAIR, "unknown": FEW}


def write_rows(path: Path, table: Mapping[str, tuple[int, int, int, int]]) -> Path:
    """Write predictions with so many rows of each kind; equal labels bear equal row ids."""
    lines = ["id,sex,repaid,approved"]
    for sex, (tp, fp, fn, tn) in table.items():
        for label, prediction, n in ((1, 1, tp), (1, 0, fn), (0, 1, fp), (0, 0, tn)):
            lines += [f"{len(lines) + i},{sex},{label},{prediction}" for i in range(n)]
    path.write_text("\n".join(lines) + "\n")
    return path


def write_case(folder: Path, outcome: str = "pass", policy: str = POLICY) -> Path:
    """Write ``fairgate.yaml`` and ``p.csv`` with a known outcome; return the policy."""
    write_rows(folder / "p.csv", TABLES[outcome])
    path = folder / "fairgate.yaml"
    path.write_text(policy)
    return path
