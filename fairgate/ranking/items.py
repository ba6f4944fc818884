"""Items to be ranked: numbers, sensitive values and names, in the order of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from fairgate.ranking.ranked import Floats

Labels: TypeAlias = tuple[str | None, ...]
"""A value for each item; None where it is not known."""


@dataclass(frozen=True)
class Items:
    """Columns of a file, one value an item.

    Attributes
    ----------
    n : int
        How many items.
    scores : mapping of str to array of float, shape (n,)
        The columns that make the score; every value is finite.
    numbers : mapping of str to array of float, shape (n,)
        The other numeric columns; NaN where nothing is known.
    labels : mapping of str to tuple of str or None
        Sensitive and other categorical columns.
    names : tuple of str, or empty
        What to call the items.
    path : str
        Where they come from.
    """

    n: int
    scores: Mapping[str, Floats] = field(default_factory=dict)
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    labels: Mapping[str, Labels] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    path: str = ""

    def name(self, at: int) -> str:
        """Call an item by its name, or by its row in the file, counted from 1.

        Examples
        --------
        >>> Items(2).name(1)
        'row 2'
        """
        return self.names[at] if self.names else f"row {at + 1:,}"
