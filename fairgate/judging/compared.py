"""Who is compared, who is not, and why."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from fairgate import sentences
from fairgate.cells import Cells
from fairgate.judging import promise
from fairgate.judging.case import Case
from fairgate.metrics import Metric, divide
from fairgate.statistics.judgement import Mask
from fairgate.verdict import Excluded, Waived


@dataclass(frozen=True)
class Compared:
    """Who is compared: cells of the K groups, and what was left out."""

    cells: Cells
    waived: Mask
    excluded: tuple[Excluded, ...]
    waivers: tuple[Waived, ...]
    missing: int
    notes: tuple[str, ...]


def compared_groups(case: Case) -> Compared:
    """Leave out people whose attribute is not given and groups under the rule's min_share."""
    cells, rule = case.tally.cells[case.attributes], case.rule
    known = cells if case.compare_missing else cells.keep(cells.complete)
    missing = int(cells.rows.sum() - known.rows.sum())
    share = divide(known.rows, known.rows.sum())
    rare = (share < rule.min_share) & ~known.named(rule.reference)
    excluded = tuple(
        Excluded(
            name,
            int(rows),
            _shown_value(rule.measure, known, at),
            f"{sentences.percent(part)} of the rows, under min_share "
            f"{sentences.percent(rule.min_share)}",
        )
        for at, (name, rows, part) in enumerate(zip(known.names, known.rows, share, strict=True))
        if rare[at]
    )
    kept = known.keep(~rare)
    waivers, waived, notes = _waivers(case, kept, known)
    if missing:
        notes = (
            *notes,
            f"Rows without {case.name.replace(',', ' or ')} are reported apart and not compared.",
        )
    return Compared(kept, waived, excluded, waivers, missing, notes)


def _shown_value(metric: Metric, cells: Cells, at: int) -> float | None:
    if metric.needs_score or metric.of:
        return None
    result = float(metric.values(cells)[at])
    return None if math.isnan(result) else result


def _waivers(
    case: Case,
    kept: Cells,
    known: Cells,
) -> tuple[tuple[Waived, ...], Mask, tuple[str, ...]]:
    """Which groups are waived today; an expired waiver removes nothing and is named."""
    waived = np.zeros(len(kept.groups), dtype=bool)
    applied, notes = [], []
    for waiver in case.waivers:
        matches = kept.named(waiver.groups)
        if not matches.any():
            absent = not known.named(waiver.groups).any()
            if absent and _is_about(waiver.groups, case.attributes):
                notes.append(f"The waiver for {waiver.groups} names a group without rows.")
            continue
        applied.append(promise.waived(waiver, case.today))
        if applied[-1].expired:
            notes.append(promise.ended(waiver))
        else:
            waived |= matches
    return tuple(applied), waived, tuple(notes)


def _is_about(text: str, attributes: tuple[str, ...]) -> bool:
    """Whether a waiver's text names values of just these attributes."""
    named = re.findall(r"(?:^|,)\s*([^,=]+)=", text)
    return sorted(named) == sorted(attributes)
