"""From the words of ``fairgate rank`` to a label."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairgate.engine.items import Wanted, column_names, read_items
from fairgate.errors import UserError, did_you_mean
from fairgate.ranking.items import Items
from fairgate.ranking.label.hiding import hide
from fairgate.ranking.label.make import make_label
from fairgate.ranking.label.request import Request, Sensitive
from fairgate.ranking.label.values import Label, Normalise
from fairgate.ranking.ranked import Undefined

MOST_VALUES = 50
"""Values of a column that are judged in turn."""


@dataclass(frozen=True)
class Words:
    """What was said on the command line."""

    scores: tuple[str, ...]
    sensitive: tuple[str, ...]
    diverse: tuple[str, ...] = ()
    name: str | None = None
    k: int | None = None
    normalise: str = "none"
    ascending: bool = False
    alpha: float = 0.05


def described(file: str, words: Words, min_cell: int = 0) -> Label:
    """Read a file, rank it and describe the ranking.

    Raises
    ------
    UserError
        For a file, column, weight, group or k that cannot be.
    """
    columns = column_names(file)
    request = Request(
        _weights(file, words.scores, columns),
        tuple(_sensitive(word, columns) for word in words.sensitive),
        words.diverse,
        words.k,
        ascending=words.ascending,
        alpha=words.alpha,
        normalise=Normalise(words.normalise),
    )
    names = tuple(name for name, _ in request.weights)
    items = read_items(file, Wanted(names, request.columns, words.name))
    for sensitive in request.sensitive:
        _check_group(items, sensitive)
    if words.k is not None and words.k > items.n:
        problem = f"--k is {words.k:,}, and the file has {items.n:,} rows"
        raise UserError(problem, f"choose one from 1 to {items.n:,}", file=file)
    try:
        return hide(make_label(items, request), min_cell)
    except Undefined as error:
        cure = "leave this column out, or scale the columns before"
        raise UserError(str(error), cure, file=file) from None


def spare(file: str, written: Iterable[str | None]) -> None:
    """Never write a label over the file that is ranked."""
    for path in written:
        if path is not None and Path(path).resolve() == Path(file).resolve():
            problem = "this file is read, so nothing is written over it"
            raise UserError(problem, "name another file", file=path)


def _weights(
    file: str, words: Sequence[str], columns: Sequence[str]
) -> tuple[tuple[str, float], ...]:
    weights: dict[str, float] = {}
    for word in words:
        name, weight = _weight(file, word, columns)
        if name in weights:
            cure = "name each column once, with one weight"
            raise UserError("this column is weighed twice", cure, file=file, place=f"column {name}")
        weights[name] = weight
    if weights and not any(weights.values()):
        raise UserError("all weights are 0, which ranks nothing", "give one another weight")
    return tuple(weights.items())


def _weight(file: str, word: str, columns: Sequence[str]) -> tuple[str, float]:
    name, equals, text = word.rpartition("=")
    if not equals or word in columns:
        return word, 1.0
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        problem = f"expected a number as the weight, got {text!r}"
        raise UserError(problem, f"write --score '{name}=1'", file=file, place=f"column {name}")
    return name, weight


def _sensitive(word: str, columns: Sequence[str]) -> Sensitive:
    """Split at the first ``=`` that leaves the name of a column."""
    if word in columns or "=" not in word:
        return Sensitive(word)
    ends = [at for at, sign in enumerate(word) if sign == "="]
    split = next((at for at in ends if word[:at] in columns), ends[0])
    return Sensitive(word[:split], word[split + 1 :])


def _check_group(items: Items, sensitive: Sensitive) -> None:
    """Refuse a group that nobody belongs to, or everybody, and a column of names or numbers."""
    known = dict.fromkeys(label for label in items.labels[sensitive.column] if label is not None)
    place = f"column {sensitive.column}"
    if not known:
        cure = "name a column that holds groups"
        raise UserError("every row is empty", cure, file=items.path, place=place)
    if sensitive.value is not None and sensitive.value not in known:
        problem = f"no row holds {sensitive.value!r}, so there is no such group to judge"
        cure = did_you_mean(sensitive.value, list(known)[:20])
        raise UserError(problem, cure, file=items.path, place=place)
    if len(known) == 1:
        problem = f"every row holds {next(iter(known))!r}: there is nobody to compare with"
        cure = "name a column with two groups or more"
        raise UserError(problem, cure, file=items.path, place=place)
    if sensitive.value is None and len(known) > MOST_VALUES:
        problem = f"{len(known):,} values are too many to judge in turn"
        cure = f"name one: --sensitive '{sensitive.column}=VALUE', or group them first"
        raise UserError(problem, cure, file=items.path, place=place)
