"""From items and a request to a label."""

from __future__ import annotations

from fairgate.ranking.items import Items
from fairgate.ranking.label.fairness import fairness
from fairgate.ranking.label.recipe import ingredients, recipe
from fairgate.ranking.label.request import Request, sizes
from fairgate.ranking.label.scoring import score
from fairgate.ranking.label.steadiness import stability
from fairgate.ranking.label.values import Label
from fairgate.ranking.label.variety import variety


def make_label(items: Items, request: Request) -> Label:
    """Rank the items and describe the ranking.

    Parameters
    ----------
    items : Items
        With every column that the request names.
    request : Request
        Weights, groups, how many of the best.

    Raises
    ------
    ValueError
        If k is not within 1 to n, or a score is not a finite number.
    Undefined
        If an attribute cannot be normalised.

    Examples
    --------
    >>> import numpy as np
    >>> from fairgate.ranking.label.request import Sensitive
    >>> items = Items(4, {"points": np.array([1.0, 4.0, 3.0, 2.0])}, {}, {"sex": tuple("fmmf")})
    >>> label = make_label(items, Request((("points", 1.0),), (Sensitive("sex", "f"),), k=2))
    >>> label.stability.top.value, label.diversity[0].counts
    (-1.0, (('f', 0, 2), ('m', 2, 2)))
    """
    k, top = sizes(items.n, request.k)
    scored = score(items, request)
    return Label(
        source=items.path,
        n=items.n,
        k=k,
        top=top,
        alpha=request.alpha,
        recipe=recipe(scored, request, k, top),
        ingredients=ingredients(scored, request),
        stability=stability(scored, request, top),
        fairness=fairness(scored, request, k),
        diversity=tuple(variety(scored, column, top) for column in request.columns),
    )
