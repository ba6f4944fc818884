"""Rankings of many queries as one table of items, and sums within each query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fairgate.ranking.ranked import Bools, Floats, Ints, Ranked, Undefined

Table = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Queries:
    """Rankings of several queries, one after the other, best items first.

    Attributes
    ----------
    groups : tuple of str or None
        Names of the groups.
    codes : array of int, shape (n,)
        Place in ``groups`` of the group of each item.
    starts : array of int, shape (q + 1,)
        Where each query begins; the last entry is n.
    names : tuple of str
        What the queries are called.
    """

    groups: tuple[str | None, ...]
    codes: Ints
    starts: Ints
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.starts) < 2 or (np.diff(self.starts) < 1).any():
            raise ValueError("expected one query or more, and an item or more in each")
        if self.starts[0] != 0 or self.starts[-1] != len(self.codes):
            raise ValueError("the queries do not cover the items")

    @classmethod
    def of(cls, rankings: Sequence[Ranked]) -> Queries:
        """Put rankings side by side.

        Examples
        --------
        >>> both = Queries.of([Ranked.of("fm"), Ranked.of("mmf")])
        >>> both.groups, both.codes.tolist(), both.starts.tolist()
        (('f', 'm'), [0, 1, 1, 1, 0], [0, 2, 5])
        """
        groups = tuple(dict.fromkeys(group for ranked in rankings for group in ranked.groups))
        place = {group: at for at, group in enumerate(groups)}
        codes = [np.array([place[g] for g in r.groups])[r.codes] for r in rankings]
        starts = np.cumsum([0, *(ranked.n for ranked in rankings)])
        return cls(groups, np.concatenate(codes), starts)

    @property
    def q(self) -> int:
        """How many queries."""
        return len(self.starts) - 1

    @cached_property
    def lengths(self) -> Ints:
        """Items of each query."""
        return np.diff(self.starts)

    @cached_property
    def query(self) -> Ints:
        """Number of the query of each item."""
        return np.repeat(np.arange(self.q), self.lengths)

    @cached_property
    def place(self) -> Ints:
        """Rank of each item within its query, from 1."""
        return np.arange(1, len(self.codes) + 1) - np.repeat(self.starts[:-1], self.lengths)

    @cached_property
    def sizes(self) -> Counts:
        """Items of each group in each query, shape (q, G)."""
        return self.group_sums(np.ones(len(self.codes))).astype(np.int64)

    def sums(self, values: npt.ArrayLike) -> Floats:
        """Sum a value over the items of each query."""
        given = np.asarray(values, dtype=np.float64)
        return np.asarray(np.bincount(self.query, given, minlength=self.q), dtype=np.float64)

    def group_sums(self, values: npt.ArrayLike) -> Table:
        """Sum a value over the items of each query and group, shape (q, G)."""
        given, g = np.asarray(values, dtype=np.float64), len(self.groups)
        cells = np.bincount(self.query * g + self.codes, given, minlength=self.q * g)
        return np.asarray(cells.reshape(self.q, g), dtype=np.float64)

    def running(self, mask: Bools) -> Ints:
        """How many of the items so far, within the query, have a property."""
        counted = np.concatenate([[0], np.cumsum(mask)])
        return np.asarray(counted[1:] - np.repeat(counted[self.starts[:-1]], self.lengths))

    def ranked(self, at: int) -> Ranked:
        """One of the rankings."""
        return Ranked(self.groups, self.codes[self.starts[at] : self.starts[at + 1]])

    def against_rest(self, group: str | None) -> Queries:
        """The same rankings with two groups: this one (first) and everybody else.

        Raises
        ------
        Undefined
            If nobody belongs to the group in any query.
        """
        if group not in self.groups or not (self.codes == self.groups.index(group)).any():
            raise Undefined(f"nobody belongs to {group}")
        others = (self.codes != self.groups.index(group)).astype(np.int64)
        return Queries((group, f"not {group}"), others, self.starts, self.names)

    def keep(self, items: Bools) -> Queries:
        """Leave items out; a query without any is gone.

        Raises
        ------
        Undefined
            If nothing is left.
        """
        left = self.sums(items).astype(np.int64)
        if not left.any():
            raise Undefined("no item is left")
        starts = np.concatenate([[0], np.cumsum(left[left > 0])])
        names = tuple(name for name, n in zip(self.names, left, strict=False) if n)
        return Queries(self.groups, self.codes[items], starts, names)

    def shuffled(self, rng: np.random.Generator) -> Queries:
        """The same items of each query in a random order."""
        order = np.argsort(self.query + rng.random(len(self.codes)), kind="stable")
        return Queries(self.groups, self.codes[order], self.starts, self.names)


@dataclass(frozen=True)
class Values:
    """A measure of every query.

    Attributes
    ----------
    each : array of float, shape (q,)
        NaN where it is undefined.
    """

    each: Floats

    @property
    def defined(self) -> Floats:
        """The values there are."""
        return self.each[~np.isnan(self.each)]

    @property
    def mean(self) -> float:
        """Average over the queries that have a value.

        Raises
        ------
        Undefined
            If none has.
        """
        if not len(self.defined):
            raise Undefined(f"none of {len(self.each)} queries has a value")
        return float(self.defined.mean())
