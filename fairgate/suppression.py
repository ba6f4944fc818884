"""Which counts may be shown: small ones are hidden, and with them the ones that give them away.

A count under ``min_cell`` can point at a person. Hiding it alone is not enough: the total
less the other groups would tell it, and so would the margins of another grouping. So a
second count is hidden for every way of working the first one out.

The rule used here is a *swap*: a small change of the hidden counts alone that leaves every
sum of the shown tables as it was, and every hidden count on its own side of ``min_cell``.
Where such a swap exists, a reader cannot tell the true counts from the swapped ones, so
each count in it has at least two possible values (complementary cell suppression; Cox 1980,
"Suppression methodology and statistical disclosure control", JASA 75).

Rates and intervals are not hidden, and a determined reader can narrow a count down from
them; the methods part of the reports says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product
from math import inf, prod
from typing import TypeAlias

from fairgate.cells import Group
from fairgate.verdict import GroupReport

Count: TypeAlias = int | str | None
"""A count as people may see it: exact, ``"<5"``, ``">=5"``, or None where even that tells."""

Key: TypeAlias = tuple[tuple[str, str | None], ...]
"""A group: attributes and values. The empty key is the total."""

Tables: TypeAlias = Mapping[tuple[str, ...], Mapping[Group, int]]
Cell: TypeAlias = tuple[tuple[str, ...], Group]
Swap: TypeAlias = tuple[tuple[Cell, int], ...]

_TRIES = 5_000
"""Swaps looked at for one cell and one kind of swap, so that huge tables end as well."""

_WITHHOLDING = 100
"""Price of a count of which nothing is said, in multiples of the threshold's rows."""


def suppress(by_group: Sequence[GroupReport], min_cell: int, total: int) -> Mapping[Key, Count]:
    """Say what may be shown of every group's rows, and (empty key) of the total.

    Parameters
    ----------
    by_group : sequence of GroupReport
        Groups of all groupings that are shown together. Groups without rows are left out.
    min_cell : int
        Counts under it are hidden. 2 acts as 3, because ``"<2"`` names the count it hides.
    total : int
        Rows judged.

    Examples
    --------
    >>> groups = [GroupReport({"sex": s}, n, {}) for s, n in (("f", 3), ("m", 90), ("x", 40))]
    >>> shown = suppress(groups, 5, 133)
    >>> [shown[("sex", s),] for s in "fmx"], shown[()]
    (['<5', 90, '>=5'], 133)
    """
    tables: dict[tuple[str, ...], dict[Group, int]] = {(): {(): total}}
    for report in by_group:
        if report.rows:
            table = tables.setdefault(tuple(report.group), {})
            table[tuple(report.group.values())] = report.rows
    shown = _Tables(tables, threshold(min_cell)).protect()
    return {tuple(zip(*cell, strict=True)): count for cell, count in shown.items()}


def partition(rows: Mapping[str, int], min_cell: int) -> dict[str, Count]:
    """Protect one table whose total is known to the reader.

    Examples
    --------
    >>> partition({"a": 2, "b": 60, "c": 8}, 5)
    {'a': '<5', 'b': 60, 'c': '>=5'}
    """
    table: dict[Group, int] = {(name,): n for name, n in rows.items() if n}
    shown = _Tables({("name",): table}, threshold(min_cell)).protect()
    return {name: shown.get((("name",), (name,)), 0) for name in rows}


def mark(rows: int, min_cell: int) -> str:
    """Write a hidden count: on which side of ``min_cell`` it lies, and no more."""
    least = threshold(min_cell)
    return f"<{least}" if rows < least else f">={least}"


def threshold(min_cell: int) -> int:
    """Return the least count that is shown: ``min_cell``, but 3 for 2."""
    return 3 if min_cell == 2 else min_cell


