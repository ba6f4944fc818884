"""Measures of many rankings at once, one value a query.

A table of a million items in ten thousand queries is measured in about a second: items stand
query by query, and everything is a running sum within its query. A query for which a measure
has no value gets NaN here; whoever averages says how many there were (:class:`Values`).
"""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy

from fairgate.ranking import normaliser
from fairgate.ranking.queries import Counts, Queries, Table, Values
from fairgate.ranking.ranked import Bools, Floats

__all__ = [
    "Queries",
    "Values",
    "best",
    "counts_to",
    "exposure_ratio",
    "exposures",
    "ndkl",
    "pairs_won",
    "pairwise_gap",
    "prefix",
    "skew_at_k",
]


def prefix(
    kind: normaliser.Distance, queries: Queries, group: str | None = None, step: int = 10
) -> Values:
    """rND, rKL or rRD of every query; see :mod:`fairgate.ranking.prefix`.

    Parameters
    ----------
    kind : str
        ``rnd``, ``rkl`` or ``rrd``.
    queries : Queries
        The rankings.
    group : str, optional
        The protected group; without it (rKL only) all groups are compared at once.
    step : int
        Distance of the cut points, in items.

    Raises
    ------
    ValueError
        If the step is below 1.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> both = Queries.of([Ranked.of("FMMMFMMFFF"), Ranked.of("FMFMF")])
    >>> prefix("rnd", both, "F", 5).each.round(3).tolist()
    [0.2, nan]
    """
    if step < 1:
        raise ValueError(f"expected a step of 1 item or more, got {step}")
    if group is not None:
        queries = queries.against_rest(group)
    sizes = queries.sizes
    at_cut = queries.place % step == 0
    cuts, of = queries.place[at_cut], queries.query[at_cut]
    counts = np.stack(
        [queries.running(queries.codes == g)[at_cut] for g in range(len(queries.groups))], axis=-1
    )
    found = normaliser.distances(kind, counts, cuts, sizes[of])
    raw = np.bincount(of, found / np.log2(cuts + 1), minlength=queries.q)
    most = _largest(kind, sizes, step)
    if kind == "rrd":
        most[sizes[:, 0] > sizes[:, 1]] = np.nan
    most[~(most > 0)] = np.nan
    return Values(raw / np.where(raw > most, raw, most))


def _largest(kind: normaliser.Distance, sizes: Counts, step: int) -> Floats:
    """Normaliser of each query; NaN where a measure has no value."""
    distinct, where = np.unique(sizes, axis=0, return_inverse=True)
    most = np.full(len(distinct), np.nan)
    for at, row in enumerate(distinct.tolist()):
        held = tuple(size for size in row if size)
        if len(held) > 1 and sum(held) >= step:
            most[at] = normaliser.largest(kind, held, step)
    return np.asarray(most[where.reshape(-1)])


def exposures(queries: Queries) -> Table:
    """Mean weight of the places of each group in each query, shape (q, G); NaN without items.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> exposures(Queries.of([Ranked.of("MMFMFF")])).round(4).tolist()
    [[0.6872, 0.4144]]
    """
    totals = queries.group_sums(1 / np.log2(queries.place + 1))
    return np.where(queries.sizes > 0, totals / np.maximum(queries.sizes, 1), np.nan)


def exposure_ratio(queries: Queries) -> Values:
    """Smallest exposure divided by largest, of every query.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> round(exposure_ratio(Queries.of([Ranked.of("MMFMFF")])).mean, 4)
    0.603
    """
    found = exposures(queries)
    low = np.where(np.isnan(found), np.inf, found).min(axis=1)
    high = np.where(np.isnan(found), -np.inf, found).max(axis=1)
    return Values(np.where(_several(queries), low / high, np.nan))


