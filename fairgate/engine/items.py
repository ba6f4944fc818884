"""A file of items to be ranked, read whole: a ranking is about every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairgate.engine.axis import Axis
from fairgate.engine.codes import double, is_missing
from fairgate.engine.columns import Family, SourceColumn
from fairgate.engine.session import Session, reading
from fairgate.engine.source import Source, open_source
from fairgate.errors import UserError
from fairgate.ranking.items import Items, Labels
from fairgate.ranking.ranked import Floats
from fairgate.table import Attribute

MOST_NUMBERS = 40
"""Other numeric columns that are looked at, in file order."""

_NUMBERS = (Family.WHOLE, Family.DECIMAL, Family.FLOAT)
_SHOWN = 40


@dataclass(frozen=True)
class Wanted:
    """Which columns of a file mean what.

    Attributes
    ----------
    scores : tuple of str
        They make the score: finite numbers in every row.
    labels : tuple of str
        Sensitive and other categorical columns.
    name : str or None
        What to call the items.
    """

    scores: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    name: str | None = None


def column_names(path: str) -> tuple[str, ...]:
    """Names of the columns of a CSV or Parquet file, in file order."""
    with Session() as session:
        return tuple(column.name for column in open_source(session, path).columns)


def read_items(path: str, wanted: Wanted) -> Items:
    r"""Read the wanted columns, and every other one that holds nothing but numbers.

    Raises
    ------
    UserError
        For a file that cannot be read, a column that is missing or cannot be what it is
        wanted for, and a score that is not a finite number: with its row and value.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as directory:
    ...     path = Path(directory, "a.csv")
    ...     _ = path.write_text("who,sex,points,age\na,f,3,41\nb,,1.5,\n")
    ...     items = read_items(str(path), Wanted(("points",), ("sex",), "who"))
    >>> items.n, items.names, items.scores["points"].tolist(), items.labels["sex"]
    (2, ('a', 'b'), [3.0, 1.5], ('f', None))
    >>> items.numbers["age"].tolist()
    [41.0, nan]
    """
    with Session() as session:
        source = open_source(session, path)
        scores = [_score(source, name) for name in wanted.scores]
        labels = [_label(source, name) for name in wanted.labels]
        named = source.column(wanted.name, "names of items") if wanted.name else None
        taken = {*wanted.scores, *wanted.labels, wanted.name}
        with reading(path):
            rows, others = _numeric(session, source, taken)
            if not rows:
                cure = "write the items first: one a row"
                raise UserError("this file has a header and no rows", cure, file=path)
            numbers = _numbers(session, source, [*scores, *others])
            texts = _texts(session, source, [*labels, *([named] if named else [])])
            for column in scores:
                _refuse_no_number(session, source, column, numbers[column.name])
    return Items(
        rows,
        {column.name: numbers[column.name] for column in scores},
        {column.name: numbers[column.name] for column in others},
        {column.name: _values(column, texts[column.name]) for column in labels},
        tuple(text or "" for text in texts[named.name]) if named else (),
        path,
    )


def _score(source: Source, name: str) -> SourceColumn:
    column = source.column(name, "a part of the score")
    if column.family not in (*_NUMBERS, Family.BOOLEAN) and not column.untyped:
        problem = f"a score needs numbers, this column is {column.type}"
        raise UserError(problem, "name a column of numbers", file=source.path, place=_place(column))
    return column


def _label(source: Source, name: str) -> SourceColumn:
    column = source.column(name, "groups")
    if column.family is Family.NESTED:
        problem = f"a column of type {column.type} makes no groups"
        cure = "name a column with one plain value a row"
        raise UserError(problem, cure, file=source.path, place=_place(column))
    return column


def _numeric(
    session: Session, source: Source, taken: set[str | None]
) -> tuple[int, list[SourceColumn]]:
    """Count the rows, and find the columns of which every value that is given is a number."""
    candidates = [
        column
        for column in source.columns
        if column.name and column.name not in taken and (column.untyped or _is_number(column))
    ]
    counts = [
        f"count({double(column)}), count(*) FILTER (NOT {is_missing(column)})"
        for column in candidates
    ]
    found = session.rows(f"SELECT {', '.join(['count(*)', *counts])} FROM {source.relation}")[0]
    pairs = zip(candidates, found[1::2], found[2::2], strict=True)
    # A Parquet column may hold NaN, which counts as a number and is not missing: known <= numbers.
    numeric = [column for column, numbers, known in pairs if known and numbers >= known]
    return int(found[0]), numeric[:MOST_NUMBERS]


def _is_number(column: SourceColumn) -> bool:
    return column.family in _NUMBERS


def _numbers(
    session: Session, source: Source, columns: Sequence[SourceColumn]
) -> dict[str, Floats]:
    if not columns:
        return {}
    measures = ", ".join(f"{double(column)} AS n{at}" for at, column in enumerate(columns))
    found = session.masked(f"SELECT {measures} FROM {source.relation}")
    return {column.name: _finite(found[f"n{at}"]) for at, column in enumerate(columns)}


def _finite(values: npt.NDArray[np.float64]) -> Floats:
    """Turn what is missing or infinite into NaN."""
    plain = np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
    result: Floats = np.where(np.isfinite(plain), plain, np.nan)
    return result


def _texts(
    session: Session, source: Source, columns: Sequence[SourceColumn]
) -> dict[str, list[str | None]]:
    if not columns:
        return {}
    distinct = {column.name: column for column in columns}
    select = ", ".join(f"{column.sql}::VARCHAR" for column in distinct.values())
    rows = session.rows(f"SELECT {select} FROM {source.relation}")
    return {name: [row[at] for row in rows] for at, name in enumerate(distinct)}


def _values(column: SourceColumn, texts: Sequence[str | None]) -> Labels:
    written = Axis(Attribute(column.name, column.name), column).names(texts)
    return tuple(written[text] for text in texts)


def _refuse_no_number(
    session: Session, source: Source, column: SourceColumn, values: Floats
) -> None:
    bad = np.flatnonzero(np.isnan(values))
    if not len(bad):
        return
    rows = session.rows(
        f"SELECT {column.sql}::VARCHAR FROM {source.relation} OFFSET {bad[0]} LIMIT 1"
    )
    shown = _show(rows[0][0])
    more = f" and {len(bad) - 1:,} more are none either" if len(bad) > 1 else ""
    raise UserError(
        f"a score is a finite number, row {bad[0] + 1:,} holds {shown}{more}",
        "write a number in every row, or leave these rows out and say so where it is used",
        file=source.path,
        place=_place(column),
    )


def _show(value: str | None) -> str:
    if not value:
        return "nothing"
    return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")


def _place(column: SourceColumn) -> str:
    return f"column {column.name}"
