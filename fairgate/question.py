"""What a policy needs counted: the question that an engine answers with a tally."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """What a policy needs counted.

    Attributes
    ----------
    groupings : tuple of tuple of str
        Attribute names, strata included.
    scored : tuple of tuple of str
        Those groupings that need histograms of scores as well.
    score_bins : int
        Bins of a histogram: 256 for calibration, 4,096 where ``roc_auc`` is judged.
    """

    groupings: tuple[tuple[str, ...], ...]
    scored: tuple[tuple[str, ...], ...] = ()
    score_bins: int = 256
