"""The proof that tables judged by the thousand are judged as :func:`fairgate.gate.judge` does."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from benchmarks.false_alarms import grid, metrics
from benchmarks.tools.alarms import Draw
from benchmarks.tools.deciding import failures
from benchmarks.tools.figures import Settings
from benchmarks.tools.parallel import each
from benchmarks.tools.people import People, promise, tally
from benchmarks.tools.policies import policy_failures
from benchmarks.tools.worlds import Ints, World
from fairgate.gate import judge
from fairgate.policy import Policy
from fairgate.verdict import Outcome

_SEED = 7
_EVERY = 3
"""Tables of a world: one as true, one with a group worse off, one much worse off."""


def decided_alike(settings: Settings) -> tuple[int, int, int]:
    """Judge tables of all kinds of worlds both ways.

    Returns
    -------
    tables, failed, different : int
        Tables judged, how many of them failed, and how many were decided differently.
    """
    worlds = [*grid.worlds(), *metrics.worlds()]
    wanted = settings.pick(4, 40, 200)
    chosen = [worlds[at] for at in np.linspace(0, len(worlds) - 1, wanted).astype(int)]
    draws = [Draw(world, _EVERY, (_SEED, at)) for at, world in enumerate(chosen)]
    found = each(_compare, draws, settings.processes)
    return (
        sum(tables for tables, _, _ in found),
        sum(failed for _, failed, _ in found),
        sum(different for _, _, different in found),
    )


def _compare(draw: Draw) -> tuple[int, int, int]:
    world = draw.world
    if isinstance(world, World):
        policy, counts = _as_policy(world), _as_cells(world, draw)
        x = counts[:, :2].sum(axis=1)
        fast = failures(world.promise, x, world.n[:, None])
    else:
        assert isinstance(world, People)
        policy, counts = world.policy, _worsened(world.draw(draw.rng, draw.tables))
        fast = policy_failures(policy, counts)
    today = datetime.now(UTC).date()
    slow = np.array(
        [
            judge(policy, tally(counts[:, :, at]), today=today).outcome is Outcome.FAIL
            for at in range(draw.tables)
        ]
    )
    return draw.tables, int(slow.sum()), int((fast != slow).sum())


def _as_policy(world: World) -> Policy:
    """The one rule of a world, about a metric of its direction."""
    own = world.promise
    reference = own.reference if isinstance(own.reference, str) else f"group=g{own.reference:02d}"
    kind = "ratio" if own.scale.ratio else "difference"
    limit = "at_least" if own.scale.ratio else "at_most"
    # All labels are 0, so the false positive rate is the same share, as a harm.
    metric = "selection_rate" if own.scale.more_is_good else "false_positive_rate"
    rule = {
        "metric": metric,
        kind: {limit: own.limit, "must_detect": own.must_detect},
        "reference": reference,
    }
    return promise(rule)


def _as_cells(world: World, draw: Draw) -> Ints:
    """Tables of successes as tables of four cells: nobody's label is 1."""
    x = world.draw(draw.rng, draw.tables)
    nobody = np.zeros_like(x)
    return _worsened(np.stack([nobody, x, nobody, world.n[:, None] - x], axis=1))


def _worsened(counts: Ints) -> Ints:
    """Take yeses from the middle group in the later tables, so that some of them fail."""
    worse = counts.copy()
    group = len(counts) // 2
    for table in range(counts.shape[2]):
        share = table / (2 * _EVERY)
        taken = (worse[group, :2, table] * share).astype(np.int64)
        worse[group, :2, table] -= taken
        worse[group, 2:, table] += taken
    return worse
