"""A file of rows: found, recognised by its content, and its columns named exactly.

Columns are called ``c0``, ``c1``... in SQL, so no name from a file is ever part of a
query, and ``Age`` and ``age`` stay two columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.engine.columns import SourceColumn, quote
from fairgate.engine.csvfile import CsvHead, parse_head, read_head
from fairgate.engine.session import Session, reading
from fairgate.errors import UserError, did_you_mean

_PARQUET = b"PAR1"
_PARQUET_NAMES = (".parquet", ".pq")
_REMOTE = re.compile(r"[a-z][a-z0-9]+://", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A file that can be queried.

    Attributes
    ----------
    path : str
        As the user named it.
    relation : str
        What stands after ``FROM``.
    columns : tuple of SourceColumn
        In file order.
    """

    path: str
    relation: str
    columns: tuple[SourceColumn, ...]

    def column(self, name: str, role: str) -> SourceColumn:
        """Look up a column by its exact name; ``role`` says in an error what it was wanted for."""
        for column in self.columns:
            if column.name == name:
                return column
        names = [column.name for column in self.columns if column.name]
        raise UserError(
            f"there is no such column, wanted as {role}",
            did_you_mean(name, names),
            file=self.path,
            place=f"column {name}",
        )


def open_source(session: Session, path: str) -> Source:
    """Find a file and name its columns; every way this can go wrong is a ``UserError``."""
    if _REMOTE.match(path):
        session.load_httpfs(path)
        is_parquet = re.split(r"[?#]", path)[0].lower().endswith(_PARQUET_NAMES)
        address = path if path.lower().startswith("http") else literal(path)
        head = None if is_parquet else _remote_head(session, path, address)
    else:
        is_parquet = _check_local(path)
        address = literal(str(Path(path).absolute()))
        head = None if is_parquet else read_head(path)
    source = _csv(path, address, head) if head else _parquet(session, path, address)
    _refuse_duplicates(source)
    return source


def literal(path: str) -> str:
    """Keep ``*``, ``?`` and ``[`` in a path from being read as a pattern."""
    return re.sub(r"[*?\[]", lambda mark: f"[{mark.group()}]", path)


def _check_local(path: str) -> bool:
    """Whether it is Parquet, judged by its content."""
    file = Path(path)
    try:
        if file.is_dir():
            raise UserError("this is a directory", "name one CSV or Parquet file", file=path)
        if not file.exists():
            raise UserError("there is no such file", "check the path", file=path)
        if not file.is_file():
            cure = "name a file on disk: it may be read more than once"
            raise UserError("this is not a regular file", cure, file=path)
        return _is_parquet(path)
    except OSError as error:
        cure = "check the path and the right to read it"
        raise UserError(f"this file cannot be opened: {error.strerror}", cure, file=path) from None


def _is_parquet(path: str) -> bool:
    file = Path(path)
    size = file.stat().st_size
    if size == 0:
        cure = "write the predictions first; a file without rows still has a header"
        raise UserError("this file is empty (0 bytes)", cure, file=path)
    with file.open("rb") as stream:
        begins = stream.read(4) == _PARQUET
        stream.seek(max(size - 4, 0))
        ends = stream.read(4) == _PARQUET
    if begins and not ends:
        cure = "write it again, it may have been cut short"
        raise UserError("this Parquet file has no end", cure, file=path)
    if not begins and file.suffix.lower() in _PARQUET_NAMES:
        cure = "write it again, or call it .csv if that is what it holds"
        raise UserError("this is not a Parquet file", cure, file=path)
    return begins


def _remote_head(session: Session, path: str, address: str) -> CsvHead:
    """The header of a remote CSV file: its first line, read as one field."""
    with reading(path):
        lines = session.rows(
            f"SELECT line FROM read_csv({quote(address)}, auto_detect = false, header = false, "
            r"delim = E'\x1f', quote = '', escape = '', columns = {'line': 'VARCHAR'}) LIMIT 1"
        )
    packed = re.split(r"[?#]", path)[0].lower().endswith(".gz")
    text = str(lines[0][0] or "") if lines else ""
    return parse_head(path, text.removeprefix("\ufeff"), "gzip" if packed else "none")


def _csv(path: str, address: str, head: CsvHead) -> Source:
    columns = tuple(
        SourceColumn(name, "VARCHAR", f"c{i}", untyped=True) for i, name in enumerate(head.names)
    )
    types = ", ".join(f"'{column.sql}': 'VARCHAR'" for column in columns)
    relation = (
        f"read_csv({quote(address)}, auto_detect = false, header = true, "
        f"delim = {quote(head.delimiter)}, quote = '\"', escape = '\"', columns = {{{types}}}, "
        f"strict_mode = true, null_padding = false, hive_partitioning = false, "
        f"compression = '{head.compression}')"
    )
    return Source(path, relation, columns)


def _parquet(session: Session, path: str, address: str) -> Source:
    call = f"read_parquet({quote(address)}, hive_partitioning = false)"
    with reading(path):
        types = [str(row[1]) for row in session.rows(f"DESCRIBE SELECT * FROM {call}")]
        nodes = session.rows(f"SELECT name, num_children FROM parquet_schema({quote(address)})")
    names = _top_level(nodes)
    columns = tuple(
        SourceColumn(name, type_name, f"c{i}")
        for i, (name, type_name) in enumerate(zip(names, types, strict=True))
    )
    return Source(path, f"{call} AS t({', '.join(c.sql for c in columns)})", columns)


def _top_level(nodes: Sequence[tuple[str, int | None]]) -> list[str]:
    """Names right below the root of a schema that is listed depth first."""
    names: list[str] = []
    open_children = [nodes[0][1] or 0]
    for name, children in nodes[1:]:
        if len(open_children) == 1:
            names.append(name)
        open_children[-1] -= 1
        if children:
            open_children.append(children)
        while open_children and open_children[-1] == 0:
            open_children.pop()
    return names


def _refuse_duplicates(source: Source) -> None:
    counts = Counter(column.name for column in source.columns if column.name)
    for name, times in counts.items():
        if times > 1:
            raise UserError(
                f"{times} columns have this name",
                "rename all but one",
                file=source.path,
                place=f"column {name}",
            )
