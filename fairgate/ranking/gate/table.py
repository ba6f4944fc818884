"""Rankings as they are judged: the order of each query, and everybody's groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fairgate.cells import group_name
from fairgate.ranking.items import Labels
from fairgate.ranking.queries import Queries
from fairgate.ranking.ranked import Ints, Undefined


@dataclass(frozen=True)
class Rankings:
    """The rankings of a file, items query by query, best first.

    Attributes
    ----------
    names : tuple of str
        What the queries are called; one name where there is no query_id.
    starts : array of int, shape (q + 1,)
        Where each query begins.
    labels : mapping of str to tuple of str or None
        Value of each attribute for each item.
    items : tuple of str
        Ids of the items, unique in each query; empty where they have none.
    """

    names: tuple[str, ...]
    starts: Ints
    labels: dict[str, Labels]
    items: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many items."""
        return int(self.starts[-1])

    def by(self, grouping: Sequence[str]) -> Grouped:
        """Group the items by one attribute, or by several together."""
        values = list(zip(*(self.labels[name] for name in grouping), strict=True))
        groups = sorted(set(values), key=lambda g: tuple((v is None, v or "") for v in g))
        place = {group: at for at, group in enumerate(groups)}
        codes = np.array([place[value] for value in values], dtype=np.int64)
        names = tuple(group_name(grouping, group) for group in groups)
        complete = np.array([None not in group for group in groups])
        return Grouped(
            tuple(grouping),
            tuple(groups),
            np.bincount(codes, minlength=len(groups)),
            Queries(names, codes, self.starts, self.names),
            tuple(np.flatnonzero(complete).tolist()),
        )


@dataclass(frozen=True)
class Grouped:
    """Rankings whose items are grouped.

    Attributes
    ----------
    attributes : tuple of str
        The grouping.
    values : tuple of tuple of str or None
        Values of each group.
    rows : array of int, shape (G,)
        Items of each group.
    everybody : Queries
        All items, groups by their names.
    complete : tuple of int
        Groups of which every attribute is known.
    """

    attributes: tuple[str, ...]
    values: tuple[tuple[str | None, ...], ...]
    rows: Ints
    everybody: Queries
    complete: tuple[int, ...]

    @property
    def missing(self) -> int:
        """Items of which some attribute is not known."""
        return int(self.rows.sum() - self.rows[list(self.complete)].sum())

    @property
    def queries(self) -> Queries:
        """Items of which everything is known; ranks close up over the others.

        Raises
        ------
        Undefined
            If there are none.
        """
        if not self.complete:
            raise Undefined(f"nobody's {' and '.join(self.attributes)} is known")
        known = self.everybody.keep(np.isin(self.everybody.codes, self.complete))
        renamed = {code: at for at, code in enumerate(self.complete)}
        codes = np.array([renamed.get(code, -1) for code in range(len(self.values))])[known.codes]
        names = tuple(self.everybody.groups[code] for code in self.complete)
        return Queries(names, codes, known.starts, known.names)
