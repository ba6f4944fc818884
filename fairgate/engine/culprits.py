"""One offending value for each broken invariant, with its row and what to do about it.

A second look at the file; it happens only after the counts have shown that there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fairgate.engine.axis import Axis
from fairgate.engine.coded import CodedTable
from fairgate.engine.codes import INVALID, MISSING, NOT_A_NUMBER, is_no_score
from fairgate.engine.columns import Family, SourceColumn
from fairgate.engine.session import Session
from fairgate.errors import UserError, did_you_mean

_SHOWN_VALUES, _SHOWN_LETTERS = 4, 40


def invalid_label(session: Session, coded: CodedTable) -> UserError:
    """A label that is neither 0 nor 1."""
    row, value = _first(session, coded, coded.label, f"{_label(coded)} = {INVALID}")
    values = _values(session, coded, coded.label, 2 * _SHOWN_VALUES)
    cure = "write 0 or 1 in every row, or name another column of outcomes"
    if len(values) <= _SHOWN_VALUES and _are_alike(values, coded.label):
        listed = ", ".join(_show(value, coded.label) for value in values)
        positive = _yaml(values[0], coded.label)
        cure = (
            f"it holds {listed}; say which counts as 1: "
            f"label: {{column: {coded.label.name}, positive: {positive}}}"
        )
    problem = f"a label is 0 or 1, row {row:,} holds {_show(value, coded.label)}"
    return _error(coded, coded.label, problem, cure)


def invalid_prediction(session: Session, coded: CodedTable) -> UserError:
    """A prediction that is neither 0 nor 1, or that cannot be compared with a threshold."""
    column = coded.prediction
    row, value = _first(session, coded, column, f"{_prediction(coded)} = {INVALID}")
    shown = _show(value, column)
    if coded.table.prediction.threshold is not None:
        problem = f"a threshold needs numbers, row {row:,} holds {shown}"
        return _error(coded, column, problem, "write numbers with a decimal point")
    cure = "write 1 for a yes and 0 for a no"
    if _is_number(value):
        cure = f"cut a score: prediction: {{column: {column.name}, threshold: 0.5}}"
    return _error(coded, column, f"a prediction is 0 or 1, row {row:,} holds {shown}", cure)


def missing(
    session: Session, coded: CodedTable, column: SourceColumn, what: str, rows: int
) -> UserError:
    """Rows without a label or a prediction."""
    code = _label(coded) if what == "label" else _prediction(coded)
    row, _ = _first(session, coded, column, f"{code} = {MISSING}")
    return _error(
        coded,
        column,
        f"{_rows(rows)} no usable {what} (null, NaN or infinite), the first is row {row:,}",
        "fill it in, or leave such rows out and say so where the results are used",
    )


def no_score(session: Session, coded: CodedTable) -> UserError:
    """Rows without a finite score."""
    assert coded.score is not None
    condition = is_no_score(coded.score)
    row, value = _first(session, coded, coded.score, condition)
    rows = session.rows(coded.select(f"count(*) FILTER ({condition})"))[0][0]
    return _error(
        coded,
        coded.score,
        f"{_rows(rows)} no usable score, the first is row {row:,}: {_show(value, coded.score)}",
        "write a finite number for every row",
    )


def no_positive(session: Session, coded: CodedTable, positive: object) -> UserError:
    """The value that counts as 1 occurs nowhere."""
    values = _values(session, coded, coded.label, 20)
    return _error(
        coded,
        coded.label,
        f"no row holds {positive!r}, the value that counts as 1",
        did_you_mean(str(positive), values),
    )


def not_a_number(session: Session, coded: CodedTable, axis: Axis) -> UserError:
    """A word in a column that is to be cut into bins."""
    column = axis.column
    row, value = _first(session, coded, column, f"{axis.sql} = {NOT_A_NUMBER}")
    problem = f"bins of {axis.attribute.name} need numbers, row {row:,} holds "
    cure = "leave the field empty where the number is not known"
    return _error(coded, column, problem + _show(value, column), cure)


def _label(coded: CodedTable) -> str:
    return f"{coded.code} // 4"


def _prediction(coded: CodedTable) -> str:
    return f"{coded.code} % 4"


def _first(
    session: Session, coded: CodedTable, column: SourceColumn, condition: str
) -> tuple[int, Any]:
    """Row number (from 1, header not counted) and value of the first row that fits."""
    session.trust_statistics(False)
    columns = (
        "row_number() OVER () AS row",
        f"{column.sql}::VARCHAR AS value",
        f"{condition} AS bad",
    )
    rows = session.rows(f"SELECT row, value FROM ({coded.select(*columns)}) WHERE bad LIMIT 1")
    return int(rows[0][0]), rows[0][1]


def _values(session: Session, coded: CodedTable, column: SourceColumn, limit: int) -> list[str]:
    """The most frequent values, as text."""
    rows = session.rows(
        f"SELECT value FROM ({coded.select(f'{column.sql}::VARCHAR AS value')}) "
        f"WHERE value <> '' GROUP BY value ORDER BY count(*) DESC, value LIMIT {limit}"
    )
    return [row[0] for row in rows]


def _is_number(value: str | None) -> bool:
    try:
        float(value or "")
    except ValueError:
        return False
    return True


def _are_alike(values: Sequence[str], column: SourceColumn) -> bool:
    """Whether one of the values may stand for 1 and the others for 0: not ``1``, ``0``, ``NA``."""
    plain = column.family is not Family.NESTED
    kinds = {_is_number(value) for value in values}
    return plain and len(values) > 1 and len(kinds) == 1


def _show(value: str | None, column: SourceColumn) -> str:
    if value is None:
        return "nothing"
    short = value if len(value) <= _SHOWN_LETTERS else value[:_SHOWN_LETTERS] + "…"
    return repr(short) if column.family is Family.TEXT else short


def _yaml(value: str, column: SourceColumn) -> str:
    if _is_number(value) and (column.untyped or column.family is not Family.TEXT):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _rows(rows: int) -> str:
    return "1 row has" if rows == 1 else f"{rows:,} rows have"


def _error(coded: CodedTable, column: SourceColumn, problem: str, cure: str) -> UserError:
    return UserError(problem, cure, file=coded.source.path, place=f"column {column.name}")
