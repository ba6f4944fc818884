"""Rankings drawn at random, that prefer one group to a stated degree."""

from __future__ import annotations

import numpy as np

from fairgate.ranking.ranked import Bools, Ints


def generate(protected: Bools, fairness: float, rng: np.random.Generator) -> Ints:
    """Draw a ranking that prefers protected items with a probability (algorithm 1).

    Two queues keep the order within each group; while both last, the next item comes from the
    protected one with probability ``fairness``.

    Parameters
    ----------
    protected : array of bool, shape (n,)
        Of the items, best first.
    fairness : float
        0 puts all others first, 1 all protected; the protected share gives statistical parity.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    array of int, shape (n,)
        Places of the items in the order given, best first.

    Notes
    -----
    Yang & Stoyanovich, *Measuring Fairness in Ranked Outputs*, SSDBM 2017, algorithm 1.

    Examples
    --------
    >>> generate(np.array([False, True, False]), 1.0, np.random.default_rng(0)).tolist()
    [1, 0, 2]
    """
    first, rest = np.flatnonzero(protected), np.flatnonzero(~protected)
    draws = rng.random(len(protected)) < fairness
    from_first = np.cumsum(draws)
    from_rest = np.arange(1, len(draws) + 1) - from_first
    over = np.flatnonzero((from_first >= len(first)) | (from_rest >= len(rest)))
    stop = int(over[0]) + 1 if len(first) and len(rest) else 0
    order = np.empty(len(protected), dtype=np.int64)
    taken = draws[:stop]
    order[:stop][taken] = first[: taken.sum()]
    order[:stop][~taken] = rest[: (~taken).sum()]
    order[stop:] = np.concatenate([first[taken.sum() :], rest[(~taken).sum() :]])
    return order
