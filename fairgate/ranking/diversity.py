"""Diversity of the best k and of all items, and distances between rankings."""

from __future__ import annotations

import numpy as np

from fairgate.ranking.ranked import Floats, Ints, Ranked, Undefined


def counts(ranked: Ranked, k: int | None = None) -> dict[str | None, int]:
    """Items of each group in the best k, groups in the order in which they are known.

    Raises
    ------
    ValueError
        If k is not within 1 to n.

    Examples
    --------
    >>> counts(Ranked.of(["west", "west", "east"]), 2)
    {'west': 2, 'east': 0}
    """
    codes = _best(ranked, k)
    found = np.bincount(codes, minlength=len(ranked.groups))
    return dict(zip(ranked.groups, found.tolist(), strict=True))


def proportions(ranked: Ranked, k: int | None = None) -> dict[str | None, float]:
    """Share of each group in the best k."""
    found = counts(ranked, k)
    return {group: number / sum(found.values()) for group, number in found.items()}


def shannon(ranked: Ranked, k: int | None = None) -> float:
    """Shannon entropy of the groups in the best k, in nats: 0 if all are of one group.

    Notes
    -----
    Shannon, *A Mathematical Theory of Communication*, 1948.

    Examples
    --------
    >>> round(shannon(Ranked.of("aabb")), 4)
    0.6931
    """
    shares = np.array([share for share in proportions(ranked, k).values() if share])
    return abs(float(np.sum(shares * np.log(shares))))


def simpson(ranked: Ranked, k: int | None = None) -> float:
    """Probability that two items drawn with replacement from the best k differ in group.

    Notes
    -----
    One minus the index of Simpson, *Measurement of Diversity*, Nature 1949.

    Examples
    --------
    >>> simpson(Ranked.of("aabb"))
    0.5
    """
    return 1 - sum(share**2 for share in proportions(ranked, k).values())


def kendall(one: Ints, other: Ints) -> float:
    """Share of pairs of items that two rankings order differently: 0 same, 1 turned round.

    Parameters
    ----------
    one, other : array of int, shape (n,)
        The same items, best first.

    Raises
    ------
    ValueError
        If they do not rank the same items.
    Undefined
        If there are fewer than two.

    Notes
    -----
    Kendall, *A New Measure of Rank Correlation*, 1938, divided by n(n - 1)/2.

    Examples
    --------
    >>> kendall(np.array([0, 1, 2]), np.array([2, 0, 1])) * 3
    2.0
    """
    places = _places(one, other)
    n = len(places)
    if n < 2:
        raise Undefined("there is one item only, and no pair")
    return _inversions(places)[0] / (n * (n - 1) / 2)


def footrule(one: Ints, other: Ints) -> float:
    """Sum of the places that items move by between two rankings, divided by the largest sum.

    Notes
    -----
    Spearman's footrule; the largest sum is n^2 / 2, for odd n (n^2 - 1) / 2. Errors as in
    :func:`kendall`.

    Examples
    --------
    >>> footrule(np.array([0, 1, 2]), np.array([2, 1, 0]))
    1.0
    """
    places = _places(one, other)
    n = len(places)
    if n < 2:
        raise Undefined("there is one item only, and nowhere to move")
    return float(np.abs(places - np.arange(n)).sum() / (n * n // 2))


def dcg(relevance: Floats, k: int | None = None) -> float:
    """Discounted cumulative gain of the best k: sum of relevance / log2(i + 1).

    Notes
    -----
    Järvelin & Kekäläinen, TOIS 2002, with the discount log2(i + 1).

    Examples
    --------
    >>> dcg(np.array([1.0, 0.0, 1.0]))
    1.5
    """
    found = np.asarray(relevance, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("a relevance is not a finite number")
    if k is not None and not 1 <= k <= len(found):
        raise ValueError(f"expected a k from 1 to {len(found)}, got {k}")
    best = found[:k]
    return float(np.sum(best / np.log2(np.arange(2, len(best) + 2))))


def ndcg(relevance: Floats, k: int | None = None) -> float:
    """DCG of the best k, divided by that of the best order of all items.

    Raises
    ------
    Undefined
        If no item is relevant, or a relevance is below 0.

    Examples
    --------
    >>> ndcg(np.array([3.0, 2.0, 1.0]))
    1.0
    """
    found = np.asarray(relevance, dtype=np.float64)
    gained = dcg(found, k)
    if not len(found) or found.min() < 0 or found.max() == 0:
        raise Undefined("NDCG needs relevances of which none is below 0 and one above")
    return gained / dcg(np.sort(found)[::-1], k)


def _best(ranked: Ranked, k: int | None) -> Ints:
    if k is not None and not 1 <= k <= ranked.n:
        raise ValueError(f"expected a k from 1 to {ranked.n}, got {k}")
    return ranked.codes[:k]


def _places(one: Ints, other: Ints) -> Ints:
    """Place in the other ranking of each item of the one."""
    if len(one) != len(other) or not np.array_equal(np.sort(one), np.sort(other)):
        raise ValueError("the two do not rank the same items")
    if len(np.unique(one)) != len(one):
        raise ValueError("an item is ranked twice")
    in_one, in_other = np.argsort(one), np.argsort(other)
    places = np.empty(len(one), dtype=np.int64)
    places[in_one] = in_other
    return places


def _inversions(values: Ints) -> tuple[int, Ints]:
    """Pairs in the wrong order, and the values sorted; by merging halves."""
    if len(values) <= 32:
        wrong = int(np.triu(values[:, None] > values[None, :]).sum())
        return wrong, np.sort(values)
    half = len(values) // 2
    (low, left), (high, right) = _inversions(values[:half]), _inversions(values[half:])
    between = int((half - np.searchsorted(left, right)).sum())
    return low + high + between, np.sort(values)
