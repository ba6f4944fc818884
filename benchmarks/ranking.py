"""Rankings: FA*IR at k = 1,500, measures of 10,000 queries, a sweep of 500 items; and two peers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.tools.clock import timed
from benchmarks.tools.figures import Claim, Section, Settings, Size, amount
from benchmarks.tools.ranking_peers import environment, fair_rank_tune, fair_search
from fairgate.ranking import many
from fairgate.ranking.design import TopK, sweep
from fairgate.ranking.mtable import adjusted, failure_probability, mtable
from fairgate.ranking.queries import Queries
from fairgate.ranking.stability import two_d

K_SECONDS, MANY_SECONDS, SWEEP_SECONDS = 1.0, 2.0, 2.0
FASTER, AGREE, NEARLY = 100.0, 1e-9, 1e-6
ITEMS = 100
TURNS = 3
_TEXT = """\
Medians in this process. FA*IR: the m-table at p = .5, alpha = .1 and the exact probability that
a fair ranker fails it; "adjusted" searches for the level at which that is alpha. Measures: rND,
rKL, exposure ratio, NDKL, skew at 10 and the gap of pairs won of every query of 100 items in two
groups. Sweep: every ranking that weights of two attributes give of uniform items, judged by an
oracle (at least 40 % of a group in the best 50), and the stability of the best 50. FairRankTune
measures exposure ratio, NDKL and ARP of the first {few} of the same rankings, one by one, in an
environment of its own, taking turns; importing it does not count. fairsearchcore works out the same
probability at k = {k}, where it runs."""


@dataclass
class _Found:
    rows: list[tuple[str, ...]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def limit(self, what: str, seconds: float, reach: float) -> None:
        self.rows.append((what, f"{seconds:.3f} s"))
        self.claims.append(Claim(what, seconds, reach, "s"))


def run(settings: Settings) -> Section:
    """Measure the speeds, and the peers where they can be installed."""
    found = _Found()
    k, queries, items = settings.pick((100, 50, 30), (1_500, 10_000, 500), (1_500, 10_000, 500))
    few, small_k = settings.pick(2, 20, 100), 20
    repeats = settings.pick(1, 3, 5)
    _fair_star_ir(found, k, repeats)
    rankings = _rankings(queries)
    _measures(found, rankings, repeats)
    _sweeps(found, items, repeats)
    python = None if settings.size is Size.SMALLEST else environment(settings.directory)
    if python is None:
        found.rows.append(("peers", "not installed"))
    else:
        _tune(found, settings, python, rankings, few)
        _search(found, python, small_k)
    text = " ".join(_TEXT.format(few=few, k=small_k).split())
    return Section("Rankings", text, ("work", "time"), found.rows, found.claims)


def _median(work: object, repeats: int) -> float:
    assert callable(work)
    return float(np.median([timed(work).seconds for _ in range(repeats)]))


def _fair_star_ir(found: _Found, k: int, repeats: int) -> None:
    table = mtable(k, 0.5, 0.1)
    both = _median(lambda: failure_probability(mtable(k, 0.5, 0.1), 0.5), repeats)
    found.limit(f"FA*IR m-table and failure probability, k = {k:,}", both, K_SECONDS)
    seconds = _median(lambda: adjusted(k, 0.5, 0.1), 1)
    failure = failure_probability(table, 0.5)
    found.rows.append((f"the same, adjusted ({failure:.4f} unadjusted)", f"{seconds:.3f} s"))


def _rankings(queries: int) -> np.ndarray:
    rng = np.random.default_rng(8)
    return (rng.random((queries, ITEMS)) < np.linspace(0.6, 0.2, ITEMS)).astype(np.int64)


def _table(codes: np.ndarray) -> Queries:
    return Queries(("a", "b"), codes.ravel(), np.arange(len(codes) + 1) * ITEMS)


def _measures(found: _Found, codes: np.ndarray, repeats: int) -> None:
    def work() -> None:
        table = _table(codes)
        many.prefix("rnd", table, "b")
        many.prefix("rkl", table, "b")
        many.exposure_ratio(table)
        many.ndkl(table)
        many.skew_at_k(table, "b", 10)
        many.pairwise_gap(table)

    work()
    seconds = _median(work, repeats)
    found.limit(f"six measures of {len(codes):,} queries x {ITEMS}", seconds, MANY_SECONDS)


def _sweeps(found: _Found, items: int, repeats: int) -> None:
    rng = np.random.default_rng(9)
    points = rng.random((items, 2))
    groups = ["f" if one else "m" for one in (rng.random(items) < 0.4).tolist()]
    k = max(items // 10, 2)
    floors: dict[str | None, int] = {"f": max(int(0.4 * k), 1)}
    oracle = TopK.of(groups, k, at_least=floors)
    seconds = _median(lambda: sweep(points, oracle), repeats)
    found.limit(f"fair weights: exact sweep of {items} items", seconds, SWEEP_SECONDS)
    weights = np.array([1.0, 1.0])
    seconds = _median(lambda: two_d(points, weights, k, "set"), repeats)
    found.limit(f"stability of the best {k}: exact, {items} items", seconds, SWEEP_SECONDS)


def _tune(found: _Found, settings: Settings, python: Path, codes: np.ndarray, few: int) -> None:
    path = settings.directory / "rankings.npy"
    np.save(path, codes[:few])

    def work() -> np.ndarray:
        table = _table(codes)
        measures = (many.exposure_ratio, many.ndkl, many.pairwise_gap)
        return np.stack([measure(table).each for measure in measures], axis=1)

    turns = [(fair_rank_tune(python, path), timed(work).seconds) for _ in range(TURNS)]
    answer = turns[0][0]
    if answer.reason:
        found.rows.append(("FairRankTune", f"does not run: {answer.reason}"))
        return
    theirs = float(np.median([turn.found["seconds"] for turn, _ in turns])) / few
    ours = float(np.median([seconds for _, seconds in turns])) / len(codes)
    found.rows.append(("FairRankTune, three measures of a query", f"{1e3 * theirs:.2f} ms"))
    found.rows.append(("ours, the same three, of a query", f"{1e3 * ours:.4f} ms"))
    apart = np.abs(work()[:few] - np.array(answer.found["values"])).max(axis=0)
    found.claims += [
        Claim("three measures, FairRankTune takes", theirs / ours, FASTER, "x", at_least=True),
        Claim("exposure ratio and ARP, difference", float(apart[[0, 2]].max()), AGREE),
        Claim("NDKL, difference (it adds a small number to every share)", float(apart[1]), NEARLY),
    ]


def _search(found: _Found, python: Path, k: int) -> None:
    answer = fair_search(python, k)
    ours = _median(lambda: failure_probability(mtable(k, 0.5, 0.1), 0.5), 5)
    if answer.reason:
        found.rows.append(("fairsearchcore 1.0.4", f"does not run here: {answer.reason}"))
    else:
        theirs = answer.found["seconds"]
        told = f"{1e3 * theirs:.1f} ms; ours {1e3 * ours:.2f} ms ({amount(theirs / ours, 'x')})"
        found.rows.append((f"fairsearchcore, failure probability, k = {k}", told))
