"""Clocks: seconds and peak memory of processes, interleaved so that a busy machine is fair."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BYTECODE = Path("build/bench/bytecode")
"""Where measured processes keep compiled modules: nothing is compiled twice, as anywhere else."""

_EPILOGUE = """
from pathlib import Path
status = Path("/proc/self/status")
high = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")] \
    if status.exists() else ["nan"]
print(seconds, float(high[0]) * 1024 / 1e6)
"""
"""Prints seconds and MB. Peak memory by getrusage would count the parent's, before exec."""


@dataclass(frozen=True)
class Run:
    """One run: seconds by the wall, peak memory in MB (NaN: not measured), exit code."""

    seconds: float
    megabytes: float = math.nan
    code: int = 0


def process(arguments: Sequence[str], codes: Sequence[int] = (0,)) -> Run:
    """Run a process from start to exit, by the wall.

    Raises
    ------
    RuntimeError
        If it ends with another exit code than ``codes``.
    """
    return _run(arguments, codes)[0]


def python(code: str, *arguments: str) -> Run:
    """Run a script in a process of its own, and take the ``seconds`` it measures itself.

    So starting Python and importing libraries does not count.
    """
    _, output = _run([sys.executable, "-c", code + _EPILOGUE, *arguments])
    seconds, megabytes = output.split()[-2:]
    return Run(float(seconds), float(megabytes))


def _run(arguments: Sequence[str], codes: Sequence[int] = (0,)) -> tuple[Run, str]:
    start = time.perf_counter()
    done = subprocess.run(
        arguments, capture_output=True, text=True, check=False, env=_environment()
    )
    seconds = time.perf_counter() - start
    if done.returncode not in codes:
        raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return Run(seconds, code=done.returncode), done.stdout


def _environment() -> dict[str, str]:
    kept = {key: v for key, v in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(BYTECODE.absolute())}


def interleaved(
    contenders: Mapping[str, Callable[[], Run]],
    rounds: int,
) -> dict[str, Run]:
    """Let contenders take turns, after one turn that does not count.

    Returns
    -------
    dict of str to Run
        Median seconds and largest memory of each.
    """
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, contender in contenders.items():
            run = contender()
            if turn:
                runs[name].append(run)
    return {
        name: Run(
            statistics.median(run.seconds for run in many),
            max(run.megabytes for run in many),
            many[-1].code,
        )
        for name, many in runs.items()
    }


def timed(work: Callable[[], object]) -> Run:
    """Run a function in this process."""
    start = time.perf_counter()
    work()
    return Run(time.perf_counter() - start)
