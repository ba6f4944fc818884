"""The types of feature columns: as pandas reads them, so that a model finds what it learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fairgate.engine.columns import Family, SourceColumn, quote
from fairgate.engine.session import Session
from fairgate.engine.source import Source
from fairgate.errors import UserError

_MISSING = (
    *("", " ", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND"),
    *("1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"),
)
"""What ``pandas.read_csv`` takes for a missing value."""

_WHOLE = r"'\s*[+-]?[0-9]+\s*'"
_TRUE, _FALSE = ("True", "TRUE", "true"), ("False", "FALSE", "false")


@dataclass(frozen=True)
class Feature:
    """A column that a model gets.

    Attributes
    ----------
    name : str
        As the data and the policy have it.
    type : str
        In DuckDB's words.
    sql : str
        Its value, from the columns of the source.
    missing : str
        What stands for a missing text: ``nan`` from CSV, ``none`` from Parquet.
    gaps : bool
        Whether a value is missing.
    text, longest : int
        Bytes of all text in it, and of its longest.
    """

    name: str
    type: str
    sql: str
    missing: Literal["nan", "none"]
    gaps: bool
    text: int = 0
    longest: int = 0


@dataclass(frozen=True)
class _Counted:
    """What one pass tells of a column: rows with a value, those of each kind, bytes of text."""

    values: int
    whole: int
    numbers: int
    truths: int
    text: int
    longest: int


def typed(
    session: Session, source: Source, columns: Sequence[SourceColumn], most: int
) -> tuple[int, list[Feature]]:
    """Count the rows, at most so many, and give every column its type, in one pass.

    Raises
    ------
    UserError
        For a column of lists, structs or the like.
    """
    for column in columns:
        if column.family is Family.NESTED or _is_odd(column):
            raise UserError(
                f"a column of type {column.type} is no feature",
                "name columns of numbers, text, truth values, days or times without a zone",
                file=source.path,
                place=f"column {column.name}",
            )
    chosen = ", ".join(column.sql for column in columns)
    counts = ", ".join(expression for column in columns for expression in _counts(column))
    [row] = session.rows(
        f"SELECT count(*), {counts} FROM (SELECT {chosen} FROM {source.relation} LIMIT {most})"
    )
    rows, numbers = int(row[0]), [int(value or 0) for value in row[1:]]
    found = [_Counted(*numbers[6 * i : 6 * i + 6]) for i in range(len(columns))]
    return rows, [
        _from_csv(column, counted, rows) if column.untyped else _from_parquet(column, counted, rows)
        for column, counted in zip(columns, found, strict=True)
    ]


def _is_odd(column: SourceColumn) -> bool:
    is_time = column.type == "DATE" or column.type.startswith("TIMESTAMP")
    return column.family is Family.OTHER and (not is_time or "ZONE" in column.type)


def _counts(column: SourceColumn) -> tuple[str, ...]:
    """Expressions for the numbers of :class:`_Counted`."""
    name = column.sql
    if column.untyped:
        value = _value(column)
        return (
            f"count({value})",
            f"count(TRY_CAST({value} AS BIGINT)) FILTER (regexp_full_match({value}, {_WHOLE}))",
            # DuckDB takes 1_000 for a number, pandas for a text.
            f"count(TRY_CAST({value} AS DOUBLE)) FILTER (NOT contains({value}, '_'))",
            f"count({value}) FILTER ({value} IN ({_listed(_TRUE + _FALSE)}))",
            f"sum(strlen({name}))",
            f"max(strlen({name}))",
        )
    text = column.family is Family.TEXT
    size = f"strlen({name}::VARCHAR)" if text else "0"
    return f"count({name})", "0", "0", "0", f"sum({size})", f"max({size})"


def _value(column: SourceColumn) -> str:
    return f"(CASE WHEN {column.sql} IN ({_listed(_MISSING)}) THEN NULL ELSE {column.sql} END)"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(quote(word) for word in words)


def _from_csv(column: SourceColumn, counted: _Counted, rows: int) -> Feature:
    value, complete = _value(column), counted.values == rows
    kind, sql = "VARCHAR", value
    if counted.numbers == counted.values:
        kind = "BIGINT" if complete and counted.whole == counted.values else "DOUBLE"
        sql = f"CAST({value} AS {kind})"
    elif counted.truths == counted.values:
        kind, sql = "BOOLEAN", f"({value} IN ({_listed(_TRUE)}))"
    return Feature(column.name, kind, sql, "nan", not complete, counted.text, counted.longest)


def _from_parquet(column: SourceColumn, counted: _Counted, rows: int) -> Feature:
    kind, complete = column.type, counted.values == rows
    if column.family is Family.DECIMAL or (column.family is Family.WHOLE and not complete):
        kind = "DOUBLE"  # pandas has no missing whole number
    elif column.family is Family.TEXT:
        kind = "VARCHAR"
    value = f"CAST({column.sql} AS {kind})"
    return Feature(column.name, kind, value, "none", not complete, counted.text, counted.longest)
