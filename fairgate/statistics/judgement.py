"""What a rule promises about groups, and what the data say to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats
from fairgate.statistics.contrasts import Scale

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Promise:
    """What a rule promises, and how sure the answer must be.

    Attributes
    ----------
    scale : Scale
        Ratio or gap, of a good or of a harm.
    limit, must_detect : float
        On that scale.
    error : float
        Chance of a false alarm that this rule and grouping may use up.
    confidence : float
        Of the unadjusted bound behind a warning.
    reference : int or str
        ``best``, ``overall``, or the index of a group.
    """

    scale: Scale
    limit: float
    must_detect: float
    error: float
    confidence: float
    reference: int | str = "best"


@dataclass(frozen=True)
class Shift:
    """One contrast that is demonstrably beyond the limit; indices as in Contrasts."""

    disadvantaged: int
    advantaged: int
    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Judgement:
    """What the data say about one promise.

    Attributes
    ----------
    estimate : float or None
        Of the worst contrast; None where no contrast is defined.
    interval : (float, float) or None
        Simultaneous limits of the worst contrast's true value.
    worst : (int, int) or None
        Disadvantaged group and the one it is compared with (maybe ``POOL``).
    shown : sequence of Shift
        Contrasts demonstrably beyond the limit, worst first.
    suspicious : bool
        Some contrast's estimate is beyond the limit and its own bound excludes parity.
    power : (K,) float64
        Power to show a violation of size must_detect, by group; 1 if waived.
    needs : mapping of int to float
        How many times their rows groups need so that every group has enough power;
        infinite where no number of rows would do.
    critical : mapping of str to float
        The quantiles used, by family.
    undefined : str
        Why there is no estimate, in words.
    """

    estimate: float | None = None
    interval: tuple[float, float] | None = None
    worst: tuple[int, int] | None = None
    shown: Sequence[Shift] = ()
    suspicious: bool = False
    power: Floats = field(default_factory=lambda: np.ones(0))
    needs: Mapping[int, float] = field(default_factory=dict)
    critical: Mapping[str, float] = field(default_factory=dict)
    undefined: str = ""
