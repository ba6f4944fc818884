"""Likelihood x severity, five by five: how many issues stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from jira_app.board.line import GREATEST, Line

BANDS: Final = (("none", 0), ("low", 1), ("medium", 4), ("high", 9))
"""Names of shades, and the product of likelihood and severity from which each begins."""


@dataclass(frozen=True)
class Cell:
    """One cell: where, how many issues, and its shade."""

    likelihood: int
    severity: int
    count: int
    band: str


@dataclass(frozen=True)
class Matrix:
    """All cells.

    Attributes
    ----------
    rows : tuple of tuple of Cell
        Gravest first; likelihood rises to the right.
    placed, unplaced : int
        Issues with and without a place: without an assessment there is none.
    """

    rows: tuple[tuple[Cell, ...], ...]
    placed: int
    unplaced: int


def matrix(lines: Iterable[Line]) -> Matrix:
    """Count lines by cell.

    Examples
    --------
    >>> [cell.band for cell in matrix([]).rows[0]]
    ['none', 'medium', 'medium', 'high', 'high']
    """
    places = Counter((line.likelihood, line.severity) for line in lines)
    scale = range(GREATEST + 1)
    rows = tuple(
        tuple(Cell(x, y, places[x, y], band(x, y)) for x in scale) for y in reversed(scale)
    )
    placed = sum(cell.count for row in rows for cell in row)
    return Matrix(rows, placed, places.total() - placed)


def band(likelihood: int, severity: int) -> str:
    """Name the shade of a cell."""
    product = likelihood * severity
    return [name for name, least in BANDS if least <= product][-1]
