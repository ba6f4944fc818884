"""FA*IR: enough protected items in every prefix, tested as one (Zehlike et al. 2017).

A fair ranker is a coin: each place goes to a protected item with probability p. The m-table
says how few protected items the best i may hold before that coin is hard to believe. As k
prefixes are tested, each is tested at a stricter level, so that a fair ranker fails with
probability alpha over all of them; the probability of failing is worked out exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr

from fairgate.ranking.mtable import (
    Adjusted,
    adjusted,
    failure_probability,
    mtable,
    strictly_above,
)
from fairgate.ranking.ranked import Bools, Floats, Ints, Ranked, Undefined

__all__ = [
    "Adjusted",
    "Audit",
    "adjusted",
    "audit",
    "failure_probability",
    "mtable",
    "p_value",
    "rerank",
]


@dataclass(frozen=True)
class Audit:
    """The test of one ranking.

    Attributes
    ----------
    fair : bool
        Whether every prefix holds enough protected items.
    first_violated : int or None
        Rank (1 is best) of the first prefix that does not.
    p_value : float
        Probability that a fair ranker gives some prefix at least as unlikely.
    adjusted : Adjusted
        The table it was held against.
    """

    fair: bool
    first_violated: int | None
    p_value: float
    adjusted: Adjusted


def audit(
    ranked: Ranked,
    group: str | None,
    k: int,
    p: float | None = None,
    alpha: float = 0.1,
    *,
    conservative: bool = False,
) -> Audit:
    """Test the best k of a ranking.

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    group : str or None
        The protected group.
    k : int
        How many of the best are looked at.
    p : float, optional
        The least share of protected items that is fair; by default their share of all items.
    alpha : float
        Probability that a fair ranker fails.
    conservative : bool
        See :func:`adjusted`.

    Raises
    ------
    Undefined
        If nobody or everybody is protected.
    ValueError
        If k is not within 1 to n.

    Examples
    --------
    >>> found = audit(Ranked.of(list("MMMMMMMMFMFFFFFFMMMM")), "F", k=10, p=0.5)
    >>> found.fair, found.first_violated
    (False, 4)
    """
    protected = ranked.protected(group)
    if not 1 <= k <= ranked.n:
        raise ValueError(f"expected a k from 1 to {ranked.n}, got {k}")
    share = float(protected.mean()) if p is None else p
    table = adjusted(k, share, alpha, conservative=conservative)
    counts = np.cumsum(protected[:k], dtype=np.int64)
    short = np.flatnonzero(counts < table.mtable)
    first = int(short[0]) + 1 if len(short) else None
    return Audit(first is None, first, p_value(counts, share), table)


def p_value(counts: Ints, p: float) -> float:
    """Probability that a fair ranker gives some prefix at least as unlikely as the worst here.

    Parameters
    ----------
    counts : array of int, shape (k,)
        Protected items in the best 1, 2, ..., k.
    p : float
        Probability that a place goes to a protected item.

    Examples
    --------
    >>> round(p_value(np.array([0, 0, 0, 0]), 0.5), 6)
    0.0625
    """
    tests = np.arange(1, len(counts) + 1)
    unlikely = float(bdtr(np.asarray(counts, dtype=float), tests, p).min())
    return failure_probability(strictly_above(len(counts), p, unlikely), p)


def rerank(
    ranked: Ranked,
    group: str | None,
    k: int | None = None,
    p: float | None = None,
    alpha: float = 0.1,
    *,
    conservative: bool = False,
) -> Ints:
    """Mend a ranking: the best item next, unless the table asks for a protected one.

    Parameters
    ----------
    ranked : Ranked
        Best item first; by score, or by order alone where there are no scores. Among items of
        one score the protected come first.
    group, k, p, alpha, conservative
        As in :func:`audit`; without k the whole ranking is mended.

    Returns
    -------
    array of int, shape (n,)
        Places in ``ranked``, best first: the mended k, then the rest in the order they had.

    Raises
    ------
    Undefined
        If there are not as many protected items as the table asks for.
    ValueError
        If k is not within 1 to n.

    Examples
    --------
    >>> rerank(Ranked.of(list("MMMMMMFF")), "F", p=0.5).tolist()
    [0, 1, 2, 6, 3, 4, 7, 5]
    """
    k = ranked.n if k is None else k
    table = audit(ranked, group, k, p, alpha, conservative=conservative).adjusted.mtable
    protected = ranked.protected(group)
    if table[-1] > protected.sum():
        short = f"{table[-1]} in the best {k}, and there are {int(protected.sum())}"
        raise Undefined(f"the table asks for {short}")
    top = _merged(protected, ranked.scores, table)
    rest = np.ones(ranked.n, dtype=bool)
    rest[top] = False
    return np.concatenate([top, np.flatnonzero(rest)])


def _merged(protected: Bools, scores: Floats | None, table: Ints) -> Ints:
    """Take the head of one of two queues for each place."""
    first, rest = np.flatnonzero(protected).tolist(), np.flatnonzero(~protected).tolist()
    worth = -np.arange(len(protected), dtype=np.float64) if scores is None else scores
    order: list[int] = []
    a = 0
    for need in table.tolist():
        b = len(order) - a
        must = a < need or b == len(rest)
        better = a < len(first) and (must or worth[first[a]] >= worth[rest[b]])
        order.append(first[a] if better else rest[b])
        a += better
    return np.array(order, dtype=np.int64)
