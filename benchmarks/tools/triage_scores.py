"""How good answers of triage are: the figures that the criteria ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from fairgate.triage.weights import LEVELS

Ints: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]

COLUMNS = ("items", "recall", "precision", "high caught", "exact", "within one")


@dataclass(frozen=True)
class Scores:
    """Five shares.

    Attributes
    ----------
    items : int
        How many were judged.
    recall, precision : float
        Of ``needs_assessment``.
    high_caught : float
        Share of high-risk items that were flagged at all.
    exact, within_one : float
        Share of items whose level is right, or at most one off.
    """

    items: int
    recall: float
    precision: float
    high_caught: float
    exact: float
    within_one: float

    @property
    def cells(self) -> tuple[str, ...]:
        """The figures, as in :data:`COLUMNS`."""
        shares = (self.recall, self.precision, self.high_caught, self.exact, self.within_one)
        return (str(self.items), *(f"{share:.3f}".removeprefix("0") for share in shares))


def score(levels: Sequence[int] | Ints, answers: Sequence[str]) -> Scores:
    """Compare answers with labels.

    Examples
    --------
    >>> score([0, 3, 2], ["none", "medium", "none"]).cells
    ('3', '.500', '1.000', '1.000', '.333', '.667')
    """
    told = np.asarray(levels)
    said = np.array([LEVELS.index(answer) for answer in answers])
    needed, flagged = told > 0, said > 0
    return Scores(
        len(told),
        float(flagged[needed].mean()),
        float(needed[flagged].mean()) if flagged.any() else 0.0,
        float(flagged[told == len(LEVELS) - 1].mean()),
        float((told == said).mean()),
        float((abs(told - said) <= 1).mean()),
    )
