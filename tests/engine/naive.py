"""The slow and obvious way to count, row by row: what every engine is compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from fairgate.table import Attribute, PredictionTable

Row = Mapping[str, Any]


def group_of(attributes: Sequence[Attribute], row: Row) -> tuple[str | None, ...]:
    """Name the group a row belongs to."""
    return tuple(_value(attribute, row[attribute.column]) for attribute in attributes)


def label_of(table: PredictionTable, row: Row) -> int:
    """Say whether the outcome was the one that counts as 1."""
    value = row[table.label.column]
    return int(value == table.label.positive if table.label.positive is not None else value)


def prediction_of(table: PredictionTable, row: Row) -> int:
    """Say whether the decision was a yes."""
    value, threshold = row[table.prediction.column], table.prediction.threshold
    return int(value if threshold is None else value >= threshold)


def count(table: PredictionTable, rows: Sequence[Row], grouping: Sequence[str]) -> dict[Any, Any]:
    """Count [true pos., false pos., false neg., true neg.] for each group."""
    attributes = [table.attribute(name) for name in grouping]
    cells: dict[Any, list[int]] = {}
    for row in rows:
        counts = cells.setdefault(group_of(attributes, row), [0, 0, 0, 0])
        label, prediction = label_of(table, row), prediction_of(table, row)
        counts[{(1, 1): 0, (0, 1): 1, (1, 0): 2, (0, 0): 3}[label, prediction]] += 1
    return cells


def histogram(
    table: PredictionTable, rows: Sequence[Row], grouping: Sequence[str], bins: int
) -> dict[Any, Any]:
    """Count scores by group, label and bin."""
    assert table.score is not None
    attributes = [table.attribute(name) for name in grouping]
    scores = [row[table.score] for row in rows]
    inside = all(0 <= score <= 1 for score in scores)
    low, high = (0.0, 1.0) if inside else (min(scores), max(scores))
    counts: dict[Any, Any] = {}
    for row, score in zip(rows, scores, strict=True):
        found = counts.setdefault(group_of(attributes, row), np.zeros((2, bins), np.int64))
        share = score if inside else (score - low) / ((high - low) or 1.0)
        found[label_of(table, row), min(math.floor(share * bins), bins - 1)] += 1
    return counts


def moments(
    table: PredictionTable, rows: Sequence[Row], grouping: Sequence[str], power: int
) -> dict[Any, Any]:
    """Add up powers of the scores by group and label."""
    assert table.score is not None
    attributes = [table.attribute(name) for name in grouping]
    sums: dict[Any, Any] = {}
    for row in rows:
        found = sums.setdefault(group_of(attributes, row), np.zeros(2))
        found[label_of(table, row)] += row[table.score] ** power
    return sums


def pair(
    table: PredictionTable, rows: Sequence[Row], baseline: Sequence[Row], grouping: Sequence[str]
) -> dict[Any, Any]:
    """Count matched rows by label, baseline's prediction, candidate's prediction."""
    attributes = [table.attribute(name) for name in grouping]
    others = {row[table.row_id]: row for row in baseline}
    cells: dict[Any, Any] = {}
    for row in rows:
        other = others.get(row[table.row_id])
        if other is not None:
            counts = cells.setdefault(group_of(attributes, row), np.zeros((2, 2, 2), np.int64))
            decided = prediction_of(table, other), prediction_of(table, row)
            counts[label_of(table, row), *decided] += 1
    return cells


def _value(attribute: Attribute, value: Any) -> str | None:
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if attribute.bins is not None:
        return attribute.bin_names[sum(value >= edge for edge in attribute.bins)]
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
