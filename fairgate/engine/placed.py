"""Scores put beside the rows that they are about, by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt

from fairgate.engine.columns import SourceColumn, identifier, quote
from fairgate.engine.session import Session, reading
from fairgate.engine.source import Source, open_source
from fairgate.errors import UserError

ROW = "fairgate row"
"""Column that numbers the rows from 1."""


def check_names(path: str, carried: Sequence[str], made: Sequence[str]) -> None:
    """Refuse, before a model takes its time, what :func:`place` would refuse after it.

    Raises
    ------
    UserError
        As :func:`place`.
    """
    with Session() as session, reading(path):
        _columns(open_source(session, path), carried, made)


def place(
    path: str, carried: Sequence[str], made: Mapping[str, npt.NDArray[Any]], folder: Path
) -> Path:
    r"""Write columns of a file and arrays side by side; row i beside element i.

    CSV makes CSV and Parquet makes Parquet, so that every column means what it meant.

    Parameters
    ----------
    path : str
        The file.
    carried : sequence of str
        Columns to copy from it.
    made : mapping of str to (n,) array
        New columns; n must be the number of rows.
    folder : Path
        Where to write ``predictions.csv`` or ``predictions.parquet``.

    Returns
    -------
    Path
        What was written: the carried columns, the made ones, and :data:`ROW`.

    Raises
    ------
    UserError
        If a column is missing, or a new one has a name that the file has already.

    Examples
    --------
    >>> import numpy as np, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     data = Path(folder, "d.csv")
    ...     _ = data.write_text("sex,age,repaid\nf,31,1\nm,44,0\n")
    ...     placed = place(str(data), ["repaid", "sex"], {"p": np.array([.9, .2])}, Path(folder))
    ...     print(placed.read_text(), end="")
    "repaid","sex","p","fairgate row"
    "1","f","0.9","1"
    "0","m","0.2","2"
    """
    with Session() as session, reading(path):
        source = open_source(session, path)
        columns = _columns(source, carried, list(made))
        session.register("made", {f"m{i}": values for i, values in enumerate(made.values())})
        parts = [f"theirs.{column.sql} AS {identifier(column.name)}" for column in columns]
        parts += [f"mine.m{i} AS {identifier(name)}" for i, name in enumerate(made)]
        parts.append(f"nth AS {identifier(ROW)}")
        kept = ", ".join(dict.fromkeys(column.sql for column in columns))
        is_csv = source.relation.startswith("read_csv")
        target = folder / f"predictions.{'csv' if is_csv else 'parquet'}"
        session.rows(
            f"COPY (SELECT {', '.join(parts)} "
            f"FROM (SELECT row_number() OVER () AS nth, {kept} FROM {source.relation}) AS theirs "
            "JOIN (SELECT row_number() OVER () AS nth, * FROM made) AS mine USING (nth) "
            f"ORDER BY nth) TO {quote(str(target))} "
            f"({'FORMAT csv, HEADER true, FORCE_QUOTE *' if is_csv else 'FORMAT parquet'})"
        )
    return target


def _columns(source: Source, carried: Sequence[str], made: Sequence[str]) -> list[SourceColumn]:
    """Columns to carry; none may have a name that is made."""
    theirs = [column.name for column in source.columns]
    for name in (*made, ROW):
        if name in theirs:
            raise UserError(
                "the data has a column of this name already, and the model's answer would hide it",
                "give the model's answer another name in columns.prediction or columns.score, "
                "or take the column out of the data",
                file=source.path,
                place=f"column {name}",
            )
    kept: dict[str, str] = {}
    for name in (*carried, *made, ROW):
        other = kept.setdefault(name.casefold(), name)
        if other != name:
            problem = f"it differs from {other} in the case of its letters only"
            cure = "rename one of the two, in the data and in the policy"
            raise UserError(problem, cure, file=source.path, place=f"column {name}")
    return [source.column(name, "a column of the policy") for name in carried]
