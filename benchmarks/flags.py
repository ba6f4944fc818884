"""The flag hook: how fast a feature goes off, an edit is undone, and what an attacker achieves."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.tools.figures import Claim, Section, Settings
from benchmarks.tools.flag_attack import attack
from benchmarks.tools.flag_times import costs, revocations, undoings
from tests.rollout.attacks.stage import Stage
from tests.servers.unleash import TOOLS, VERSION, Unleash, running

OTHER = "8.2.0"
DEAREST = 0.2
"""Milliseconds that the guard may add to a call."""

_TEXT = """\
A real Unleash with PostgreSQL, started here; fairgate writes as an editor of its own. Closing is
timed from the command to the moment at which the guard in a client says no. A rogue edit adds a
strategy for everybody to the parent flag; it is timed by the server's own event log, against
`fairgate flag watch` with its defaults. The guard's cost is a call's processor time beside that
of a bare `is_enabled` of the same client, in turns. In the attack run an editor writes everything
there is to write, at random and without rest, on a flag that was never assessed, one that is open
at 10 %, and two that somebody closes and opens; client processes ask without end, and each time
somebody saw a feature is compared with the grants in the log: signed, for that model, and not
ended."""

_Row = tuple[str, str]


def run(settings: Settings) -> Section:
    """Measure all on one version, and the attack on the other too if it is installed."""
    logging.getLogger("UnleashClient").setLevel(logging.CRITICAL)
    logging.getLogger("fairgate").setLevel(logging.ERROR)
    rows: list[_Row] = []
    claims: list[Claim] = []
    versions = (VERSION, OTHER)[: settings.pick(1, 1, 2)]
    for version in versions:
        if version != VERSION and not (TOOLS / f"unleash-{version}").is_dir():
            rows.append((f"attack run on {version}", "not installed"))
            continue
        with TemporaryDirectory() as folder, running(Path(folder), version) as server:
            parts = [_attacked(_stage(folder, "attack", server), version, settings)]
            if version == VERSION:
                parts.insert(0, _timed(folder, server, settings))
            for found, reached in parts:
                rows += found
                claims += reached
    return Section("Feature flags", " ".join(_TEXT.split()), ("figure", "measured"), rows, claims)


def _stage(folder: str, name: str, server: Unleash) -> Stage:
    place = Path(folder) / name
    place.mkdir()
    return Stage(place, server)


def _timed(folder: str, server: Unleash, settings: Settings) -> tuple[list[_Row], list[Claim]]:
    rows, claims = [], []
    for refresh in (1, 15)[: settings.pick(1, 1, 2)]:
        times = settings.pick(1, 5, 20 if refresh == 1 else 3)
        stage = _stage(folder, f"revoke-{refresh}", server)
        spent = revocations(stage, refresh, times, clients=settings.pick(1, 2, 5))
        what = f"closed to off, refresh {refresh} s"
        rows += _spread(what, spent)
        claims.append(Claim(f"{what}, slowest", max(spent), refresh + 2.5, "s"))
    spent = undoings(_stage(folder, "undo", server), settings.pick(3, 20, 100))
    rows += _spread("rogue edit to undone", spent)
    claims.append(Claim("rogue edit to undone, median", median(spent), 1.0, "s"))
    claims.append(Claim("rogue edit to undone, 99 % within", _late(spent), 2.0, "s"))
    found = costs(_stage(folder, "cost", server), *settings.pick((2, 50), (5, 500), (20, 2000)))
    rows += [(f"a call, {name}", f"{spent:.3f} ms") for name, spent in found.items()]
    added = max(
        found[f"guard, {name}"] - found[f"bare, {name}"] for name in ("who sees it", "who does not")
    )
    claims.append(Claim("what the guard adds to a call", added, DEAREST, "ms"))
    return rows, claims


def _attacked(stage: Stage, version: str, settings: Settings) -> tuple[list[_Row], list[Claim]]:
    seconds, clients = settings.pick((2.0, 1), (15.0, 2), (60.0, 4))
    came = attack(stage, seconds, clients)
    where = f"Unleash {version}, {clients} clients, {seconds:.0f} s"
    rows = [
        (f"{where}: edits by the attacker", f"{came.edits:,}"),
        ("lines of the log that say undone, and name the attacker", _of(came.named, came.undone)),
        ("evaluations through the guard", f"{came.asked:,}"),
        ("showed a feature under a grant", f"{came.granted:,}"),
        ("showed a feature without one", f"{came.exposed:,}"),
        ("showed one without a grant in a client that asks past the guard", f"{came.plainly:,}"),
    ]
    return rows, [Claim(f"seen without a grant through the guard, {version}", came.exposed, 0)]


def _spread(what: str, spent: list[float]) -> Iterator[_Row]:
    yield f"{what}, median of {len(spent)}", f"{median(spent):.2f} s"
    yield f"{what}, 99 % within", f"{_late(spent):.2f} s"


def _late(spent: list[float]) -> float:
    return sorted(spent)[math.ceil(0.99 * len(spent)) - 1]


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}"