@dataclass
class _Tables:
    """Tables over the same rows, and which of their cells are hidden or withheld so far."""

    tables: Tables
    least: int
    hidden: set[Cell] = field(default_factory=set)
    withheld: set[Cell] = field(default_factory=set)

    def __post_init__(self) -> None:
        values: dict[str, dict[str | None, None]] = defaultdict(dict)
        for attributes, table in self.tables.items():
            for group in table:
                for name, value in zip(attributes, group, strict=True):
                    values[name][value] = None
        self._values = {name: tuple(seen) for name, seen in values.items()}

    def protect(self) -> dict[Cell, Count]:
        """Hide small cells, then whatever a swap for each of them needs."""
        cells = {
            (attributes, group): n
            for attributes, table in self.tables.items()
            for group, n in table.items()
        }
        small = [cell for cell, n in cells.items() if 0 < n < self.least]
        self.hidden.update(small)
        safe: set[Cell] = set()
        for cell in small:
            if cell in safe:
                continue
            swap = self._cheapest(cell)
            if swap is None:
                return dict.fromkeys(cells)
            touched = [step[0] for step in swap]
            safe.update(touched)
            self.hidden.update(touched)
            self.withheld.update(cell for cell, step in swap if not self._stays(cell, step))
        return {cell: self._shown(cell, n) for cell, n in cells.items()}

    def _shown(self, cell: Cell, rows: int) -> Count:
        if cell in self.withheld:
            return None
        return mark(rows, self.least) if cell in self.hidden else rows

    def _cheapest(self, cell: Cell) -> Swap | None:
        """Return the swap that hides the fewest further rows; the total only if it must be."""
        attributes, _ = cell
        best, least = None, inf
        fewest = 0 if () in self.tables else 1
        for size in range(len(attributes), fewest - 1, -1):
            if best and not size:
                break
            for moved in combinations(attributes, size):
                for swap in islice(self._swaps(cell, moved), _TRIES):
                    cost = self._cost(swap)
                    if cost < least:
                        best, least = swap, cost
                    if not cost:
                        return swap
        return best

    def _cost(self, swap: Swap) -> float:
        """Rows that a swap hides anew; infinite if some cell of it cannot take its step."""
        cost = 0.0
        for cell, step in swap:
            rows = self.tables[cell[0]].get(cell[1], 0)
            if rows + step < 1 or not rows:
                return inf
            cost += rows * (cell not in self.hidden)
            cost += _WITHHOLDING * self.least * (not self._stays(cell, step))
        return cost

    def _stays(self, cell: Cell, step: int) -> bool:
        """Whether a count stays on its side of the threshold, as its mark will tell."""
        rows = self.tables[cell[0]][cell[1]]
        return cell in self.withheld or (rows < self.least) == (rows + step < self.least)

    def _swaps(self, cell: Cell, moved: tuple[str, ...]) -> Iterator[Swap]:
        """Yield swaps between the corners of a box: a side a moved attribute, the rest fixed.

        One moved attribute is one person counted in another group; two are two people who
        trade places, so that both margins stay; none is one person more or less in all.
        Only tables that have all moved attributes change, the others see a sum of zero.
        """
        home = dict(zip(*cell, strict=True))
        changed = [a for a in self.tables if set(moved) <= set(a)]
        free = sorted({name for a in changed for name in a} - set(home))
        own = [a for a in changed if set(a) <= set(home)]
        rest = [a for a in changed if a not in own]
        for other in product(*(self._neighbours(cell, name) for name in moved)):
            away = dict(zip(moved, other, strict=True))
            for sign in (1, -1):
                near = _corners(own, home, away, sign)
                if self._cost(near) == inf:
                    continue
                for fixed in islice(product(*(self._values[name] for name in free)), _TRIES):
                    whole = home | dict(zip(free, fixed, strict=True))
                    yield near + _corners(rest, whole, away, sign)

    def _neighbours(self, cell: Cell, attribute: str) -> list[str | None]:
        """Return the other values of one attribute with rows beside this cell, hidden ones first.

        Groups that are hidden already cost nothing, so the search ends soon.
        """
        attributes, group = cell
        place = attributes.index(attribute)
        beside = {
            value: (attributes, (*group[:place], value, *group[place + 1 :]))
            for value in self._values[attribute]
            if value != group[place]
        }
        listed = [value for value, near in beside.items() if near[1] in self.tables[attributes]]
        return sorted(listed, key=lambda value: beside[value] not in self.hidden)


def _corners(
    tables: Iterable[tuple[str, ...]],
    at: Mapping[str, str | None],
    away: Mapping[str, str | None],
    sign: int,
) -> Swap:
    """Return the steps of a swap in these tables: plus and minus one at alternate corners."""
    sides = {
        name: ((value, 1), (away[name], -1)) if name in away else ((value, 1),)
        for name, value in at.items()
    }
    return tuple(
        ((attributes, tuple(value for value, _ in corner)), sign * prod(s for _, s in corner))
        for attributes in tables
        for corner in product(*(sides[name] for name in attributes))
    )
