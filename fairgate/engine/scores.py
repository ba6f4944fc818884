"""Scores to histograms: one more pass, on one integer key, for each finest grouping.

A key of one integer (group, label, bin) is counted faster than the attributes themselves,
and the groups and the range of the scores are known from the pass before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from fairgate.cells import Counts, ScoreHistogram
from fairgate.engine.codes import label_code
from fairgate.engine.counted import Counted, Grouping, RawGroup
from fairgate.engine.grouping import Positions, grouping_mask
from fairgate.engine.session import Session, reading
from fairgate.errors import UserError

_Fine: TypeAlias = tuple[list[RawGroup], Counts]
"""Raw groups, and their counts by label and bin, shape (K, 2, B)."""


def finest(groupings: Sequence[Grouping]) -> list[Grouping]:
    """Return the groupings from which all others can be added up.

    Examples
    --------
    >>> finest([("race",), ("sex", "race"), ("age",)])
    [('sex', 'race'), ('age',)]
    """
    sets = list(dict.fromkeys(frozenset(grouping) for grouping in groupings))
    largest = [chosen for chosen in sets if not any(chosen < other for other in sets)]
    return [next(g for g in groupings if frozenset(g) == chosen) for chosen in largest]


def histograms(
    session: Session, counted: Counted, scored: Sequence[Grouping], bins: int
) -> dict[Grouping, ScoreHistogram]:
    """Count the scores of every scored grouping; scores and labels are known to be valid.

    Bins are of equal width, over [0, 1] if all scores are inside, else from the smallest
    score to the largest. Every bin is half open, but for the last.
    """
    found: dict[Grouping, ScoreHistogram] = {}
    session.trust_statistics(not counted.coded.may_hold_nan)
    for parent in finest(scored):
        with reading(counted.coded.source.path), session.phase():
            fine = _count(session, counted, parent, bins)
        for grouping in scored:
            if grouping not in found and set(grouping) <= set(parent):
                found[grouping] = _roll_up(counted, fine, grouping)
    return {grouping: found[grouping] for grouping in scored}


def _count(session: Session, counted: Counted, grouping: Grouping, bins: int) -> _Fine:
    positions = counted.coded.positions(grouping)
    groups = _number_groups(session, counted, positions)
    found = session.arrays(_sql(counted, positions, bins))
    flat = np.zeros(len(groups) * 2 * (bins + 1), np.int64)
    flat[found["k"]] = found["n"]
    if flat.sum() != counted.rows:
        raise UserError(
            "this file changed while it was read",
            "check it again when it is complete",
            file=counted.coded.source.path,
        )
    counts = flat.reshape(len(groups), 2, bins + 1)
    counts[:, :, -2] += counts[:, :, -1]
    return groups, counts[:, :, :-1]


def _number_groups(session: Session, counted: Counted, positions: Positions) -> list[RawGroup]:
    """Number the groups of the first pass in the temporary table ``numbered``."""
    axes = len(counted.coded.axes)
    values = ", ".join(f"a{i}" for i in range(axes)) or "0 AS everyone"
    groups = (
        f"SELECT DISTINCT {values} FROM {counted.table} "
        f"WHERE mask = {grouping_mask(axes, positions)}"
    )
    number = f"SELECT *, (row_number() OVER () - 1)::INTEGER AS g FROM ({groups})"
    session.rows(f"CREATE OR REPLACE TEMP TABLE numbered AS {number}")
    texts = ", ".join(["g", *(f"a{i}::VARCHAR" for i in range(axes))])
    return [row[1:] for row in session.rows(f"SELECT {texts} FROM numbered ORDER BY g")]


def _sql(counted: Counted, positions: Positions, bins: int) -> str:
    coded = counted.coded
    low, high = counted.score_range or (0.0, 1.0)
    value = coded.score_value
    if low < 0 or high > 1:
        value = f"(({value} - {low!r}::DOUBLE) / {high - low or 1.0!r}::DOUBLE)"
    rows = coded.select(
        *(coded.values[i] for i in positions),
        f"{label_code(coded.label, coded.table.label)} AS label",
        f"{value} AS t",
    )
    # One bin more than asked for: a score of 1 falls into it, and is moved in numpy, for nothing.
    same = " AND ".join(f"rows.a{i} IS NOT DISTINCT FROM numbered.a{i}" for i in positions)
    return (
        f"SELECT (g * 2 + label) * {bins + 1} + floor(t * {bins})::INTEGER AS k, "
        f"count(*) AS n FROM ({rows}) AS rows JOIN numbered ON {same or 'true'} GROUP BY k"
    )


def _roll_up(counted: Counted, fine: _Fine, grouping: Grouping) -> ScoreHistogram:
    """Add up fine groups, in the order of the cells."""
    raw_groups, fine_counts = fine
    groups = counted.cells(grouping).groups
    index = {group: i for i, group in enumerate(groups)}
    positions = counted.coded.positions(grouping)
    target = [index[counted.group(positions, raw)] for raw in raw_groups]
    counts = np.zeros((len(groups), *fine_counts.shape[1:]), np.int64)
    np.add.at(counts, target, fine_counts)
    return ScoreHistogram(grouping, groups, counts, *counted.moments(grouping, groups))
