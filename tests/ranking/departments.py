"""The computer science departments of Ranking Facts, ranked as in its paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fairgate.engine.items import Wanted, read_items
from fairgate.ranking.items import Items
from fairgate.ranking.label.make import make_label
from fairgate.ranking.label.request import Request, Sensitive
from fairgate.ranking.label.values import Label, Measure, Normalise

FILE = Path(__file__).resolve().parents[2] / "examples" / "ranking" / "departments.csv"
SIZE, REGION = "Department Size", "Regional Code"
WEIGHTS = (("Average Count", 1.0), ("Faculty", 1.0), ("GRE", 1.0))


@cache
def departments() -> Items:
    """Read them."""
    names = tuple(name for name, _ in WEIGHTS)
    return read_items(str(FILE), Wanted(names, (SIZE, REGION), "College Name"))


@cache
def label(normalise: Normalise = Normalise.NONE) -> Label:
    """Label them: every size is judged, regions are shown."""
    request = Request(WEIGHTS, (Sensitive(SIZE),), (REGION,), normalise=normalise)
    return make_label(departments(), request)


def measure(found: Label, metric: str, group: str | None) -> Measure:
    """Pick a measure."""
    return next(m for m in found.fairness.measures if (m.metric, m.group) == (metric, group))
