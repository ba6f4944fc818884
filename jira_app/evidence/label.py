"""The nutritional label of a ranking, laid out for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fairgate.evidence.label import read_label
from fairgate.ranking.label.as_document import document
from fairgate.ranking.label.words import headline
from fairgate.render import Block, Bullets, Heading, Paragraph, Table
from fairgate.render.as_text import said


@dataclass(frozen=True)
class Grid:
    """A table of texts; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Widget:
    """One part of a label: its heading, and what it says."""

    heading: str
    sentences: tuple[str, ...]
    points: tuple[str, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Label:
    """A label: the worst answer of its tests, that in words, its parts, and how to read them."""

    outcome: str
    headline: str
    widgets: tuple[Widget, ...]
    small_print: tuple[str, ...]


def label_of(report: Mapping[str, Any]) -> Label | None:
    """Lay out the label of a report; None if it has none."""
    if "label" not in report:
        return None
    label = read_label(report["label"])
    _, *blocks = document(label, details=False).blocks  # the first is the headline
    *widgets, last = _widgets(blocks)
    return Label(label.outcome.value, headline(label), tuple(widgets), last.points)


def _widgets(blocks: Iterable[Block]) -> list[Widget]:
    parts: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append((block.text, []))
        else:
            parts[-1][1].append(block)
    return [_widget(heading, inside) for heading, inside in parts]


def _widget(heading: str, blocks: list[Block]) -> Widget:
    return Widget(
        heading,
        tuple(said(block.words) for block in blocks if isinstance(block, Paragraph)),
        tuple(said(at) for block in blocks if isinstance(block, Bullets) for at in block.lines),
        tuple(_grid(block) for block in blocks if isinstance(block, Table)),
    )


def _grid(table: Table) -> Grid:
    rows = tuple(tuple(said(cell) for cell in row) for row in table.rows)
    return Grid(table.caption, table.head, rows)
