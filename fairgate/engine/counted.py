"""What one pass over a file found: counts by raw values, named and added up on demand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from fairgate.cells import FN, FP, TN, TP, Cells, Group, Value
from fairgate.engine.axis import Raw, sort_groups
from fairgate.engine.coded import CodedTable
from fairgate.engine.grouping import Positions, grouping_mask

Grouping: TypeAlias = tuple[str, ...]
RawGroup: TypeAlias = tuple[Raw, ...]
Moments: TypeAlias = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""Sums of scores and of their squares, each of shape (K, 2), by group and label."""

CELL_OF_CODE = {5: TP, 1: FP, 4: FN, 0: TN}
"""Where a valid code (four times the label plus the prediction) is counted."""


class FixedPoint(NamedTuple):
    """Scores are added up as integers, so that no sum depends on which thread was first.

    Scores up to ``2**bits`` fit: they count ``2**(61 - bits)``, squares ``2**(61 - 2 * bits)``
    for each whole unit. With the default, that is finer than a double between 0 and 1.
    """

    bits: int = 5

    @property
    def sum_exponent(self) -> int:
        """Binary digits after the point of a score."""
        return 61 - self.bits

    @property
    def square_exponent(self) -> int:
        """Binary digits after the point of a square."""
        return 61 - 2 * self.bits

    @classmethod
    def holding(cls, low: float, high: float) -> FixedPoint:
        """Return the finest scale, no finer than the default, that holds these scores.

        Examples
        --------
        >>> FixedPoint.holding(0, 1).bits, FixedPoint.holding(-1000, 3).bits
        (5, 10)
        """
        return cls(max(DEFAULT_SCALE.bits, math.frexp(max(abs(low), abs(high)))[1]))


DEFAULT_SCALE = FixedPoint()


class Record(NamedTuple):
    """Rows of one grouping set with the same raw values and the same code.

    Attributes
    ----------
    mask : int
        The grouping set, see :mod:`fairgate.engine.grouping`.
    raw : RawGroup
        One value an axis; None too where the axis is not part of the set.
    code, rows : int
        Four times the label plus the prediction; how many rows have it.
    low, high : float or None
        Range of the scores; NaN is the highest.
    scores : int
        How many scores are numbers.
    total, squares : int
        Sums of scores and of their squares, in fixed point.
    """

    mask: int
    raw: RawGroup
    code: int
    rows: int
    low: float | None = None
    high: float | None = None
    scores: int = 0
    total: int = 0
    squares: int = 0


@dataclass(frozen=True)
class Counted:
    """A file, counted.

    Attributes
    ----------
    coded : CodedTable
        The file.
    table : str
        Temporary table of the session that holds the counts by raw values.
    records : sequence of Record
        The same, with raw values as text.
    names : tuple of mappings
        For every axis, raw value to name.
    score_range : (float, float) or None
        Smallest and largest score, if scores were asked for and there are rows.
    scale : FixedPoint
        Of the sums.
    """

    coded: CodedTable
    table: str
    records: Sequence[Record]
    names: tuple[Mapping[Raw, Value], ...]
    score_range: tuple[float, float] | None = None
    scale: FixedPoint = DEFAULT_SCALE

    @property
    def rows(self) -> int:
        """Rows of the file."""
        return sum(record.rows for record in self.of(()))

    def of(self, positions: Positions) -> list[Record]:
        """Select the records of one grouping set."""
        mask = grouping_mask(len(self.coded.axes), positions)
        return [record for record in self.records if record.mask == mask]

    def group(self, positions: Positions, raw: RawGroup) -> Group:
        """Name the values of these axes; ``raw`` has a value for every axis of the file."""
        return tuple(self.names[i][raw[i]] for i in positions)

    def cells(self, grouping: Grouping) -> Cells:
        """Add up the cells of a grouping; groups are sorted."""
        positions = self.coded.positions(grouping)
        table: dict[Group, list[int]] = {}
        for record in self.of(positions):
            counts = table.setdefault(self.group(positions, record.raw), [0, 0, 0, 0])
            counts[CELL_OF_CODE[record.code]] += record.rows
        groups = sort_groups([self.coded.axes[i] for i in positions], table)
        return Cells.of(grouping, {group: table[group] for group in groups})

    def moments(self, grouping: Grouping, groups: Sequence[Group]) -> Moments:
        """Add up the scores of these groups."""
        positions = self.coded.positions(grouping)
        sums = {(group, label): [0, 0] for group in groups for label in (0, 1)}
        for record in self.of(positions):
            found = sums[self.group(positions, record.raw), record.code // 4]
            found[0] += record.total
            found[1] += record.squares
        exponents = self.scale.sum_exponent, self.scale.square_exponent
        first, second = (
            np.array([math.ldexp(float(found[i]), -exponents[i]) for found in sums.values()])
            for i in (0, 1)
        )
        return first.reshape(-1, 2), second.reshape(-1, 2)
