"""Small counts can point at people: hide them, and what would give them away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fairgate.ranking.label.values import Fairness, GroupRow, Label, Variety
from fairgate.suppression import Count, partition


def hide(label: Label, min_cell: int) -> Label:
    """Hide counts under ``min_cell``, and others as far as a sum would tell them.

    Figures that are worked out from counts are not hidden, and can tell a determined reader
    more than the counts do.

    Parameters
    ----------
    label : Label
        With exact counts.
    min_cell : int
        0 or 1 hides nothing.
    """
    if min_cell <= 1:
        return label
    fairness = label.fairness
    rows = tuple(_rows(fairness.groups, min_cell))
    told = {(row.column, row.group) for row in rows if not _is_hidden(row)}
    return replace(
        label,
        fairness=Fairness(
            rows,
            tuple(
                one
                if one.whole or one.metric not in _COUNTED or (one.column, one.group) in told
                else replace(one, reason=_WHY.format(min_cell))
                for one in fairness.measures
            ),
            tuple(
                one if (one.column, one.group) in told else replace(one, statistic=None)
                for one in fairness.compat
            ),
        ),
        diversity=tuple(_variety(one, min_cell) for one in label.diversity),
    )


_COUNTED = ("fair_star_ir", "pairwise", "proportion")
"""Measures whose words tell counts."""

_WHY = "counts under {} and what would tell them are hidden"


def _is_hidden(row: GroupRow) -> bool:
    return not (isinstance(row.overall, int) and isinstance(row.in_k, int))


def _rows(rows: Iterable[GroupRow], min_cell: int) -> Iterable[GroupRow]:
    listed = list(rows)
    for column in dict.fromkeys(row.column for row in listed):
        own = [row for row in listed if row.column == column]
        overall, inside = (
            _hidden(counts, min_cell)
            for counts in ([row.overall for row in own], [row.in_k for row in own])
        )
        for row, n, best in zip(own, overall, inside, strict=True):
            yield replace(row, overall=n, in_k=best)


def _variety(found: Variety, min_cell: int) -> Variety:
    best = _hidden([row[1] for row in found.counts], min_cell)
    overall = _hidden([row[2] for row in found.counts], min_cell)
    rows = zip(found.counts, best, overall, strict=True)
    return replace(found, counts=tuple((row[0], top, n) for row, top, n in rows))


def _hidden(counts: list[Count], min_cell: int) -> list[Count]:
    """Protect counts whose sum the reader knows."""
    exact = {str(at): count for at, count in enumerate(counts) if isinstance(count, int)}
    return list(partition(exact, min_cell).values())
