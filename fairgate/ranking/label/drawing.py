"""Plots of a label as values: where each bar, dot and line goes, in per cent of the width.

The template ``label.html.j2`` draws them; every figure in them is in a table as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairgate.ranking.label import words
from fairgate.ranking.label.values import (
    GroupRow,
    Ingredient,
    Label,
    Part,
    Slope,
    Stability,
    Variety,
)
from fairgate.report.axis import Axis
from fairgate.suppression import Count

HEIGHT = 110
"""Of the plot of scores, in pixels."""

ROWS = 6
"""Bars of a plot in the overview."""


@dataclass(frozen=True)
class Bar:
    """A name, a bar from 0, and what it says."""

    name: str
    width: float
    words: str
    mark: float | None = None


@dataclass(frozen=True)
class Strip:
    """A range with a mark for the middle, and a second, thicker range inside it."""

    name: str
    words: str
    low: float
    high: float
    middle: float
    top_low: float
    top_high: float
    top_middle: float


@dataclass(frozen=True)
class Line:
    """A straight line: ends in per cent across, and in pixels down."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Curve:
    """Scores by place."""

    dots: tuple[tuple[float, float], ...]
    lines: tuple[Line, ...]
    across: tuple[tuple[float, str], ...]
    down: tuple[tuple[float, str], ...]
    description: str


def strips(parts: tuple[Part, ...]) -> list[Strip]:
    """Draw the range of each attribute overall, and among the best."""
    return [_strip(part) for part in parts[:ROWS]]


def _strip(part: Part) -> Strip:
    low, high = part.overall.least, part.overall.most
    wide = (high - low) or 1.0

    def at(value: float) -> float:
        return round(100 * (value - low) / wide, 2)

    best, all_ = words.number(part.top.median, 6), words.number(part.overall.median, 6)
    said = f"weight {words.number(part.weight, 6)}; median {best} of the best, {all_} of all"
    return Strip(
        part.name,
        said,
        at(low),
        at(high),
        at(part.overall.median),
        at(part.top.least),
        at(part.top.most),
        at(part.top.median),
    )


def strengths(ingredients: tuple[Ingredient, ...], most: int = 3) -> list[Bar]:
    """Draw how strongly the first few go with the score."""
    return [
        Bar(
            one.name,
            round(100 * abs(one.rank_correlation or 0.0), 2),
            f"{one.strength}: {words.number(one.rank_correlation)}"
            + ("" if one.in_recipe else ", not in the recipe"),
        )
        for one in ingredients[:most]
    ]


def shares(label: Label) -> list[Bar]:
    """Draw the share of each judged group among the best, with a mark for its share of all."""
    rows = [row for row in label.fairness.groups if row.judged][:ROWS]
    return [_share(row, label) for row in rows]


def _share(row: GroupRow, label: Label) -> Bar:
    name = f"{row.column}={words.group(row.group)}"
    if not isinstance(row.in_k, int) or not isinstance(row.overall, int):
        said = f"{words.count(row.in_k)} of the best {label.k}, {words.count(row.overall)} of all"
        return Bar(name, 0.0, said)
    inside, overall = row.in_k / label.k, row.overall / label.n
    said = f"{words.percent(inside)} of the best {label.k}, {words.percent(overall)} of all"
    return Bar(name, round(100 * inside, 2), said, round(100 * overall, 2))


def makeup(found: Variety, at: int, total: int, most: int) -> tuple[list[Bar], int]:
    """Draw what a column is made up of, 0 among the best and 1 overall; and count the rest."""
    rows = [(row[0], row[at + 1]) for row in found.counts if row[at + 1] != 0]
    rows.sort(key=lambda row: -_known(row[1]))
    bars = [
        Bar(words.group(value), round(100 * _known(n) / total, 2), _said(n, total))
        for value, n in rows[:most]
    ]
    return bars, max(len(rows) - most, 0)


def _known(count: Count) -> int:
    return count if isinstance(count, int) else 0


def _said(count: Count, total: int) -> str:
    share = f" ({words.percent(count / total)})" if isinstance(count, int) else ""
    return f"{words.count(count)}{share}"


def curve(stability: Stability) -> Curve | None:
    """Draw scores by place, and the two lines through them."""
    points = stability.curve
    if not points or stability.overall is None:
        return None
    across = Axis.around([1.0, float(points[-1][0])], (1.0, float(points[-1][0])))
    last = float(points[-1][0])
    scores = [score for _, score in points]
    axis = Axis.around(scores)

    def x(place: float) -> float:
        return round(100 * (place - 1) / max(last - 1, 1.0), 2)

    def y(score: float) -> float:
        return round(HEIGHT * (1 - axis.at(score) / 100), 1)

    lines = [
        Line(kind, x(1), y(start), x(found.n), y(end))
        for kind, found in (("overall", stability.overall), ("top", stability.top))
        if found is not None
        for start, end in [_ends(found, points)]
    ]
    ticks = [tick for tick in across.ticks if 1 < tick < last]
    spread = f"From {words.number(scores[0], 5)} at place 1 to {words.number(scores[-1], 5)}"
    return Curve(
        tuple((x(place), y(score)) for place, score in points),
        tuple(lines),
        tuple((x(tick), f"{tick:,.0f}") for tick in (1.0, *ticks[1:-1], last)),
        tuple((y(tick), words.number(tick, 5)) for tick in (axis.ticks[0], axis.ticks[-1])),
        f"{spread} at place {points[-1][0]:,}.",
    )


def _ends(found: Slope, points: tuple[tuple[int, float], ...]) -> tuple[float, float]:
    """Both ends of a line: its slope through the middle of its points."""
    own = [(place, score) for place, score in points if place <= found.n]
    middle = sum(place for place, _ in own) / len(own), sum(score for _, score in own) / len(own)
    start = middle[1] - found.value * (middle[0] - 1)
    return start, start + found.value * (found.n - 1)
