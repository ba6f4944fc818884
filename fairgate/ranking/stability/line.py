"""How steeply scores fall from place to place: the stability of Ranking Facts."""

from __future__ import annotations

import numpy as np

from fairgate.ranking.ranked import Floats, Undefined


def slope(scores: Floats, k: int | None = None, *, scaled: bool = False) -> float:
    """Slope of the least-squares line through (position, score) of the first k items.

    Where the line is flat, small changes of the data reorder the items. Ranking Facts
    calls a slope between -0.25 and 0.25 unstable; that limit depends on the units of the
    scores, so ``scaled`` measures them in standard deviations of all scores.

    Parameters
    ----------
    scores : array of float, shape (n,)
        In the order of the ranking, best first; position 1 is the first.
    k : int, optional
        How many of them; all by default.
    scaled : bool
        Divide by the standard deviation of all n scores.

    Raises
    ------
    ValueError
        If k is not between 1 and n, or a score is not a finite number.
    Undefined
        If there is one item only, or, where scaled, all scores are equal.

    Notes
    -----
    Yang et al., SIGMOD 2018.

    Examples
    --------
    >>> slope(np.array([9.0, 7.0, 5.0, 0.0]), 3)
    -2.0
    """
    if not np.isfinite(scores).all():
        raise ValueError("a score is not a finite number")
    size = len(scores) if k is None else k
    if not 1 <= size <= len(scores):
        raise ValueError(f"k = {size}, but there are {len(scores)} scores")
    if size == 1:
        raise Undefined("a line needs two items, there is one")
    position = np.arange(size) - (size - 1) / 2
    steepness = float(position @ scores[:size] / (position @ position))
    if not scaled:
        return steepness
    if scores.max() == scores.min():
        raise Undefined("all scores are equal")
    return steepness / float(scores.std())
