"""Small charts of bars, one a series, so that none is told from another by its colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 260
HEIGHT: Final = 72
GAP: Final = 2


@dataclass(frozen=True)
class Bar:
    """A bar, in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """One series, drawn: as high as the highest of its kind, so that charts can be compared."""

    name: str
    counts: tuple[int, ...]
    bars: tuple[Bar, ...]

    @property
    def first(self) -> int:
        """Count at the beginning."""
        return self.counts[0]

    @property
    def last(self) -> int:
        """Count now."""
        return self.counts[-1]


def chart(name: str, counts: Sequence[int], highest: int) -> Chart:
    """Draw a series.

    Examples
    --------
    >>> chart("high", (0, 2), 4).bars[1]
    Bar(x=130.0, y=36.0, width=128.0, height=36.0)
    """
    step = WIDTH / max(1, len(counts))
    unit = HEIGHT / max(1, highest)
    bars = tuple(
        Bar(round(at * step, 2), round(HEIGHT - n * unit, 2), round(step - GAP, 2), n * unit)
        for at, n in enumerate(counts)
    )
    return Chart(name, tuple(counts), bars)


def charts(series: Mapping[str, tuple[int, ...]]) -> list[Chart]:
    """Draw several on one scale."""
    highest = max((n for counts in series.values() for n in counts), default=0)
    return [chart(name, counts, highest) for name, counts in series.items()]
