"""A file of rankings, read: the order of each query, and everybody's groups."""

from __future__ import annotations

import numpy as np

from fairgate.engine.items import Wanted, read_items
from fairgate.errors import UserError
from fairgate.ranking.gate.policy import RankingColumns
from fairgate.ranking.gate.table import Rankings
from fairgate.ranking.items import Items
from fairgate.ranking.ranked import Ints


def read_rankings(path: str, columns: RankingColumns) -> Rankings:
    r"""Read a file and rank the items of each query.

    Raises
    ------
    UserError
        For a file that cannot be read, a missing column, a score that is not a finite number,
        an item without a query, or twice in one.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "r.csv")
    ...     _ = path.write_text("q,s,sex\nx,0.1,f\ny,0.5,m\nx,0.9,m\n")
    ...     found = read_rankings(str(path), RankingColumns(
    ...         score="s", query_id="q", sensitive={"sex": "sex"}))
    >>> found.names, found.starts.tolist(), found.labels["sex"]
    (('x', 'y'), [0, 2, 3], ('m', 'f', 'm'))
    """
    key = columns.score or columns.order
    ids = [name for name in (columns.query_id, columns.item_id) if name]
    wanted = dict.fromkeys([*columns.sensitive.values(), *ids])
    read = read_items(path, Wanted((key,) if key else (), tuple(wanted)))
    names, query = _queries(read, columns.query_id)
    best = np.arange(read.n, dtype=np.float64)
    if key:
        best = -read.scores[key] if columns.score else read.scores[key]
    order = np.lexsort((np.arange(read.n), best, query))
    labels = {
        name: tuple(read.labels[column][at] for at in order)
        for name, column in columns.sensitive.items()
    }
    starts = np.concatenate([[0], np.cumsum(np.bincount(query))])
    items = _items(read, columns.item_id, query)
    return Rankings(names, starts, labels, tuple(items[at] for at in order) if items else ())


def _items(read: Items, column: str | None, query: Ints) -> tuple[str, ...]:
    """Ids of the items, in the order of the file; an item is ranked once in a query."""
    if column is None:
        return ()
    seen: set[tuple[int, str]] = set()
    for at, (label, number) in enumerate(zip(read.labels[column], query.tolist(), strict=True)):
        if label is None or (number, label) in seen:
            problem = "has no id" if label is None else f"holds {label!r} again in the same query"
            cure = "write an id in every row, once a query, or leave item_id out"
            place = f"column {column}"
            raise UserError(f"row {at + 1:,} {problem}", cure, file=read.path, place=place)
        seen.add((number, label))
    return tuple(label or "" for label in read.labels[column])


def _queries(read: Items, column: str | None) -> tuple[tuple[str, ...], Ints]:
    """Names of the queries in order of appearance, and the number of each item's."""
    if column is None:
        return ("",), np.zeros(read.n, dtype=np.int64)
    labels = read.labels[column]
    if None in labels:
        raise UserError(
            f"row {labels.index(None) + 1:,} belongs to no query",
            "write a query in every row, or leave query_id out for one ranking",
            file=read.path,
            place=f"column {column}",
        )
    place: dict[str | None, int] = {}
    query = np.array([place.setdefault(label, len(place)) for label in labels], dtype=np.int64)
    return tuple(str(name) for name in place), query
