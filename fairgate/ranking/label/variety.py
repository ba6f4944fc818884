"""Widgets five and six: what the best and all items are made up of."""

from __future__ import annotations

from fairgate.ranking.diversity import counts, shannon, simpson
from fairgate.ranking.label.scoring import Scored
from fairgate.ranking.label.values import Variety


def variety(scored: Scored, column: str, top: int) -> Variety:
    """Count the values of a column among the best and overall.

    Examples
    --------
    >>> import numpy as np
    >>> from fairgate.ranking.items import Items
    >>> items = Items(4, labels={"region": ("N", "N", "W", None)})
    >>> found = variety(Scored(items, np.arange(4), None), "region", 2)
    >>> found.counts, found.simpson
    ((('N', 2, 2), ('W', 0, 1), (None, 0, 1)), (0.0, 0.625))
    """
    ranked = scored.ranked(column)
    overall, best = counts(ranked), counts(ranked, top)
    values = sorted(overall, key=lambda value: (value is None, -overall[value], value or ""))
    return Variety(
        column,
        tuple((value, best[value], overall[value]) for value in values),
        (shannon(ranked, top), shannon(ranked)),
        (simpson(ranked, top), simpson(ranked)),
    )
