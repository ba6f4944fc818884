"""Cells: per group the four counts (paired: eight). All that an engine returns.

Every label metric is a function of four integers a group, so one pass over the rows
is enough, and everything after it is small arithmetic. Score metrics need one
histogram of scores a group and label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Counts: TypeAlias = npt.NDArray[np.int64]
Value: TypeAlias = str | None
Group: TypeAlias = tuple[Value, ...]
"""The values of a group, in the order of its attributes. ``None``: not given."""

TP, FP, FN, TN = range(4)
"""Columns of :attr:`Cells.counts`: label and prediction 1; only prediction; only label; neither."""


def group_name(attributes: Sequence[str], group: Group) -> str:
    """Write a group as reports and waivers do.

    Examples
    --------
    >>> group_name(("race", "sex"), ("black", None))
    'race=black,sex is missing'
    """
    return ",".join(
        f"{attribute} is missing" if value is None else f"{attribute}={value}"
        for attribute, value in zip(attributes, group, strict=True)
    )


def is_named(attributes: Sequence[str], group: Group, text: str) -> bool:
    """Whether a policy's text names this group, attributes in any order.

    Values may hold commas, so the text is compared whole and never split.

    Examples
    --------
    >>> is_named(("race", "sex"), ("black, not hispanic", "f"), "sex=f, race=black, not hispanic")
    True
    """
    parts = [group_name([a], (v,)) for a, v in zip(attributes, group, strict=True)]
    spellings = (glue.join(order) for order in permutations(parts) for glue in (",", ", "))
    return text in spellings


@dataclass(frozen=True)
class Cells:
    """Counts of label x prediction for every group of one grouping.

    Attributes
    ----------
    attributes : tuple of str
        Names of the sensitive attributes (and strata) that make a group.
    groups : tuple of Group
        K groups; a missing value is ``None``, never a word.
    counts : (K, 4) int64
        True positives, false positives, false negatives, true negatives, in rows.

    Examples
    --------
    >>> cells = Cells.of(("sex",), {("f",): (8, 2, 3, 7), ("m",): (9, 1, 1, 9)})
    >>> cells.names
    ('sex=f', 'sex=m')
    >>> cells.rows.tolist()
    [20, 20]
    """

    attributes: tuple[str, ...]
    groups: tuple[Group, ...]
    counts: Counts

    @classmethod
    def of(cls, attributes: Sequence[str], table: Mapping[Group, Sequence[int]]) -> Cells:
        """Build cells from a mapping of group to its four counts."""
        counts = np.array(list(table.values()), dtype=np.int64).reshape(len(table), 4)
        return cls(tuple(attributes), tuple(table), counts)

    @property
    def names(self) -> tuple[str, ...]:
        """Groups as words, for example ``race=black``."""
        return tuple(group_name(self.attributes, group) for group in self.groups)

    def named(self, text: str) -> npt.NDArray[np.bool_]:
        """Which groups a policy's text names, shape (K,); at most one."""
        return np.array([is_named(self.attributes, g, text) for g in self.groups], dtype=bool)

    @property
    def rows(self) -> Counts:
        """Rows of each group, shape (K,)."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    def keep(self, mask: npt.NDArray[np.bool_]) -> Cells:
        """Return the groups for which ``mask`` (shape (K,)) is true."""
        groups = tuple(group for group, kept in zip(self.groups, mask, strict=True) if kept)
        return Cells(self.attributes, groups, self.counts[mask])

    @property
    def complete(self) -> npt.NDArray[np.bool_]:
        """Shape (K,): true where no sensitive value is missing."""
        return np.array([None not in group for group in self.groups], dtype=bool)


@dataclass(frozen=True)
class PairedCells:
    """The same rows judged by two models.

    Attributes
    ----------
    attributes, groups
        As in :class:`Cells`.
    counts : (K, 2, 2, 2) int64
        Rows by label, baseline prediction, candidate prediction (index 1 means 1).
    """

    attributes: tuple[str, ...]
    groups: tuple[Group, ...]
    counts: Counts

    def _cells(self, by_label_and_prediction: Counts) -> Cells:
        n = by_label_and_prediction
        columns = [n[:, 1, 1], n[:, 0, 1], n[:, 1, 0], n[:, 0, 0]]
        return Cells(self.attributes, self.groups, np.stack(columns, axis=1))

    @property
    def baseline(self) -> Cells:
        """The baseline's own cells."""
        return self._cells(self.counts.sum(axis=3))

    @property
    def candidate(self) -> Cells:
        """The candidate's own cells."""
        return self._cells(self.counts.sum(axis=2))


@dataclass(frozen=True)
class ScoreHistogram:
    """Scores of each group and label, counted in equal bins.

    Attributes
    ----------
    attributes, groups
        As in :class:`Cells`.
    counts : (K, 2, B) int64
        Rows by label and bin of the score, lowest bin first.
    sums, squares : (K, 2) float64
        Sum of the scores and of their squares, by label.
    """

    attributes: tuple[str, ...]
    groups: tuple[Group, ...]
    counts: Counts
    sums: npt.NDArray[np.float64]
    squares: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """What one pass over the rows found: everything a policy is judged on.

    Attributes
    ----------
    rows : int
        Rows read.
    cells : mapping of attributes to Cells
        One entry a grouping that the policy needs, strata included.
    paired : mapping of attributes to PairedCells
        The same against a baseline; empty without one or where rows could not be matched.
    baseline : mapping of attributes to Cells
        The baseline's own cells, matched or not; empty without a baseline.
    histograms : mapping of attributes to ScoreHistogram
        Only for groupings of rules about scores.
    baseline_rows, paired_rows : int
        Rows of the baseline, and how many of them were matched.
    """

    rows: int
    cells: Mapping[tuple[str, ...], Cells]
    paired: Mapping[tuple[str, ...], PairedCells] = field(default_factory=dict)
    baseline: Mapping[tuple[str, ...], Cells] = field(default_factory=dict)
    histograms: Mapping[tuple[str, ...], ScoreHistogram] = field(default_factory=dict)
    baseline_rows: int = 0
    paired_rows: int = 0
