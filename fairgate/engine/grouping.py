"""Grouping sets: several GROUP BYs over the same rows in one pass, and how to tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Positions = tuple[int, ...]
"""Which axes make a grouping, in the order of the policy."""


def distinct_sets(groupings: Iterable[Positions]) -> list[Positions]:
    """Sets of axes to group by, each once, with everybody together as the first."""
    return sorted({(), *(tuple(sorted(positions)) for positions in groupings)})


def grouping_mask(axes: int, positions: Sequence[int]) -> int:
    """What :func:`mask_sql` answers where exactly these axes make the groups.

    Examples
    --------
    >>> bin(grouping_mask(3, (1,)))
    '0b101'
    """
    return sum(1 << (axes - 1 - i) for i in range(axes) if i not in positions)


def mask_sql(axes: int, always: str) -> str:
    """Expression with a bit for every axis, set where the axis was left out.

    ``always`` is a column of every set; it is there because one argument is needed.

    Examples
    --------
    >>> mask_sql(2, "code")
    'GROUPING(code, a0, a1)'
    """
    return f"GROUPING({', '.join([always, *(f'a{i}' for i in range(axes))])})"


def sets_sql(sets: Iterable[Positions], *always: str) -> str:
    """Write the clause; the columns ``always`` belong to every set.

    Examples
    --------
    >>> sets_sql([(), (0, 2)], "code")
    'GROUPING SETS ((code), (a0, a2, code))'
    """
    columns = [", ".join([*(f"a{i}" for i in positions), *always]) for positions in sets]
    return f"GROUPING SETS ({', '.join(f'({names})' for names in columns)})"
