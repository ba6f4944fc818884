"""FairRankTune and fairsearchcore, each in an environment of its own, timed by themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PEERS = ("FairRankTune==0.0.7", "fairsearchcore==1.0.4")

_TUNE = """
import json, sys, time
import numpy as np, pandas as pd
from FairRankTune import Metrics as m
given = np.load(sys.argv[1])
values, seconds = [], 0.0
for codes in given:
    frame = pd.DataFrame([str(i) for i in range(len(codes))])
    groups = {str(i): int(code) for i, code in enumerate(codes)}
    start = time.perf_counter()
    exp, _ = m.EXP(frame, groups, "MinMaxRatio")
    ndkl = m.NDKL(frame, groups)
    arp, _ = m.ARP(frame, groups, "MaxMinDiff")
    seconds += time.perf_counter() - start
    values.append([float(exp), float(ndkl), float(arp)])
print(json.dumps({"seconds": seconds, "values": values}))
"""
_SEARCH = """
import json, sys, time
import fairsearchcore
k = int(sys.argv[1])
start = time.perf_counter()
fair = fairsearchcore.Fair(k, 0.5, 0.1)
table = fair.create_unadjusted_mtable()
failure = fair.compute_fail_probability(table)
print(json.dumps({"seconds": time.perf_counter() - start, "failure": float(failure)}))
"""


@dataclass(frozen=True)
class Answer:
    """What a peer printed, or why it did not."""

    found: dict[str, Any]
    reason: str = ""


def environment(directory: Path) -> Path | None:
    """Install the peers once; None where they cannot be had."""
    home = directory / "ranking-peers"
    python = home / "bin" / "python"
    if (home / "installed").exists():
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, capture_output=True)
        words = [str(python), "-m", "pip", "install", "--quiet", *PEERS]
        subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    (home / "installed").touch()
    return python


def fair_rank_tune(python: Path, rankings: Path) -> Answer:
    """Measure the rankings of a file, one by one: exposure ratio, NDKL, ARP."""
    return _run(python, _TUNE, str(rankings))


def fair_search(python: Path, k: int) -> Answer:
    """Work out the probability that a fair ranker fails an unadjusted table."""
    return _run(python, _SEARCH, str(k))


def _run(python: Path, script: str, *words: str) -> Answer:
    done = subprocess.run(
        [str(python), "-c", script, *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return Answer({}, done.stderr.strip().splitlines()[-1])
    return Answer(json.loads(done.stdout.splitlines()[-1]))
