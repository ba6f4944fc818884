"""A scale for plots: from values to positions in per cent of the width, with round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_TICKS = 6
_AIR = 0.04
_ANY = (-math.inf, math.inf)


@dataclass(frozen=True)
class Axis:
    """A linear scale between two round numbers.

    Attributes
    ----------
    low, high : float
        Ends of the scale.
    step : float
        Distance of the ticks.

    Examples
    --------
    >>> axis = Axis.around([0.62, 0.88])
    >>> axis.ticks
    (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
    >>> axis.at(0.75), axis.at(float("inf"))
    (50.0, 100.0)
    """

    low: float
    high: float
    step: float

    @classmethod
    def around(cls, values: Iterable[float], within: tuple[float, float] = _ANY) -> Axis:
        """Return a scale with some air around these values, inside ``within``.

        Values that are not finite are left out.
        """
        known = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
        air = _AIR * (max(known) - min(known) or 0.1)
        lowest, highest = max(min(known) - air, within[0]), min(max(known) + air, within[1])
        step = _round((highest - lowest) / _TICKS)
        low = math.floor(lowest / step + 1e-9)
        high = math.ceil(highest / step - 1e-9)
        return cls(low * step, max(high, low + 1) * step, step)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round numbers from end to end."""
        number = round((self.high - self.low) / self.step)
        return tuple(round(self.low + at * self.step, 10) for at in range(number + 1))

    def at(self, value: float) -> float:
        """Return the position of a value, in per cent; what lies outside is put at the end."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 2)


def _round(step: float) -> float:
    """Round a distance up to 1, 2 or 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= step * (1 - 1e-9))
