"""The largest rND, rKL and rRD that groups of given sizes allow."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import xlogy

from fairgate.ranking.ranked import Floats, Ints

Distance: TypeAlias = Literal["rnd", "rkl", "rrd"]
Counts: TypeAlias = npt.NDArray[np.int64]
MOST_STATES = 3_000
"""Compositions of a prefix that are searched for the exact maximum of three and more groups."""
MOST_GROUPS = 16
"""Groups whose block orders are searched."""


def distances(kind: Distance, counts: Counts, cuts: Ints, sizes: Ints) -> Floats:
    """d(i) of every prefix.

    Parameters
    ----------
    kind : str
        ``rnd``, ``rkl`` or ``rrd``.
    counts : array of int, shape (..., G)
        Items of each group in the prefix, the protected group first.
    cuts : array of int, shape (...)
        Length of each prefix.
    sizes : array of int, shape (..., G)
        Items of each group in all.

    Examples
    --------
    >>> distances("rnd", np.array([[5, 5]]), np.array([10]), np.array([5, 15])).tolist()
    [0.25]
    """
    n = sizes.sum(axis=-1)
    if kind == "rnd":
        return np.asarray(np.abs(counts[..., 0] / cuts - sizes[..., 0] / n))
    if kind == "rkl":
        p, q = counts / cuts[..., None], sizes / n[..., None]
        return np.asarray(np.sum(xlogy(p, p / np.where(q > 0, q, 1)), axis=-1) / np.log(2))
    a, b = _ratio(counts), _ratio(sizes)
    return np.asarray(np.abs(np.minimum(a, b) - b))


def _ratio(counts: Counts) -> Floats:
    """Protected to other items; 0 where either is 0."""
    one, other = counts[..., 0], counts[..., 1]
    return np.asarray(np.where(other > 0, one / np.maximum(other, 1), 0.0))


def total(kind: Distance, counts: Counts, cuts: Ints, sizes: Ints) -> float:
    """Discounted sum of the distances of one ranking."""
    return float(np.sum(distances(kind, counts, cuts, sizes) / np.log2(cuts + 1)))


def largest(kind: Distance, sizes: tuple[int, ...], step: int) -> float:
    """Discounted sum of the worst order.

    Two groups: the larger of all protected first and all protected last. Three and more: the
    exact maximum over all orders while prefixes have at most 3,000 compositions; beyond, the
    maximum over orders in which every group stands together, which where both were tried is
    at most 2.5 % lower.

    Raises
    ------
    ValueError
        For more than 16 groups that are too large to be searched whole.

    Examples
    --------
    >>> round(largest("rnd", (3, 3), 2), 6)
    0.423134
    """
    return _largest(kind, sizes if len(sizes) == 2 else tuple(sorted(sizes)), step)


@lru_cache(maxsize=65536)
def _largest(kind: Distance, sizes: tuple[int, ...], step: int) -> float:
    if len(sizes) == 2:
        return max(_blocks(kind, sizes, step), _blocks(kind, sizes, step, turned=True))
    compositions = float(np.prod([size + 1.0 for size in sizes]))
    if compositions <= MOST_STATES:
        return _searched(sizes, step)
    if len(sizes) > MOST_GROUPS:
        raise ValueError(f"rKL compares at most {MOST_GROUPS} groups, got {len(sizes)}")
    return _stacked(sizes, step)


def _cuts(n: int, step: int) -> Ints:
    return np.arange(step, n + 1, step, dtype=np.int64)


def _blocks(kind: Distance, sizes: tuple[int, ...], step: int, *, turned: bool = False) -> float:
    cuts = _cuts(sum(sizes), step)
    above = np.maximum(cuts - sizes[1], 0) if turned else np.minimum(cuts, sizes[0])
    return total(kind, np.stack([above, cuts - above], axis=-1), cuts, np.array(sizes))


def _searched(sizes: tuple[int, ...], step: int) -> float:
    """Longest path over all compositions of prefixes, one item at a time."""
    shape = tuple(size + 1 for size in sizes)
    counts = np.indices(shape).reshape(len(sizes), -1).T
    length = counts.sum(axis=1)
    strides = np.array([np.prod(shape[at + 1 :], dtype=np.int64) for at in range(len(shape))])
    gain = np.zeros(len(counts))
    at_cut = (length > 0) & (length % step == 0)
    cuts = length[at_cut]
    gain[at_cut] = distances("rkl", counts[at_cut], cuts, np.array(sizes)) / np.log2(cuts + 1)
    best = np.zeros(len(counts))
    by_length = np.argsort(length, kind="stable")
    for layer in np.split(by_length, np.cumsum(np.bincount(length))[:-1])[1:]:
        come_from = np.where(counts[layer] > 0, layer[:, None] - strides, layer[:, None])
        best[layer] = gain[layer] + best[come_from].max(axis=1)
    return float(best[-1])


def _stacked(sizes: tuple[int, ...], step: int) -> float:
    """Best order of whole groups: what a group adds depends on who is above it, not on how."""
    n, groups = sum(sizes), len(sizes)
    held = np.zeros(1 << groups, dtype=np.int64)
    best = np.zeros(1 << groups)
    for subset in range(1, 1 << groups):
        low = (subset & -subset).bit_length() - 1
        held[subset] = held[subset & (subset - 1)] + sizes[low]
        best[subset] = max(
            best[subset ^ (1 << last)]
            + _added(int(held[subset]) - sizes[last], sizes[last], n, step)
            for last in range(groups)
            if subset >> last & 1
        )
    return float(best[-1])


@lru_cache(maxsize=65536)
def _added(above: int, size: int, n: int, step: int) -> float:
    """What the cut points within a group add, groups above it being complete."""
    cuts = np.arange((above // step + 1) * step, above + size + 1, step)
    inside = cuts - above
    divergence = (above / cuts) * np.log2(n / cuts)
    divergence += (inside / cuts) * np.log2(inside * n / (cuts * size))
    return float(np.sum(divergence / np.log2(cuts + 1)))
