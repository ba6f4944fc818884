"""Why Clopper-Pearson: what other limits do to small groups in the same construction."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from benchmarks.tools.figures import Claim, Section, Settings, amount
from benchmarks.tools.parallel import each
from benchmarks.tools.plain import LIMITS, first_fails, pairs_fail, rest_fails
from benchmarks.tools.worlds import (
    CONFIGURATIONS,
    ERROR,
    World,
    four_fifths,
    rates_at_the_limit,
    ten_points,
)

_PLACES = ((20, 10, 1_000), (60, 10, 3_000))
"""Groups, rows of each small one, rows of all."""
_RATES = (0.05, 0.3, 0.9)
_PROMISES = {"ratio .8": four_fifths, "difference .1": ten_points}
_FAMILIES = ("all pairs", "group against the rest", "giant named, good", "giant named, harm")
_SEED = 11

_TEXT = """\
20 groups in 1,000 rows and 60 in 3,000: one giant and groups of ten. True rates are at the
boundary. The share of tables in which MOVER finds a violation, though there is none, by the
limits that it is given: over all pairs (Bonferroni), groups against the rest (the gate's
critical value), groups against a named reference, the giant (Bonferroni). Worst of six
arrangements; .05 is promised."""


@dataclass(frozen=True)
class _Job:
    groups: int
    small: int
    rows: int
    rule: str
    rate: float
    tables: int


def run(settings: Settings) -> Section:
    """Measure family-wise false alarms for three kinds of limits."""
    tables = settings.pick(20, 400, 4_000)
    jobs = [
        _Job(*place, rule, rate, tables)
        for place, rule, rate in product(settings.pick(*_places()), _PROMISES, _RATES)
    ]
    found = list(zip(jobs, each(_shares, jobs, settings.processes), strict=True))
    allowed = ERROR + 3 * float(np.sqrt(ERROR * (1 - ERROR) / tables))
    worst = {name: max(share[f, name] for _, share in found for f in _FAMILIES) for name in LIMITS}
    others = ", ".join(f"{name} {amount(worst[name])}" for name in list(LIMITS)[:2])
    return Section(
        "Why Clopper-Pearson limits",
        " ".join(_TEXT.split()),
        ("groups", "rule", "rate", "contrasts", *LIMITS),
        [
            (
                str(job.groups),
                job.rule,
                f"{job.rate:g}",
                family,
                *(amount(share[family, name]) for name in LIMITS),
            )
            for job, share in found
            for family in _FAMILIES
        ],
        [
            Claim(
                f"false alarms with Clopper-Pearson limits, at worst (others: {others})",
                worst["Clopper-Pearson"],
                allowed,
            )
        ],
    )


def _places() -> tuple[tuple[tuple[int, int, int], ...], ...]:
    """The smallest, a quick and the full choice of places."""
    return _PLACES[:1], _PLACES[:1], _PLACES


def _shares(job: _Job) -> dict[tuple[str, str], float]:
    """Share of tables that fail, by family and limits; the worst arrangement."""
    n = np.full(job.groups, job.small)
    n[0] = job.rows - n[1:].sum()
    rng = np.random.default_rng([_SEED, job.groups])
    shares: dict[tuple[str, str], float] = {}
    for low in (CONFIGURATIONS[who](job.groups) for who in CONFIGURATIONS):
        good, harm = (_PROMISES[job.rule](good=is_good) for is_good in (True, False))
        rate = rates_at_the_limit(good, n, low, job.rate)
        x = World({}, good, n, rate).draw(rng, job.tables)
        pooled = float(rate @ n / n.sum())
        for name, limits in LIMITS.items():
            rows = n[:, None]
            failed = {
                "all pairs": pairs_fail(good, x, rows, limits),
                "group against the rest": rest_fails(good, x, rows, limits, pooled),
                "giant named, good": first_fails(good, x, rows, limits),
                "giant named, harm": first_fails(harm, x, rows, limits),
            }
            for family, tables in failed.items():
                before = shares.get((family, name), 0.0)
                shares[family, name] = max(before, float(tables.mean()))
    return shares
