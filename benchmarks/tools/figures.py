"""What a benchmark answers: a table, and claims that are met or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Size(Enum):
    """How much is measured."""

    SMALLEST = "does it run"
    QUICK = "a first impression"
    FULL = "the figures of the documentation"


@dataclass(frozen=True)
class Settings:
    """What a benchmark is given.

    Attributes
    ----------
    size : Size
        How much is measured.
    directory : Path
        Where generated predictions are kept, and found again by the next run.
    processes : int
        For simulations, which share nothing. Speeds are measured one at a time.
    """

    size: Size
    directory: Path
    processes: int = 2

    def pick(self, smallest: T, quick: T, full: T) -> T:
        """Choose by size."""
        return {Size.SMALLEST: smallest, Size.QUICK: quick, Size.FULL: full}[self.size]


@dataclass(frozen=True)
class Claim:
    """A figure, and the one to reach.

    Attributes
    ----------
    what : str
        What was measured, against what.
    measured, reach : float
        In ``unit``.
    unit : str
        ``x`` for ratios, ``MB``; empty for probabilities.
    at_least : bool
        Whether more is better.
    """

    what: str
    measured: float
    reach: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is reached; one that could not be measured is not."""
        if self.at_least:
            return self.measured >= self.reach
        return self.measured <= self.reach

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What, measured, to reach, met or not."""
        sign = ">=" if self.at_least else "<="
        return (
            self.what,
            amount(self.measured, self.unit),
            f"{sign} {amount(self.reach, self.unit)}",
            "met" if self.met else "NOT MET",
        )


def amount(value: float, unit: str = "") -> str:
    """Write a figure as short as it can be trusted.

    Examples
    --------
    >>> amount(1.083, "x"), amount(716.3, "x"), amount(0.0214), amount(148.2, "MB"), amount(2e-16)
    ('1.08 x', '716 x', '.021', '148 MB', '2.0e-16')
    """
    if value == 0:
        return f"0 {unit}".strip()
    if abs(value) < 0.0005:
        return f"{value:.1e} {unit}".strip()
    if unit:
        return f"{value:,.0f} {unit}" if value >= 20 else f"{value:.2f} {unit}"
    return f"{value:.3f}".removeprefix("0")


@dataclass(frozen=True)
class Section:
    """A benchmark's answer.

    Attributes
    ----------
    title : str
        The claim in a few words.
    text : str
        How it was measured, in a paragraph.
    columns : sequence of str
        Head of the table.
    rows : sequence of sequence of str
        The table.
    claims : sequence of Claim
        The figures to reach.
    """

    title: str
    text: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    claims: Sequence[Claim] = field(default=())


_CLAIM = ("claim", "measured", "to reach", "")


def as_text(section: Section) -> str:
    """Lay a section out for a terminal."""
    parts = [section.title, "=" * len(section.title), section.text, ""]
    parts += _aligned(section.columns, section.rows)
    if section.claims:
        parts += ["", *_aligned(_CLAIM, [claim.cells for claim in section.claims])]
    return "\n".join(parts) + "\n"


def as_markdown(section: Section) -> str:
    """Lay a section out for the documentation."""
    parts = [f"## {section.title}", "", section.text, ""]
    if section.claims:
        parts += [*_piped(_CLAIM, [claim.cells for claim in section.claims]), ""]
    parts += _piped(section.columns, section.rows)
    return "\n".join(parts) + "\n"


def _aligned(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    table = [columns, *rows]
    widths = [max(len(row[at]) for row in table) for at in range(len(columns))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _piped(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    table = [columns, ["---"] * len(columns), *rows]
    return ["| " + " | ".join(row) + " |" for row in table]
