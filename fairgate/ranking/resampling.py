"""Rankings drawn again, and in random order: what else there might have been.

Draws are seeded by the data, so the same ranking gives the same draws everywhere.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from fairgate.ranking.queries import Queries, Values
from fairgate.ranking.ranked import Floats, Ranked, Undefined

Measure: TypeAlias = Callable[[Queries], Values]

_BUDGET = 4_000_000
"""Items that are drawn for one measure, all draws together."""
_DRAWS = 400


def drawn_again(ranked: Ranked, draws: int | None = None) -> Queries:
    """Rankings of items drawn with replacement within each group, and ranked by smoothed scores.

    An item's score is the normal score of its rank. Drawn scores get Gaussian noise of
    Silverman's bandwidth, and are shrunk so that mean and variance of each group stay: without
    it a group that is never in the best ten here never would be in any draw.

    Examples
    --------
    >>> drawn_again(Ranked.of("mmf"), 2).sizes.tolist()
    [[2, 1], [2, 1]]
    """
    n, draws = ranked.n, draws or draws_of_items(ranked.n)
    rng = seeded(ranked.codes)
    score = ndtri((n - np.arange(n) - 0.5) / n)
    parts, codes = [], []
    for code in np.flatnonzero(ranked.sizes).tolist():
        parts.append(_smoothed(score[ranked.codes == code], draws, rng))
        codes.append(np.full(parts[-1].shape[1], code))
    order = np.argsort(-np.concatenate(parts, axis=1), axis=1)
    return Queries(ranked.groups, np.concatenate(codes)[order].ravel(), np.arange(draws + 1) * n)


def _smoothed(score: Floats, draws: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Draw scores of one group, shape (draws, n_g)."""
    drawn = score[rng.integers(0, len(score), (draws, len(score)))]
    spread = float(score.std()) or 1.0
    width = 0.9 * spread * len(score) ** -0.2
    noisy = drawn - score.mean() + width * rng.standard_normal(drawn.shape)
    shrunk = noisy / math.hypot(1.0, width / spread)
    return np.asarray(score.mean() + shrunk, dtype=np.float64)


@dataclass(frozen=True)
class Chance:
    """What a random order of the same items gives.

    Attributes
    ----------
    value : float
        Mean over random orders of the mean over queries.
    error : float
        Standard deviation of that mean over queries.
    """

    value: float
    error: float

    def beyond(self, value: float, error: float, *, above: bool) -> bool:
        """Whether a random order gives such a value with at most this probability."""
        z = (value - self.value) * (1 if above else -1)
        return z > float(-ndtri(error)) * self.error


def by_chance(queries: Queries, measure: Measure) -> Chance:
    """Measure random orders of the items of each query.

    Raises
    ------
    Undefined
        If no query has a value.
    """
    n = len(queries.codes)
    rng = seeded(queries.codes, queries.starts)
    times = draws_of_items(n) if queries.q == 1 else draws_of_orders(n)
    orders = np.stack([measure(queries.shuffled(rng)).each for _ in range(times)])
    known = ~np.isnan(orders).any(axis=0)
    if not known.any():
        raise Undefined("a random order of these items has no value")
    orders = orders[:, known]
    error = math.sqrt(float(orders.var(axis=0, ddof=1).sum())) / orders.shape[1]
    return Chance(float(orders.mean()), error)


def draws_of_items(n: int) -> int:
    """How often a ranking of n items is drawn again.

    Examples
    --------
    >>> draws_of_items(100), draws_of_items(10**6)
    (400, 40)
    """
    return int(np.clip(_BUDGET // n, 40, _DRAWS))


def draws_of_orders(n: int) -> int:
    """How often n items of several queries are put in random order.

    Examples
    --------
    >>> draws_of_orders(10_000), draws_of_orders(10**6)
    (100, 4)
    """
    return int(np.clip(_BUDGET // (4 * n), 4, 100))


def seeded(*arrays: npt.NDArray[np.generic]) -> np.random.Generator:
    """Source of chance that is the same for the same data."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return np.random.default_rng(int.from_bytes(digest.digest()[:8], "big"))
