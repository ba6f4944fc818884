"""The tables of a tally as documents: cells, paired cells, histograms.

Counts are integers and sums of scores are hexadecimal floats, so that every language
writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, TypeAlias

import numpy as np
from pydantic import Field, model_validator

from fairgate.cells import Cells, Counts, Group, PairedCells, ScoreHistogram
from fairgate.evidence.strict import Count, HexFloat
from fairgate.strict import Strict

Floats: TypeAlias = np.typing.NDArray[np.float64]
Four: TypeAlias = Annotated[list[Count], Field(min_length=4, max_length=4)]
Eight: TypeAlias = Annotated[list[Count], Field(min_length=8, max_length=8)]
BinCount: TypeAlias = Annotated[list[Count], Field(min_length=2, max_length=2)]

_MOST_BINS = 2**16


class Grouping(Strict):
    """The groups that one choice of attributes makes; a missing value is null."""

    attributes: list[str]
    groups: list[list[str | None]]

    @model_validator(mode="after")
    def _distinct_groups(self) -> Grouping:
        keys = self.keys
        if any(len(key) != len(self.attributes) for key in keys):
            raise ValueError("a group has another number of values than there are attributes")
        if len(set(keys)) != len(keys):
            raise ValueError("a group stands there twice")
        return self

    @property
    def name(self) -> tuple[str, ...]:
        """The attributes, as a tally keys them."""
        return tuple(self.attributes)

    @property
    def keys(self) -> tuple[Group, ...]:
        """The groups, as cells hold them."""
        return tuple(tuple(group) for group in self.groups)

    def check_length(self, *columns: Sequence[object]) -> None:
        """Refuse a column that has not one entry a group."""
        if any(len(column) != len(self.groups) for column in columns):
            raise ValueError("counts and groups differ in number")


class CellsOf(Grouping):
    """True positives, false positives, false negatives and true negatives of each group."""

    counts: list[Four]

    @model_validator(mode="after")
    def _one_row_a_group(self) -> CellsOf:
        self.check_length(self.counts)
        return self

    @classmethod
    def of(cls, cells: Cells) -> CellsOf:
        """Write cells."""
        return cls(**_grouping(cells), counts=cells.counts.tolist())

    def cells(self) -> Cells:
        """Read them back."""
        return Cells(self.name, self.keys, _integers(self.counts, 4))

    @property
    def labels(self) -> dict[Group, tuple[int, int]]:
        """Rows of each group with label 0 and with label 1."""
        pairs = ((fp + tn, tp + fn) for tp, fp, fn, tn in self.counts)
        return dict(zip(self.keys, pairs, strict=True))

    @property
    def total(self) -> int:
        """Rows of all groups."""
        return sum(map(sum, self.counts))


class PairedCellsOf(Grouping):
    """Rows by label, baseline prediction and candidate prediction: 000, 001, ... 111."""

    counts: list[Eight]

    @model_validator(mode="after")
    def _one_row_a_group(self) -> PairedCellsOf:
        self.check_length(self.counts)
        return self

    @classmethod
    def of(cls, cells: PairedCells) -> PairedCellsOf:
        """Write paired cells."""
        return cls(**_grouping(cells), counts=cells.counts.reshape(-1, 8).tolist())

    def cells(self) -> PairedCells:
        """Read them back."""
        return PairedCells(self.name, self.keys, _integers(self.counts, 8).reshape(-1, 2, 2, 2))

    @property
    def total(self) -> int:
        """Rows of all groups."""
        return sum(map(sum, self.counts))


class HistogramOf(Grouping):
    """Scores of each group and label: ``[bin, rows]`` of every bin that is not empty."""

    bins: Annotated[int, Field(ge=1, le=_MOST_BINS)]
    counts: list[Annotated[list[list[BinCount]], Field(min_length=2, max_length=2)]]
    sums: list[Annotated[list[HexFloat], Field(min_length=2, max_length=2)]]
    squares: list[Annotated[list[HexFloat], Field(min_length=2, max_length=2)]]

    @model_validator(mode="after")
    def _bins_ascend(self) -> HistogramOf:
        self.check_length(self.counts, self.sums, self.squares)
        for row in self._rows():
            numbers = [number for number, _ in row]
            if numbers != sorted(set(numbers)) or any(n >= self.bins for n in numbers):
                raise ValueError(f"bins of a histogram must ascend below {self.bins}")
        return self

    @classmethod
    def of(cls, histogram: ScoreHistogram) -> HistogramOf:
        """Write a histogram."""
        return cls(
            **_grouping(histogram),
            bins=histogram.counts.shape[2],
            counts=[[_sparse(row) for row in group] for group in histogram.counts],
            sums=_hexadecimal(histogram.sums),
            squares=_hexadecimal(histogram.squares),
        )

    def histogram(self) -> ScoreHistogram:
        """Read it back."""
        counts = np.zeros((len(self.groups), 2, self.bins), dtype=np.int64)
        for dense, sparse in zip(counts.reshape(-1, self.bins), self._rows(), strict=True):
            for number, rows in sparse:
                dense[number] = rows
        return ScoreHistogram(
            self.name, self.keys, counts, _floats(self.sums), _floats(self.squares)
        )

    @property
    def total(self) -> int:
        """Rows of all groups."""
        return sum(map(_sum, self._rows()))

    @property
    def labels(self) -> dict[Group, tuple[int, int]]:
        """Rows of each group with label 0 and with label 1."""
        pairs = ((_sum(zero), _sum(one)) for zero, one in self.counts)
        return dict(zip(self.keys, pairs, strict=True))

    def _rows(self) -> Iterable[list[list[int]]]:
        return (row for group in self.counts for row in group)


def _grouping(cells: Cells | PairedCells | ScoreHistogram) -> dict[str, Any]:
    return {"attributes": list(cells.attributes), "groups": [list(g) for g in cells.groups]}


def _integers(rows: list[list[int]], width: int) -> Counts:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def _sum(row: list[list[int]]) -> int:
    return sum(rows for _, rows in row)


def _sparse(row: Counts) -> list[list[int]]:
    filled = np.flatnonzero(row)
    return np.stack([filled, row[filled]], axis=1).tolist()  # type: ignore[no-any-return]


def _hexadecimal(table: Floats) -> list[list[str]]:
    return [[float(number).hex() for number in row] for row in table]


def _floats(table: list[list[str]]) -> Floats:
    numbers = [[float.fromhex(text) for text in row] for row in table]
    return np.array(numbers, dtype=np.float64).reshape(len(table), 2)
