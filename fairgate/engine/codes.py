"""Expressions that turn a column into small codes, cheap enough to run on every row.

Codes of a label or a prediction: 0, 1, :data:`MISSING` (null, NaN, infinite) and
:data:`INVALID`. The frequent cases come first, so that casts and the like run on the
rest only. No name from a file becomes part of a query, and values are quoted.
"""

from __future__ import annotations

import math

from fairgate.engine.columns import Family, SourceColumn, quote
from fairgate.table import Attribute, Label, Prediction

MISSING, INVALID = 2, 3
NOT_A_NUMBER = -1
"""Bin of a text that should have been a number."""

LARGEST_SCORE = 1e150
"""Squares of scores are added up, so a score is no larger than this."""

_LARGEST = "1.7976931348623157e308::DOUBLE"
_NUMBERS = (Family.WHOLE, Family.DECIMAL, Family.FLOAT)


def is_numeric(column: SourceColumn) -> bool:
    """Whether it can be compared with numbers; text can, as far as it can be cast."""
    return column.family in (*_NUMBERS, Family.TEXT)


def number(column: SourceColumn) -> str:
    """The column as a number in its own precision; null where a text is none."""
    return f"TRY_CAST({column.sql} AS DOUBLE)" if column.family is Family.TEXT else column.sql


def double(column: SourceColumn) -> str:
    """The column as a double; null where it is no number."""
    return f"TRY_CAST({column.sql} AS DOUBLE)"


def label_code(column: SourceColumn, label: Label) -> str:
    """Code of a label: from a 0/1 column, or 1 where it equals ``label.positive``."""
    if label.positive is None:
        return _binary(column)
    return (
        f"CASE WHEN {_equals(column, label.positive)} THEN 1 "
        f"WHEN {is_missing(column)} THEN {MISSING} ELSE 0 END"
    )


def prediction_code(column: SourceColumn, prediction: Prediction) -> str:
    """Code of a prediction: from a 0/1 column, or 1 from the threshold upwards."""
    if prediction.threshold is None:
        return _binary(column)
    value, limit = number(column), _literal(column, prediction.threshold)
    # NaN is above every number in DuckDB; comparing with the largest double says no to it.
    top, bottom = (
        (f" AND {value} <= {_LARGEST}", f" AND {value} >= -{_LARGEST}")
        if column.family in (Family.FLOAT, Family.TEXT)
        else ("", "")
    )
    words = f"WHEN {_is_a_word(column)} THEN {INVALID} " if column.family is Family.TEXT else ""
    return (
        f"CASE WHEN {value} >= {limit}{top} THEN 1 "
        f"WHEN {value} < {limit}{bottom} THEN 0 {words}ELSE {MISSING} END"
    )


def attribute_value(column: SourceColumn, attribute: Attribute) -> str:
    """The value people are grouped by: the raw column, or the number of its bin."""
    if attribute.bins is None:
        return column.sql
    value = number(column)
    edges = " ".join(
        f"WHEN {value} < {_literal(column, edge)} THEN {i}" for i, edge in enumerate(attribute.bins)
    )
    last = len(attribute.bins)
    if column.family in (Family.WHOLE, Family.DECIMAL):
        rest = f"WHEN {value} IS NOT NULL THEN {last} END"
    else:
        words = f"WHEN {_is_a_word(column)} THEN {NOT_A_NUMBER} "
        rest = f"WHEN NOT isnan({value}) THEN {last} "
        rest += f"{words}END" if column.family is Family.TEXT else "END"
    return f"(CASE {edges} {rest})::SMALLINT"


def is_missing(column: SourceColumn) -> str:
    """Condition: null, NaN, or an empty text."""
    if column.family is Family.FLOAT:
        return f"({column.sql} IS NULL OR isnan({column.sql}))"
    if column.family is Family.TEXT:
        return f"({column.sql} IS NULL OR {column.sql}::VARCHAR = '')"
    return f"{column.sql} IS NULL"


def is_no_score(column: SourceColumn) -> str:
    """Condition: not a number, or not a finite one."""
    value = double(column)
    return f"({value} IS NULL OR isnan({value}) OR abs({value}) > {LARGEST_SCORE})"


def _binary(column: SourceColumn) -> str:
    name = column.sql
    if column.family is Family.BOOLEAN:
        return f"CASE WHEN {name} THEN 1 WHEN NOT {name} THEN 0 ELSE {MISSING} END"
    if column.family in _NUMBERS:
        return (
            f"CASE WHEN {name} = 1 THEN 1 WHEN {name} = 0 THEN 0 "
            f"WHEN {is_missing(column)} THEN {MISSING} ELSE {INVALID} END"
        )
    if column.family is Family.TEXT:
        text, value = f"{name}::VARCHAR", number(column)
        return (
            f"CASE WHEN {text} = '1' THEN 1 WHEN {text} = '0' THEN 0 "
            f"WHEN {is_missing(column)} THEN {MISSING} "
            f"WHEN lower({text}) = 'true' THEN 1 WHEN lower({text}) = 'false' THEN 0 "
            f"WHEN {value} = 1 THEN 1 WHEN {value} = 0 THEN 0 "
            f"WHEN isnan({value}) THEN {MISSING} ELSE {INVALID} END"
        )
    return f"CASE WHEN {is_missing(column)} THEN {MISSING} ELSE {INVALID} END"


def _equals(column: SourceColumn, value: str | float | bool) -> str:  # noqa: FBT001 - as policies have it
    """Condition that a column holds a value of a policy, whichever way the two are typed."""
    text = f"{column.sql}::VARCHAR"
    if isinstance(value, bool) or column.family is Family.BOOLEAN:
        truth = {"1": "true", "0": "false"}.get(str(value), str(value).lower())
        if column.family in _NUMBERS:
            return f"{column.sql} = {int(truth == 'true')}"
        return f"lower({text}) = {quote(truth)}"
    if isinstance(value, str):
        as_number = _float(value)
        if column.family in _NUMBERS and as_number is not None:
            return f"{column.sql} = {as_number!r}::DOUBLE"
        return f"{text} = {quote(value)}"
    literal = f"{float(value)!r}::DOUBLE"
    if column.family in _NUMBERS:
        return f"{column.sql} = {literal}"
    return f"({text} = {quote(str(value))} OR TRY_CAST({text} AS DOUBLE) = {literal})"


def _is_a_word(column: SourceColumn) -> str:
    return f"({column.sql}::VARCHAR <> '' AND {number(column)} IS NULL)"


def _literal(column: SourceColumn, value: float) -> str:
    """Write a limit in the column's precision: .7 is .7 to a column of 32-bit floats."""
    if column.family is Family.WHOLE and float(value).is_integer() and abs(value) < 2**31:
        return str(int(value))
    return f"{float(value)!r}::{'FLOAT' if column.type == 'FLOAT' else 'DOUBLE'}"


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
