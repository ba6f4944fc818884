"""An attribute bound to its column: raw values in, names of groups out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fairgate.cells import Group, Value
from fairgate.engine.codes import attribute_value
from fairgate.engine.columns import Family, SourceColumn
from fairgate.table import Attribute

Raw = str | None
"""A value as DuckDB writes it."""

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_TRUTH = {"true", "false"}
_NAN = {"nan", "NaN"}


@dataclass(frozen=True)
class Axis:
    """One attribute of a file.

    Attributes
    ----------
    attribute : Attribute
        Name and bins.
    column : SourceColumn
        Where its values are.
    """

    attribute: Attribute
    column: SourceColumn

    @property
    def sql(self) -> str:
        """Expression that rows are grouped by."""
        return attribute_value(self.column, self.attribute)

    def names(self, raw: Iterable[Raw]) -> dict[Raw, Value]:
        """Name every raw value that occurs; missing ones are None, never a word.

        Numbers are written as short as they are (``1``, not ``1.0``), truth values as
        ``true`` and ``false``. The columns of a CSV file have no types, so there all
        the values decide together whether they are numbers or words.
        """
        values = set(raw)
        if self.attribute.bins is not None:
            bins = dict(enumerate(self.attribute.bin_names))
            return {value: None if value is None else bins.get(int(value)) for value in values}
        write = self._writer({value for value in values if value})
        return {value: write(value) if value else None for value in values}

    def _writer(self, words: set[str]) -> Callable[[str], Value]:
        family, untyped = self.column.family, self.column.untyped
        if family in (Family.FLOAT, Family.DECIMAL):
            return _shortest
        if untyped and all(_PLAIN_NUMBER.fullmatch(word) for word in words - _NAN):
            return _shortest
        if untyped and all(word.lower() in _TRUTH for word in words):
            return str.lower
        return str

    def rank(self, value: Value) -> tuple[int, float, str]:
        """Sort key: bins in their order, numbers by size, words by letter, missing last."""
        if value is None:
            return (3, 0.0, "")
        if self.attribute.bins is not None:
            return (0, self.attribute.bin_names.index(value), value)
        if _PLAIN_NUMBER.fullmatch(value):
            return (1, float(value), value)
        return (2, 0.0, value)


def _shortest(number: str) -> Value:
    if number in _NAN:
        return None
    if "." not in number or "e" in number:
        return number
    short = number.rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def sort_groups(axes: Iterable[Axis], groups: Iterable[Group]) -> list[Group]:
    """Order groups the same way every time, whatever order the engine met them in."""
    axes = tuple(axes)
    return sorted(
        groups,
        key=lambda group: [axis.rank(value) for axis, value in zip(axes, group, strict=True)],
    )
