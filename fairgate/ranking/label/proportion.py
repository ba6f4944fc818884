"""Shares of a group and of all others that are among the best: Ranking Facts' third oracle."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtr, ndtri

from fairgate.ranking.ranked import Ranked, Undefined


@dataclass(frozen=True)
class Proportion:
    """Share of a group that is among the best, beside the share of everybody else.

    Attributes
    ----------
    group, others : float
        The two shares.
    z : float
        Difference (others - group) in standard errors: large is bad for the group.
    p_value : float
        Probability of a z at least as large if the shares were equal in the long run.
    interval : tuple of float
        Of group - others, after Newcombe (1998), method 10; two-sided.
    """

    group: float
    others: float
    z: float
    p_value: float
    interval: tuple[float, float]

    @property
    def difference(self) -> float:
        """Share of the group minus share of the others."""
        return self.group - self.others


def proportion(ranked: Ranked, group: str | None, k: int, alpha: float = 0.05) -> Proportion:
    """Compare the shares of a group and of everybody else that are among the best k.

    Raises
    ------
    Undefined
        If nobody or everybody belongs to the group, or the best k are all of them or nobody's
        share varies.

    Notes
    -----
    Unpooled z test of two proportions, as in Ranking Facts (SIGMOD 2018).

    Examples
    --------
    >>> found = proportion(Ranked.of(list("MMMFMMFFFF")), "F", 5)
    >>> found.group, found.others, round(found.z, 3)
    (0.2, 0.8, 2.372)
    """
    protected = ranked.protected(group)
    if k >= ranked.n:
        raise Undefined(f"all {ranked.n} items are among the best {k}")
    sizes = int(protected.sum()), int((~protected).sum())
    inside = int(protected[:k].sum()), int((~protected[:k]).sum())
    own, other = (won / size for won, size in zip(inside, sizes, strict=True))
    variance = own * (1 - own) / sizes[0] + other * (1 - other) / sizes[1]
    if variance == 0:
        raise Undefined("one of the two is among the best as a whole, the other not at all")
    z = (other - own) / sqrt(variance)
    bounds = [_wilson(won, size, alpha) for won, size in zip(inside, sizes, strict=True)]
    (low, high), (low_other, high_other) = bounds
    difference = own - other
    interval = (
        difference - sqrt((own - low) ** 2 + (high_other - other) ** 2),
        difference + sqrt((high - own) ** 2 + (other - low_other) ** 2),
    )
    return Proportion(own, other, z, float(ndtr(-z)), interval)


def _wilson(won: int, n: int, alpha: float) -> tuple[float, float]:
    z = float(ndtri(1 - alpha / 2))
    share = won / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max((middle - half) / (1 + z * z / n), 0.0), min((middle + half) / (1 + z * z / n), 1.0)
