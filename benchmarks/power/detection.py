"""Whether a violation is found: one group worse off among many, next to other methods."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from benchmarks.tools.deciding import failures
from benchmarks.tools.figures import Claim, Settings, amount
from benchmarks.tools.parallel import each
from benchmarks.tools.plain import pair_fails, pairs_fail
from benchmarks.tools.worlds import SIZES, World, four_fifths
from fairgate.statistics.limits import wilson

RATE, TRUE_RATIO = 0.3, 0.6
REACH = {(5, 5_000): 0.90, (20, 20_000): 0.92, (20, 5_000): 0.28}
"""Power to reach, by groups and rows."""
_SEED = 21

COLUMNS = ("groups", "rows", "sizes", "this gate", "plain method", "test that knows the pair")


@dataclass(frozen=True)
class _Job:
    groups: int
    rows: int
    sizes: str
    tables: int


def measure(settings: Settings) -> tuple[list[tuple[str, ...]], list[Claim]]:
    """Power against the four-fifths rule, the median-sized group at a true ratio of .6."""
    tables = settings.pick(50, 1_000, 4_000)
    places = [*REACH, *settings.pick((), (), ((60, 20_000),))]
    sizes = settings.pick(("equal",), ("equal",), ("equal", "skewed"))
    jobs = [_Job(*place, size, tables) for place, size in product(places, sizes)]
    powers = each(_power, jobs, settings.processes)
    rows = [
        (str(job.groups), f"{job.rows:,}", job.sizes, *(amount(value) for value in power))
        for job, power in zip(jobs, powers, strict=True)
    ]
    claims = [
        Claim(
            f"power, {job.groups} groups, {job.rows:,} rows, ratio {TRUE_RATIO}",
            power[0],
            REACH[job.groups, job.rows],
            at_least=True,
        )
        for job, power in zip(jobs, powers, strict=True)
        if job.sizes == "equal" and (job.groups, job.rows) in REACH
    ]
    return rows, claims


def _power(job: _Job) -> tuple[float, float, float]:
    """Power of the gate, of the plain method, and of a test that knows the pair."""
    promise = four_fifths()
    n = SIZES[job.sizes](job.groups, job.rows)
    low = job.groups // 2
    rate = np.where(np.arange(job.groups) == low, RATE * TRUE_RATIO, RATE)
    x = World({}, promise, n, rate).draw(np.random.default_rng(_SEED), job.tables)
    neighbour = low - 1  # of the same size, or the next larger
    return (
        float(failures(promise, x, n[:, None]).mean()),
        float(pairs_fail(promise, x, n[:, None], wilson).mean()),
        float(pair_fails(promise, x, n[:, None], low, neighbour).mean()),
    )
