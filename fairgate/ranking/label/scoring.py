"""From columns to one score and one order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairgate.ranking.items import Items
from fairgate.ranking.label.request import Request
from fairgate.ranking.label.values import Normalise
from fairgate.ranking.ranked import Floats, Ints, Ranked, Undefined
from fairgate.ranking.weighting import Table, scores_by


@dataclass(frozen=True)
class Scored:
    """Items in order.

    Attributes
    ----------
    items : Items
        In the order of the file.
    order : array of int, shape (n,)
        Places in the file, best item first.
    scores : array of float, shape (n,), or None
        Best item first.
    """

    items: Items
    order: Ints
    scores: Floats | None

    def ranked(self, column: str) -> Ranked:
        """Take the groups of one column, best item first.

        Where the smallest score comes first the scores are left out: measures that read them
        expect the largest first.
        """
        labels = self.items.labels[column]
        descending = self.scores is not None and self.scores[0] >= self.scores[-1]
        return Ranked.of([labels[at] for at in self.order], self.scores if descending else None)


def score(items: Items, request: Request) -> Scored:
    """Add the weighted attributes up and sort; ties keep the order of the file.

    Raises
    ------
    Undefined
        If an attribute that is to be normalised has one value only, or a score is too large.

    Examples
    --------
    >>> items = Items(3, {"a": np.array([1.0, 3.0, 1.0])})
    >>> score(items, Request((("a", 2.0),), ())).order.tolist()
    [1, 0, 2]
    """
    if not request.weights:
        return Scored(items, np.arange(items.n), None)
    columns = weighed(items, request)
    weights = np.array([weight for _, weight in request.weights])
    with np.errstate(over="ignore", invalid="ignore"):
        total = scores_by(columns, weights)
    if not np.isfinite(total).all():
        raise Undefined("a score is too large to be a number")
    order = np.argsort(total if request.ascending else -total, kind="stable")
    return Scored(items, order, total[order])


def weighed(items: Items, request: Request) -> Table:
    """Return the attributes as they are weighed, shape (n, number of weights)."""
    columns = [
        _normalised(name, items.scores[name], request.normalise) for name, _ in request.weights
    ]
    table: Table = np.column_stack(columns)
    return table


def _normalised(name: str, values: Floats, how: Normalise) -> Floats:
    """Stretch to 0..1, then to mean 0 and (population) standard deviation 1."""
    if how is Normalise.NONE:
        return values
    if values.max() == values.min():
        raise Undefined(f"{name} is the same for all items, and cannot be normalised")
    stretched = (values - values.min()) / (values.max() - values.min())
    scaled: Floats = (stretched - stretched.mean()) / stretched.std()
    return scaled