def ndkl(queries: Queries) -> Values:
    """NDKL of every query against its own shares; see :func:`fairgate.ranking.skew.ndkl`.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> round(ndkl(Queries.of([Ranked.of("MMFMFF")])).mean, 4)
    0.3701
    """
    discount = 1 / np.log2(queries.place + 1)
    divergence = np.zeros(len(queries.codes))
    for g in range(len(queries.groups)):
        share = queries.running(queries.codes == g) / queries.place
        wanted = (queries.sizes[:, g] / queries.lengths)[queries.query]
        divergence += xlogy(share, share / np.where(wanted > 0, wanted, 1.0))
    value = queries.sums(divergence * discount) / queries.sums(discount)
    return Values(np.where(_several(queries), value, np.nan))


def pairs_won(queries: Queries) -> Table:
    """Share of mixed pairs that each group wins in each query, shape (q, G); NaN without pairs.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> pairs_won(Queries.of([Ranked.of("MMFMFF")])).round(4).tolist()
    [[0.8889, 0.1111]]
    """
    shares = np.full((queries.q, len(queries.groups)), np.nan)
    for g in range(len(queries.groups)):
        mine = queries.codes == g
        rest = queries.lengths - queries.sizes[:, g]
        below = rest[queries.query] - queries.running(~mine)
        won, total = queries.sums(np.where(mine, below, 0)), queries.sizes[:, g] * rest
        shares[:, g] = np.where(total > 0, won / np.maximum(total, 1), np.nan)
    return shares


def pairwise_gap(queries: Queries) -> Values:
    """Largest difference of two groups in the share of mixed pairs won (ARP), of every query.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> round(pairwise_gap(Queries.of([Ranked.of("MMFMFF")])).mean, 4)
    0.7778
    """
    won = pairs_won(queries)
    low = np.where(np.isnan(won), np.inf, won).min(axis=1)
    high = np.where(np.isnan(won), -np.inf, won).max(axis=1)
    several = _several(queries)
    return Values(np.where(several, np.where(several, high, 1) - np.where(several, low, 0), np.nan))


def best(queries: Queries, group: str | None, k: int) -> tuple[Floats, Floats]:
    """Share of a group in the best k of each query and in all of it; NaN under k items.

    Raises
    ------
    ValueError
        If k is below 1.
    Undefined
        If nobody belongs to the group in any query.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> best(Queries.of([Ranked.of("MMFMFF"), Ranked.of("MF")]), "F", 3)[1].tolist()
    [0.5, nan]
    """
    if k < 1:
        raise ValueError(f"expected a k of 1 or more, got {k}")
    mine = queries.against_rest(group).codes == 0
    whole = queries.sums(mine) / queries.lengths
    top = queries.sums(mine & (queries.place <= k)) / k
    usable = (queries.lengths >= k) & (whole > 0) & (whole < 1)
    return np.where(usable, top, np.nan), np.where(usable, whole, np.nan)


def skew_at_k(queries: Queries, group: str | None, k: int) -> Values:
    """Skew of a group in the best k of every query; NaN too where nobody is in the best k.

    The mean of these leaves the worst queries out: to average, take the logarithm of the mean
    shares of :func:`best`.

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> skew_at_k(Queries.of([Ranked.of("MMFMFF"), Ranked.of("MMF")]), "F", 2).each.tolist()
    [nan, nan]
    """
    top, whole = best(queries, group, k)
    with np.errstate(divide="ignore"):
        found = np.log(top / whole)
    return Values(np.where(np.isfinite(found), found, np.nan))


def counts_to(queries: Queries, group: str | None, k: int) -> Counts:
    """Items of a group in the best 1, 2, ..., k of the queries with k items, shape (q', k).

    Examples
    --------
    >>> from fairgate.ranking import Ranked
    >>> counts_to(Queries.of([Ranked.of("MMFMFF"), Ranked.of("MF")]), "F", 3).tolist()
    [[0, 0, 1]]
    """
    if k < 1:
        raise ValueError(f"expected a k of 1 or more, got {k}")
    running = queries.running(queries.against_rest(group).codes == 0)
    long_enough = queries.starts[:-1][queries.lengths >= k]
    return np.asarray(running[long_enough[:, None] + np.arange(k)], dtype=np.int64)


def _several(queries: Queries) -> Bools:
    return np.asarray((queries.sizes > 0).sum(axis=1) > 1)
