"""Attention that items get against what they deserve, once and over time (Biega et al. 2018)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fairgate.ranking.exposure import attention
from fairgate.ranking.ranked import Floats, Ints


def individual_unfairness(relevance: Floats, weights: Floats | None = None) -> float:
    """Sum over the items of a ranking of the distance between attention and relevance (IAA).

    Parameters
    ----------
    relevance : array of float, shape (n,)
        What each item deserves, best ranked item first.
    weights : array of float, shape (n,), optional
        Attention of each place; 1 / log2(1 + i) by default.

    Raises
    ------
    ValueError
        If the two are not of one length, or a value is not finite.

    Examples
    --------
    >>> round(individual_unfairness(np.array([1, 0.9, 0.8, 0.6, 0.5, 0.2])), 6)
    1.007748
    """
    return amortised_unfairness([np.arange(len(relevance))], [relevance], weights)


def amortised_unfairness(
    orders: Sequence[Ints], relevances: Sequence[Floats], weights: Floats | None = None
) -> float:
    """Distance between attention and relevance after several rankings of the same items.

    Parameters
    ----------
    orders : sequence of array of int, shape (n,)
        Items of each ranking, best first, by their number 0 to n - 1.
    relevances : sequence of array of float, shape (n,)
        What each item deserves in each of them, by number of the item.
    weights : array of float, shape (n,), optional
        Attention of each place; 1 / log2(1 + i) by default.

    Returns
    -------
    float
        0 if every item has got, summed up, what it deserved.

    Notes
    -----
    Biega, Gummadi & Weikum, *Equity of Attention: Amortizing Individual Fairness in Rankings*,
    SIGIR 2018; attention is as given, not scaled to that of relevance.

    Examples
    --------
    >>> even = np.array([0.75, 0.75])
    >>> turns = [np.array([0, 1]), np.array([1, 0])]
    >>> amortised_unfairness(turns, [even, even], np.array([1.0, 0.5]))
    0.0
    """
    if not orders or len(orders) != len(relevances):
        raise ValueError(f"{len(orders)} rankings, but {len(relevances)} lists of relevance")
    n = len(orders[0])
    given = attention(n) if weights is None else np.asarray(weights, dtype=np.float64)
    owed = np.zeros(n)
    for order, relevance in zip(orders, relevances, strict=True):
        if not len(order) == len(relevance) == len(given) == n:
            raise ValueError(f"expected {n} items, relevances and weights in every ranking")
        if not (np.isfinite(relevance).all() and np.isfinite(given).all()):
            raise ValueError("a relevance or weight is not a finite number")
        owed[order] += given
        owed -= relevance
    return float(np.abs(owed).sum())
