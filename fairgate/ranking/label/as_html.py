"""A label as one page: self-contained, accessible, without script or network; prints on a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from fairgate import __version__
from fairgate.ranking.label import drawing, words
from fairgate.ranking.label.as_document import (
    compat_table,
    figure_tables,
    ingredient_rows,
    recipe_rows,
)
from fairgate.ranking.label.drawing import Bar
from fairgate.ranking.label.values import ORACLES, Label, Measure
from fairgate.render.as_text import said
from fairgate.render.document import Line
from fairgate.render.words import plain
from fairgate.suppression import Count

_LONGEST = 48


@dataclass(frozen=True)
class Makeup:
    """One column of a diversity widget."""

    column: str
    bars: list[Bar]
    more: int
    words: str


def write(label: Label) -> str:
    """Write a label as an HTML page."""
    return _environment().get_template("label.html.j2").render(**_view(label))


@cache
def _environment() -> Environment:
    """Load the templates; they are compiled once."""
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader("fairgate.ranking.label"), PackageLoader("fairgate.report")]
        ),
        autoescape=True,
        finalize=_glued,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": plain, "short": short, "cells": _cells, "tuple_at": _value_at}
    return environment


def short(text: str) -> str:
    """Cut a name so that it fits its place; the table has the whole of it.

    Examples
    --------
    >>> short("a" * 60)[-3:]
    'aa…'
    """
    clean = plain(text)
    return clean if len(clean) <= _LONGEST else f"{clean[: _LONGEST - 1]}…"


def _glued(value: object) -> object:
    """Keep a number and its per cent sign on one line."""
    return value.replace(" %", "\N{NO-BREAK SPACE}%") if isinstance(value, str) else value


def _view(label: Label) -> dict[str, Any]:
    return {
        "label": label,
        "words": words,
        "version": __version__,
        "headline": words.headline(label),
        "strips": drawing.strips(label.recipe.parts),
        "strengths": drawing.strengths(label.ingredients),
        "curve": drawing.curve(label.stability),
        "height": drawing.HEIGHT,
        "shares": drawing.shares(label),
        "tests": _tests(label),
        "oracles": [words.MEASURES[metric][0] for metric in ORACLES],
        "most": drawing.ROWS,
        "figures": list(figure_tables(label)),
        "compat": list(compat_table(label)),
        "makeups": [_makeups(label, 0, label.top), _makeups(label, 1, label.n)],
        "small_print": words.small_print(label),
        "recipe_rows": recipe_rows(label),
        "ingredient_rows": ingredient_rows(label, facts=True),
        "curve_rows": [(f"{x:,}", words.number(y, 6)) for x, y in label.stability.curve],
        "group_rows": [
            (f"{row.column}={words.group(row.group)}", *map(words.count, (row.in_k, row.overall)))
            for row in label.fairness.groups
        ],
        "kept": [(words.KEPT[kept.what], words.kept(kept)) for kept in label.stability.kept],
    }


def _cells(row: tuple[Line, ...]) -> list[str]:
    return [said(line) for line in row]


def _value_at(row: tuple[str | None, Count, Count], at: int) -> tuple[str, str]:
    return words.group(row[0]), words.count(row[at + 1])


def _tests(label: Label) -> list[tuple[str, list[Measure]]]:
    """List the judged groups, each with its three tests."""
    found: dict[str, dict[str, Measure]] = {}
    for measure in label.fairness.measures:
        if measure.metric in ORACLES:
            found.setdefault(words.measured(measure), {})[measure.metric] = measure
    return [(name, [by[metric] for metric in ORACLES]) for name, by in found.items()]


def _makeups(label: Label, at: int, total: int) -> list[Makeup]:
    """Share the room between the columns."""
    each = max(drawing.ROWS // max(len(label.diversity), 1), 2)
    return [
        Makeup(found.column, *drawing.makeup(found, at, total, each), words.variety(found, at))
        for found in label.diversity
    ]
