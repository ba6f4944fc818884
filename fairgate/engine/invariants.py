"""What must hold of a table, checked on the counts; rows are looked up only to name a culprit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NoReturn

from fairgate.engine import culprits
from fairgate.engine.axis import Axis, Raw
from fairgate.engine.coded import CodedTable
from fairgate.engine.codes import INVALID, LARGEST_SCORE, MISSING, NOT_A_NUMBER
from fairgate.engine.columns import Family
from fairgate.engine.counted import Record
from fairgate.engine.session import Session
from fairgate.errors import UserError

MAX_VALUES = 1_000
"""Distinct values of one attribute."""

MAX_GROUPS = 1_000
"""Groups of one grouping."""

_HEAD_ROWS = 50_000
_FEW_VALUES, _LARGE_SHARE = 100, 0.1


def check_head(session: Session, coded: CodedTable) -> None:
    """Refuse an id or free text on the first rows, before it fills memory with groups."""
    plain = [axis for axis in coded.axes if axis.attribute.bins is None]
    if not plain:
        return
    columns = [f"{axis.column.sql} AS x{i}" for i, axis in enumerate(plain)]
    counts = ", ".join(f"count(DISTINCT x{i})" for i in range(len(plain)))
    head = f"({coded.select(*columns)} LIMIT {_HEAD_ROWS})"
    for axis, values in zip(plain, session.rows(f"SELECT {counts} FROM {head}")[0], strict=True):
        if values > MAX_VALUES:
            _refuse_values(coded, axis, f"more than {MAX_VALUES:,} different values")


def check_values(coded: CodedTable, raw: Sequence[set[Raw]], rows: int | None) -> None:
    """Refuse attributes with too many values; ``rows`` is None where not all were counted."""
    for axis, values in zip(coded.axes, raw, strict=True):
        known = len(values - {None})
        if axis.attribute.bins is not None:
            continue
        if known > MAX_VALUES:
            _refuse_values(coded, axis, f"more than {MAX_VALUES:,} different values")
        if rows is not None and known > max(_FEW_VALUES, _LARGE_SHARE * rows):
            _refuse_values(coded, axis, f"{known} different values in {rows:,} rows")


def check_groups(coded: CodedTable, grouping: Sequence[str], groups: int) -> None:
    """Refuse an intersection too fine to say anything about."""
    if groups > MAX_GROUPS:
        raise UserError(
            f"this makes more than {MAX_GROUPS:,} groups",
            "name fewer attributes, cut numbers into bins, or pool rare values",
            file=coded.source.path,
            place=f"groups [{', '.join(grouping)}]",
        )


def check_codes(
    session: Session, coded: CodedTable, totals: Mapping[int, int], raw: Sequence[set[Raw]]
) -> None:
    """Refuse labels, predictions and numbers to be binned that are missing or something else."""
    labels, predictions = Counter[int](), Counter[int]()
    for code, rows in totals.items():
        labels[code // 4] += rows
        predictions[code % 4] += rows
    positive = coded.table.label.positive
    if labels[INVALID]:
        raise culprits.invalid_label(session, coded)
    if labels[MISSING]:
        raise culprits.missing(session, coded, coded.label, "label", labels[MISSING])
    if predictions[INVALID]:
        raise culprits.invalid_prediction(session, coded)
    if predictions[MISSING]:
        missing = predictions[MISSING]
        raise culprits.missing(session, coded, coded.prediction, "prediction", missing)
    if positive is not None and labels.total() and not labels[1]:
        raise culprits.no_positive(session, coded, positive)
    for axis, values in zip(coded.axes, raw, strict=True):
        if axis.attribute.bins is not None and str(NOT_A_NUMBER) in values:
            raise culprits.not_a_number(session, coded, axis)


def check_scores(
    session: Session, coded: CodedTable, everyone: Sequence[Record]
) -> tuple[float, float] | None:
    """Refuse scores that are not finite numbers; return their range."""
    missing = any(record.scores < record.rows for record in everyone)
    ends = [end for r in everyone for end in (r.low, r.high) if end is not None]
    if missing or not all(abs(end) <= LARGEST_SCORE for end in ends):
        raise culprits.no_score(session, coded)
    return (min(ends), max(ends)) if ends else None


def _refuse_values(coded: CodedTable, axis: Axis, found: str) -> NoReturn:
    name, column = axis.attribute.name, axis.column
    numbers = f"cut numbers into bins: {name}: {{column: {column.name}, bins: [25, 40, 65]}}"
    words = "name another column, or pool rare values"
    likely_numbers = column.untyped or column.family is not Family.TEXT
    raise UserError(
        f"{found}: an id, a free text or a number, not an attribute of groups",
        f"{words}, or {numbers}" if likely_numbers else words,
        file=coded.source.path,
        place=f"column {column.name}",
    )
