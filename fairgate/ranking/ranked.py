"""A ranking: items in order, the group of each, and what they were ranked by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

Ints: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]
Bools: TypeAlias = np.ndarray[tuple[int], np.dtype[np.bool_]]


class Undefined(ValueError):  # noqa: N818 - an answer, not an accident
    """A measure has no value here; the text says why. Never a number that is not one."""


@dataclass(frozen=True)
class Ranked:
    """Items from best to worst.

    Attributes
    ----------
    groups : tuple of str or None
        Names of the groups; None for people of whom it is not known.
    codes : array of int, shape (n,)
        Place in ``groups`` of the group of each item, best item first.
    scores : array of float, shape (n,), or None
        What they were ranked by, in the same order; never NaN.
    """

    groups: tuple[str | None, ...]
    codes: Ints
    scores: Floats | None = None

    def __post_init__(self) -> None:
        if self.codes.ndim != 1 or not len(self.codes):
            raise ValueError("expected a list of items, got none")
        if self.scores is not None:
            if self.scores.shape != self.codes.shape:
                raise ValueError(f"{len(self.codes)} items, but {len(self.scores)} scores")
            if not np.isfinite(self.scores).all():
                raise ValueError("a score is not a finite number")

    @classmethod
    def of(
        cls, labels: Sequence[str | None], scores: Sequence[float] | Floats | None = None
    ) -> Ranked:
        """Make one of labels in order, best first; groups are named in order of appearance.

        Examples
        --------
        >>> ranked = Ranked.of(["m", "m", "f"])
        >>> ranked.groups, ranked.codes.tolist(), ranked.n
        (('m', 'f'), [0, 0, 1], 3)
        """
        groups = tuple(dict.fromkeys(labels))
        place = {group: at for at, group in enumerate(groups)}
        codes = np.array([place[label] for label in labels], dtype=np.int64)
        given = None if scores is None else np.asarray(scores, dtype=np.float64)
        return cls(groups, codes, given)

    @classmethod
    def by_score(cls, labels: Sequence[str | None], scores: Sequence[float] | Floats) -> Ranked:
        """Rank items by score, largest first; ties keep the order in which they come.

        Raises
        ------
        ValueError
            If a score is not a finite number.

        Examples
        --------
        >>> Ranked.by_score(["a", "b", "c"], [1.0, 3.0, 1.0]).labels
        ('b', 'a', 'c')
        """
        given = np.asarray(scores, dtype=np.float64)
        if not np.isfinite(given).all():
            raise ValueError("a score is not a finite number")
        order = np.argsort(-given, kind="stable")
        return cls.of([labels[at] for at in order], given[order])

    @property
    def n(self) -> int:
        """How many items."""
        return len(self.codes)

    @property
    def labels(self) -> tuple[str | None, ...]:
        """The group of each item, best first."""
        return tuple(self.groups[code] for code in self.codes)

    @property
    def sizes(self) -> Ints:
        """How many items each group has, in the order of ``groups``."""
        return np.bincount(self.codes, minlength=len(self.groups)).astype(np.int64)

    def protected(self, group: str | None) -> Bools:
        """Say of each item whether it belongs to a group, best first.

        Raises
        ------
        Undefined
            If nobody does, or everybody does: then there is nothing to compare.

        Examples
        --------
        >>> Ranked.of(["m", "m", "f"]).protected("f").tolist()
        [False, False, True]
        """
        if group not in self.groups or not (self.codes == self.groups.index(group)).any():
            raise Undefined(f"nobody belongs to {group}")
        mask: Bools = self.codes == self.groups.index(group)
        if mask.all():
            raise Undefined(f"everybody belongs to {group}")
        return mask
