"""Plots as values: where every dot, interval and line of a finding goes.

The template ``plot.svg.j2`` draws them. Horizontal positions are in per cent, so that a
plot fits any width while its text keeps its size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairgate.report import words
from fairgate.report.axis import Axis
from fairgate.report.safe import printable
from fairgate.verdict import Interval

MOST = 60
"""Rows of a plot; the table behind it has all."""

_WIDE, _NARROW = 80, 34
_TOP, _ROW = 2, 48


@dataclass(frozen=True)
class Mark:
    """One row: a value with its interval, and perhaps the baseline's value.

    Attributes
    ----------
    label, short, words : str
        Name, as far as a wide and a narrow screen have room; value and interval in words.
    state : str
        ``plain``, ``beyond`` (demonstrably beyond the limit) or ``aside`` (not compared).
    y : int
        Top of the row, in pixels.
    x, low, high, baseline : float or None
        Positions in per cent.
    open_low, open_high : bool
        Whether the interval goes on beyond the scale.
    """

    label: str
    short: str
    words: str
    state: str
    y: int
    x: float | None
    low: float | None = None
    high: float | None = None
    baseline: float | None = None
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True)
class Line:
    """A vertical line: ``limit``, ``reference`` or ``detect``."""

    kind: str
    x: float
    words: str


@dataclass(frozen=True)
class Plot:
    """Everything that the template draws."""

    title: str
    description: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    beyond: tuple[float, float] | None
    left_out: int

    @property
    def bottom(self) -> int:
        """Where the axis lies, in pixels."""
        return _TOP + _ROW * len(self.marks)

    @property
    def height(self) -> int:
        """Pixels from top to bottom, tick labels included."""
        return self.bottom + 26

    def has(self, state: str) -> bool:
        """Whether some mark is in this state."""
        return any(mark.state == state for mark in self.marks)

    @property
    def has_baseline(self) -> bool:
        """Whether some mark has a baseline."""
        return any(mark.baseline is not None for mark in self.marks)


@dataclass(frozen=True)
class Row:
    """What is to be drawn of one group or contrast, on the scale of the data."""

    name: str
    state: str
    value: float | None
    interval: Interval | None
    baseline: float | None = None


def draw(
    title: str,
    rows: Sequence[Row],
    unit: words.Unit,
    lines: Sequence[tuple[str, float, str]],
    *,
    at_least: bool,
    about: str,
    beside: float | None = None,
) -> Plot:
    """Lay a plot out.

    Parameters
    ----------
    title : str
        What it shows.
    rows : sequence of Row
        From top to bottom; at least one has a value.
    unit : Unit
        Of all values.
    lines : sequence of (kind, value, name)
        Vertical lines; what lies beyond the one of kind ``limit`` is shaded.
    at_least : bool
        Whether the limit is a floor, so that the shade lies to the left.
    about : str
        Last sentence of the description.
    beside : float, optional
        Values are written with as many decimals as tell them from this.
    """
    shown = rows[:MOST]
    ends = (0.0, 1.0) if unit is words.Unit.PERCENT else (-math.inf, math.inf)
    axis = Axis.around([*_numbers(shown), *(value for _, value, _ in lines)], ends)
    marks = tuple(_mark(row, at, axis, unit, beside) for at, row in enumerate(shown))
    limits = [axis.at(value) for kind, value, _ in lines if kind == "limit"]
    edge = 0.0 if at_least else 100.0
    return Plot(
        printable(title),
        printable(f"{_described(rows, unit, lines)} {about}"),
        marks,
        tuple(
            Line(kind, axis.at(value), printable(f"{name}: {words.plain(_rounded(value), unit)}"))
            for kind, value, name in lines
        ),
        tuple(
            (axis.at(tick), words.plain(tick, unit).removesuffix(" points")) for tick in axis.ticks
        ),
        (min(edge, limits[0]), max(edge, limits[0])) if limits else None,
        len(rows) - len(shown),
    )


def _numbers(rows: Iterable[Row]) -> Iterable[float]:
    for row in rows:
        yield from (n for n in (row.value, row.baseline, *(row.interval or ())) if n is not None)


def _mark(row: Row, at: int, axis: Axis, unit: words.Unit, beside: float | None) -> Mark:
    label, short = (_shortened(printable(row.name), most) for most in (_WIDE, _NARROW))
    y = _TOP + _ROW * at
    if row.value is None:
        return Mark(label, short, words.UNDEFINED, row.state, y, None)
    text = words.quantity(row.value, unit, beside)
    low, high = row.interval or (row.value, row.value)
    if row.interval:
        text = f"{text} ({words.interval(row.interval, unit, beside)})"
    return Mark(
        label,
        short,
        text,
        row.state,
        y,
        axis.at(row.value),
        axis.at(low),
        axis.at(high),
        None if row.baseline is None else axis.at(row.baseline),
        open_low=math.isinf(low),
        open_high=math.isinf(high),
    )


def _shortened(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _described(
    rows: Sequence[Row], unit: words.Unit, lines: Sequence[tuple[str, float, str]]
) -> str:
    """Say what the eye would see first."""
    known = sorted((row.value, row.name) for row in rows if row.value is not None)
    (low, lowest), (high, highest) = known[0], known[-1]
    spread = (
        f"From {words.quantity(low, unit)} ({lowest}) to {words.quantity(high, unit)} ({highest})."
    )
    if len(known) == 1:
        spread = f"{lowest}: {words.quantity(low, unit)}."
    told = [f"{name}: {words.plain(_rounded(value), unit)}" for _, value, name in lines]
    return f"{spread} Marked: {', '.join(told)}." if told else spread
