"""Weights that satisfy an oracle, and how far they are from those asked about."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin

import numpy as np

from fairgate.ranking.ranked import Floats


@dataclass(frozen=True)
class Proposal:
    """Weights whose ranking satisfies the oracle.

    Attributes
    ----------
    weights : array of float, shape (d,)
        As long (Euclidean) as the weights asked about; those themselves if they will do.
    distance : float
        Angle between both, in radians; 0 if the weights asked about will do.
    exact : bool
        True if no weighting closer than this does (two attributes); False for the closest
        that was found.
    """

    weights: Floats
    distance: float
    exact: bool

    @property
    def already(self) -> bool:
        """Say whether the weights asked about will do as they are."""
        return self.distance == 0


def angle_between(one: Floats, other: Floats) -> float:
    """Angle between two weightings, in radians; exact for small ones too.

    Examples
    --------
    >>> round(angle_between(np.array([1.0, 0.0]), np.array([2.0, 2.0])), 4)
    0.7854
    """
    chord = np.linalg.norm(one / np.linalg.norm(one) - other / np.linalg.norm(other))
    return 2 * asin(min(1.0, float(chord) / 2))
