"""False alarms: how often a model that keeps every promise, if only just, is blocked.

Tables of counts are drawn from worlds in which the worst contrast is exactly at its limit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from benchmarks.false_alarms import files, grid, metrics, proof, regression, scores
from benchmarks.tools import alarms
from benchmarks.tools.alarms import Draw, Drawable
from benchmarks.tools.figures import Claim, Section, Settings


class _Part(Protocol):
    """A module with worlds, and how often each fails."""

    def worlds(self) -> Sequence[Drawable]: ...

    def failed(self, draw: Draw, /) -> int: ...


_PARTS: Mapping[str, _Part] = {
    "one rule about a rate": grid,
    "other metrics, values, policies of four rules": metrics,
    "rules about scores": scores,
    "re-trained, no less fair": regression,
}
_TEXT = """\
True rates are at the boundary: no promise is broken, and the worst contrast is exactly at its
limit. Groups: 2 to 60; rows: 1,000 to 50,000; sizes equal, skewed (1, 1/2, 1/3, ...) or many
groups beside a giant; rates .05, .3, .9, and .01, 0 and 1 at the edges; at the bottom of the
band: one group, the largest, all but the largest, half, a fifth, graded; a random {share} of
all combinations, and every one about scores and regressions. Tables are drawn as counts and
judged by the gate's own code, thousands at once; {tables} tables of all kinds, {failed} of
which fail, were judged by `judge` as well and {different} were decided differently. Worlds near
the promise are drawn again, five times as often, and only the new tables count. Allowed is .05
plus three standard errors of the simulation."""


def _some(worlds: Sequence[Drawable], share: float) -> list[Drawable]:
    """A random share of many worlds; of few, at least as many as the share of a thousand."""
    wanted = math.ceil(share * max(len(worlds), 1_000))
    order = np.random.default_rng(0).permutation(len(worlds))
    return [worlds[at] for at in np.sort(order[:wanted])]


def run(settings: Settings) -> Section:
    """Measure the share of false alarms in every world."""
    many = settings.pick(40, 200, 2_000)
    share = settings.pick(1 / 500, 1 / 40, 1 / 3)
    found = {
        name: alarms.count(
            part.failed, _some(part.worlds(), share), many, settings.processes, seed=at
        )
        for at, (name, part) in enumerate(_PARTS.items())
    }
    tables, failed, different = proof.decided_alike(settings)
    written, unlike = files.through_files(settings)
    everything = [alarm for part in found.values() for alarm in part]
    text = _TEXT.format(share=f"{share:.0%}", tables=tables, failed=failed, different=different)
    return Section(
        "False alarms",
        " ".join(text.split()),
        ("rule", "groups", *alarms.SUMMARY_COLUMNS),
        alarms.summary([*everything, written], "rule", "groups"),
        [
            *(alarms.claim(name, part) for name, part in found.items()),
            alarms.claim("policy of four rules, as CSV files", [written]),
            Claim("command line and judge disagree", unlike, 0, "verdicts"),
            Claim("fast path and judge disagree", different, 0, "verdicts"),
        ],
    )
