"""The features of the evaluation data, and nothing else of it: what a model may see.

Labels and sensitive columns that are no inputs never reach the model. Rows keep their
order, so that scores can be put beside them by position.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.engine.batches import ROWS, write_batches
from fairgate.engine.columns import quote
from fairgate.engine.featuretypes import Feature, typed
from fairgate.engine.session import Session, reading
from fairgate.engine.source import Source, literal, open_source
from fairgate.errors import UserError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """How much evaluation data is read before it is taken for a mistake or an attack.

    Attributes
    ----------
    rows, columns : int
        Of the features.
    size : int
        Bytes of the file, of its columns when unpacked, and of all text in them.
    text : int
        Bytes of one text.
    memory : int
        Bytes of memory to read it with; the rest spills to disk.
    """

    rows: int = 50_000_000
    columns: int = 10_000
    size: int = 8 * 1024 * MEBIBYTE
    text: int = MEBIBYTE
    memory: int = 2 * 1024 * MEBIBYTE


BOUNDS = Bounds()


@dataclass(frozen=True)
class Features:
    """What a model sees.

    Attributes
    ----------
    source : str
        The evaluation data, as the user named it.
    folder : Path
        Holds batches (:mod:`fairgate.engine.batches`), or ``features.csv`` for a command;
        and ``features.json`` with the names of the columns.
    rows : int
        Number of rows.
    columns : tuple of Feature
        In the order of the policy.
    """

    source: str
    folder: Path
    rows: int
    columns: tuple[Feature, ...]


def read_features(
    path: str, names: Sequence[str], folder: Path, *, as_csv: bool = False, bounds: Bounds = BOUNDS
) -> Features:
    r"""Copy feature columns into a folder, in row order.

    CSV columns get the types that ``pandas.read_csv`` gives them; Parquet columns keep
    theirs.

    Parameters
    ----------
    path : str
        Evaluation data, CSV or Parquet.
    names : sequence of str
        Columns to copy.
    folder : Path
        Where to; made here.
    as_csv : bool
        Write ``features.csv`` in place of batches, for a command.
    bounds : Bounds
        Checked before anything large is held in memory or written.

    Raises
    ------
    UserError
        For what is missing, too much, or of a type that no model takes; for no rows.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     data = Path(folder, "d.csv")
    ...     _ = data.write_text("age,job,repaid\n31,baker,1\n,cook,0\n")
    ...     found = read_features(str(data), ["age", "job"], Path(folder, "rows"))
    >>> found.rows, [(column.name, column.type) for column in found.columns]
    (2, [('age', 'DOUBLE'), ('job', 'VARCHAR')])
    """
    _check_size(path, bounds)
    if len(names) > bounds.columns:
        problem = f"{len(names):,} features, at most {bounds.columns:,} can be scored"
        raise UserError(problem, "name fewer", file=path, place="model.features")
    folder.mkdir(parents=True)
    with Session() as session, reading(path):
        session.rows(f"SET memory_limit = '{bounds.memory // MEBIBYTE}MiB'")
        source = open_source(session, path)
        columns = [source.column(name, "a feature") for name in names]
        _check_parquet(session, source, names, bounds)
        rows, features = typed(session, source, columns, bounds.rows + 1)
        _check(path, rows, features, bounds)
        _write(session, source, features, folder, as_csv=as_csv)
    described = [{"name": f.name, "missing": f.missing, "gaps": f.gaps} for f in features]
    (folder / "features.json").write_text(json.dumps(described), encoding="utf-8")
    return Features(path, folder, rows, tuple(features))


def _check_size(path: str, bounds: Bounds) -> None:
    file = Path(path)
    if "://" not in path and file.is_file() and file.stat().st_size > bounds.size:
        raise _too_much(path, f"{file.stat().st_size:,} bytes", f"{bounds.size:,} bytes")


def _check_parquet(session: Session, source: Source, names: Sequence[str], bounds: Bounds) -> None:
    """Believe what a Parquet file says of itself where it says too much already."""
    if not source.relation.startswith("read_parquet"):
        return
    address = quote(literal(source.path))
    rows = int(session.rows(f"SELECT num_rows FROM parquet_file_metadata({address})")[0][0])
    if rows > bounds.rows:
        raise _too_much(source.path, f"{rows:,} rows", f"{bounds.rows:,} rows")
    wanted = ", ".join(quote(name) for name in names)
    size = session.rows(
        "SELECT coalesce(sum(total_uncompressed_size), 0) "
        f"FROM parquet_metadata({address}) WHERE path_in_schema IN ({wanted})"
    )[0][0]
    if int(size) > bounds.size:
        raise _too_much(source.path, f"{int(size):,} bytes unpacked", f"{bounds.size:,} bytes")


def _check(path: str, rows: int, features: Sequence[Feature], bounds: Bounds) -> None:
    if rows == 0:
        raise UserError("there are no rows to score", "give data with rows", file=path)
    if rows > bounds.rows:
        raise _too_much(path, f"more than {bounds.rows:,} rows", f"{bounds.rows:,} rows")
    for feature in features:
        if feature.longest > bounds.text:
            problem = f"a text of {feature.longest:,} bytes is no feature"
            cure = "leave the column out of model.features"
            raise UserError(problem, cure, file=path, place=f"column {feature.name}")
    text = sum(feature.text for feature in features)
    if text > bounds.size:
        raise _too_much(path, f"{text:,} bytes of text", f"{bounds.size:,} bytes")


def _too_much(path: str, found: str, most: str) -> UserError:
    cure = "give a sample: `fairgate plan` says how many rows a policy needs"
    return UserError(f"{found}, at most {most} are scored", cure, file=path)


def _write(
    session: Session, source: Source, features: Sequence[Feature], folder: Path, *, as_csv: bool
) -> None:
    values = ", ".join(f"{feature.sql} AS f{i}" for i, feature in enumerate(features))
    typed_rows = folder / "typed.parquet"
    session.rows(
        f"COPY (SELECT {values} FROM {source.relation}) TO {quote(str(typed_rows))} "
        f"(FORMAT parquet, ROW_GROUP_SIZE {ROWS})"
    )
    if as_csv:
        _write_csv(session, features, typed_rows, folder / "features.csv")
    else:
        write_batches(session, typed_rows, folder)
    typed_rows.unlink()


def _write_csv(
    session: Session, features: Sequence[Feature], typed_rows: Path, target: Path
) -> None:
    """Write CSV under the names that columns have in the data."""
    body = target.with_suffix(".rows")
    session.rows(
        f"COPY (SELECT * FROM read_parquet({quote(str(typed_rows))})) "
        f"TO {quote(str(body))} (FORMAT csv, HEADER false)"
    )
    with target.open("w", encoding="utf-8", newline="") as file:
        # DuckDB would rename columns whose names differ in the case of their letters only.
        csv.writer(file, lineterminator="\n").writerow([feature.name for feature in features])
    with target.open("ab") as file, body.open("rb") as rows:
        shutil.copyfileobj(rows, file)
    body.unlink()
