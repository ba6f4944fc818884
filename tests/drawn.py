"""Rules and tables drawn at random: any that a policy may hold and an engine may count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from tables import marginal, on_other_rows, on_the_same_rows, policy, scored, tally, waiver

from fairgate.cells import Cells, PairedCells, Tally
from fairgate.metrics import CATALOGUE
from fairgate.policy import Policy

SIZES = (1, 3, 12, 200, 5000)
LIMITS = st.sampled_from([0.02, 0.1, 0.5, 0.8, 0.9])
POOLABLE = [name for name, metric in CATALOGUE.items() if metric.poolable]
OF_LABELS = [name for name, metric in CATALOGUE.items() if metric.parts]


@st.composite
def names(draw: st.DrawFn, low: int = 0, high: int = 8) -> tuple[tuple[str | None], ...]:
    """Up to eight groups of one attribute, perhaps one of people who did not give it."""
    known = [(f"g{at}",) for at in range(draw(st.integers(low, high)))]
    return (*known, (None,)) if draw(st.booleans()) and known else tuple(known)


@st.composite
def numbers(draw: st.DrawFn, *shape: int) -> np.ndarray:
    """Counts of one order of magnitude, with many zeros or none, sometimes whole rows of them."""
    most = draw(st.sampled_from(SIZES))
    size = int(np.prod(shape))
    flat = draw(st.lists(st.integers(0, most), min_size=size, max_size=size))
    counts = np.array(flat, dtype=np.int64).reshape(shape)
    if draw(st.booleans()):
        kept = draw(st.lists(st.booleans(), min_size=size, max_size=size))
        counts = counts * np.array(kept, dtype=np.int64).reshape(shape)
    return counts


@st.composite
def tables(draw: st.DrawFn, low: int = 0, high: int = 8) -> Cells:
    """Cells of groups ``g=g0``, ``g=g1`` and so on."""
    groups = draw(names(low, high))
    return Cells(("g",), groups, draw(numbers(len(groups), 4)))


@st.composite
def with_scores(draw: st.DrawFn) -> Tally:
    """Rows with scores, ties and single labels included."""
    row = st.tuples(st.integers(0, 1), st.sampled_from([0.0, 0.2, 0.25, 0.5, 0.77, 1.0]))
    rows = st.lists(row, max_size=30)
    groups = draw(names(0, 4))
    return scored("g", {name: draw(rows) for (name,) in groups})


@st.composite
def with_strata(draw: st.DrawFn) -> Tally:
    """Groups in up to three strata, some of which lack groups."""
    groups = draw(names(1, 4))
    places = [(*group, stratum) for group in groups for stratum in ("s0", "s1", None)]
    kept = [place for place in places if draw(st.booleans())] or places[:1]
    fine = Cells(("g", "s"), tuple(kept), draw(numbers(len(kept), 4)))
    return tally(fine, ["g"])


@st.composite
def with_baseline(draw: st.DrawFn) -> Tally:
    """Candidate and baseline: paired, unpaired, or paired for some groups only."""
    groups = draw(names(0, 6))
    if draw(st.booleans()):
        candidate = Cells(("g",), groups, draw(numbers(len(groups), 4)))
        return on_other_rows(candidate, draw(tables(0, 6)))
    paired = PairedCells(("g",), groups, draw(numbers(len(groups), 2, 2, 2)))
    counted = on_the_same_rows(paired)
    if draw(st.booleans()):
        kept = np.array([draw(st.booleans()) for _ in groups], dtype=bool)
        some = tuple(group for group, keep in zip(groups, kept, strict=True) if keep)
        part = PairedCells(("g",), some, paired.counts[kept])
        counted = replace(counted, paired={("g",): part})
    return counted


@st.composite
def rules(draw: st.DrawFn, metric: str) -> dict[str, Any]:
    """A ratio, difference or value of a metric, with the settings that go with it."""
    entry, limit = CATALOGUE[metric], draw(LIMITS)
    kinds: list[dict[str, Any]] = [{"difference": {"at_most": limit}}]
    if not entry.of:
        kinds += [{"value": {"at_least": limit}}, {"value": {"at_most": limit}}]
    if not entry.of and metric != "calibration_gap":
        kinds.append({"ratio": {"at_least": limit}})
    comparison = draw(st.sampled_from(kinds))
    rule = {"metric": metric, **comparison}
    if "value" not in comparison:
        allowed = ["best", "g=g0", "g=g7", *(["overall"] if entry.poolable else [])]
        rule["reference"] = draw(st.sampled_from(allowed))
    rule["min_share"] = draw(st.sampled_from([0.0, 0.02, 0.3]))
    rule["decide"] = draw(st.sampled_from(["confident", "confident", "estimate"]))
    rule["on_unknown"] = draw(st.sampled_from(["block", "block", "warn"]))
    return rule


@st.composite
def cases(draw: st.DrawFn) -> tuple[Policy, Tally]:
    """Any rule that makes sense, on any table that fits it."""
    kind = draw(st.sampled_from(["labels", "labels", "scores", "strata", "baseline"]))
    if kind == "labels":
        rule = draw(rules(draw(st.sampled_from([*OF_LABELS, "equalized_odds"]))))
        counted = tally(draw(tables()))
    elif kind == "scores":
        rule = draw(rules(draw(st.sampled_from(["roc_auc", "calibration_gap"]))))
        counted = draw(with_scores())
    elif kind == "strata":
        rule = draw(rules(draw(st.sampled_from(POOLABLE))))
        if "value" not in rule and rule.get("reference") != "overall":
            rule["within"] = ["s"]
        counted = draw(with_strata())
    else:
        of = draw(st.sampled_from(["gap", "rate"]))
        step = {"at_most": draw(LIMITS), "of": of}
        rule = {"metric": draw(st.sampled_from(OF_LABELS)), "regression": step}
        counted = draw(with_baseline())
    waived = draw(st.lists(st.sampled_from([f"g=g{at}" for at in range(5)]), max_size=4))
    return (
        policy(
            rule,
            groups=["g"],
            missing=draw(st.sampled_from(["report", "compare"])),
            waivers=[waiver(name) for name in waived],
        ),
        counted,
    )


def shuffled(cells: Cells, order: list[int]) -> Cells:
    """The same groups in another order."""
    return Cells(cells.attributes, tuple(cells.groups[i] for i in order), cells.counts[order])


def times(cells: Cells, factor: int) -> Cells:
    """Everybody ``factor`` times over."""
    return Cells(cells.attributes, cells.groups, cells.counts * factor)


__all__ = [
    "OF_LABELS",
    "POOLABLE",
    "cases",
    "marginal",
    "names",
    "numbers",
    "rules",
    "shuffled",
    "tables",
    "times",
    "with_baseline",
    "with_scores",
    "with_strata",
]
