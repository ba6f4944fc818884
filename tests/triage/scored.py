"""Labelled items, judged by what ``fairgate triage`` uses, as the five figures of the criteria."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from benchmarks.tools.triage_scores import Scores, score
from fairgate.triage import Triage, parse_items, ready
from fairgate.triage.weights import LEVELS

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "triage"
DEV = ROOT.parent / "shared" / "data" / "triage-dev.jsonl"


@functools.cache
def triage() -> Triage:
    """Compile the built-in signals once."""
    return ready()


def scores(path: Path) -> Scores:
    """Judge a labelled file."""
    content = path.read_bytes()
    told = [LEVELS.index(json.loads(line)["risk"]) for line in content.decode().splitlines()]
    flags = triage().flags(parse_items(content, path.name))
    return score(told, [flag.risk for flag in flags])
