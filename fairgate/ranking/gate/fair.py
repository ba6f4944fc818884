"""FA*IR as a rule: whether a group is given the promised share in every prefix.

The promise is a share p: the ranker fills each place from the group with probability p at
least. One ranking is tested by FA*IR at the error of the finding. Of several, each is tested at
:data:`LEVEL`, and their number of failures against that of a ranker who keeps the promise. The
probabilities are exact, so is the power against a ranker with share ``must_detect``.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import bdtrc

from fairgate.ranking import many
from fairgate.ranking.fair_star_ir import p_value
from fairgate.ranking.gate.answers import Answer, Bar
from fairgate.ranking.gate.policy import RankingRule
from fairgate.ranking.mtable import adjusted, failure_probability
from fairgate.ranking.queries import Counts, Queries

LEVEL = 0.1
"""At which each of several rankings is tested, as the authors do."""

_POWER = 0.8
_STEPS = 20


def answer(rule: RankingRule, queries: Queries, group: str, bar: Bar) -> Answer:
    """Judge the share of a group in every prefix of the best k."""
    k = rule.k or 1
    counts = many.counts_to(queries, group, k)
    if not len(counts):
        return Answer(group, lacking=f"no query has {k} items")
    chance = unlikely(counts, rule.limit)
    power = _power(rule, len(counts), bar.error)
    lacking = ""
    if power < _POWER:
        what = "queries" if len(counts) > 1 else "places"
        lacking = (
            f"these {what} would show a ranker who gives {rule.must_detect:.3g} "
            f"{_percent(power)} of the time only: more queries or a larger k would be needed"
        )
    share = float(counts[:, -1].mean() / k)
    return Answer(
        group,
        share,
        (-math.inf, max(_highest(counts, bar.error), share)),
        shown=chance <= bar.error,
        suspicious=share < rule.limit and chance <= 1 - bar.confidence,
        lacking=lacking,
        over=len(counts),
        left_out=queries.q - len(counts),
    )


def unlikely(counts: Counts, p: float) -> float:
    """Probability that a ranker who keeps the promise does as badly.

    Parameters
    ----------
    counts : array of int, shape (q, k)
        Items of the group in the best 1, 2, ..., k of each query.
    p : float
        The promised share.

    Examples
    --------
    >>> round(unlikely(np.zeros((1, 10), dtype=np.int64), 0.5), 6)
    0.000977
    """
    if len(counts) == 1:
        return p_value(counts[0], p)
    table = adjusted(counts.shape[1], p, LEVEL, conservative=True)
    failures = int((counts < table.mtable).any(axis=1).sum())
    if failures == 0:
        return 1.0
    return float(bdtrc(failures - 1, len(counts), table.failure)) if table.failure else 0.0


def _power(rule: RankingRule, queries: int, error: float) -> float:
    """Probability that a ranker with share ``must_detect`` is shown."""
    k, p = rule.k or 1, rule.limit
    if queries == 1:
        table = adjusted(k, p, error, conservative=True)
        return failure_probability(table.mtable, rule.must_detect)
    table = adjusted(k, p, LEVEL, conservative=True)
    if table.failure == 0:
        return 0.0
    each = failure_probability(table.mtable, rule.must_detect)
    failures = np.arange(queries)
    enough = failures[bdtrc(failures.astype(np.float64), queries, table.failure) <= error]
    return float(bdtrc(float(enough[0]), queries, each)) if len(enough) else 0.0


def _highest(counts: Counts, error: float) -> float:
    """The largest share that these rankings do not refute."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if unlikely(counts, middle) > error else (low, middle)
    return high


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
