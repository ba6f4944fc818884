"""rND, rKL, rRD: how far every prefix of a ranking is from the whole (Yang & Stoyanovich 2017).

All three look at the best 10, 20, 30, ... items, compare the make-up of each prefix with that
of all items, and give early prefixes more weight: the distance at cut point i is divided by
log2(i + 1). The sum is divided by the largest that these groups allow, so 0 is perfect parity
at every cut point and 1 as far from it as a ranking can be.

Conventions, where the paper and the code of its authors differ:

- the discount is log2(i + 1), as in the code; the paper prints log2(i), which is 0 at i = 1;
- cut points are multiples of the step: a tail shorter than a step has none of its own;
- the normaliser is exact (:mod:`fairgate.ranking.normaliser`), where the code averages ten
  random rankings and so gives another number every time;
- 0 log 0 is 0, where the code puts 0.001 for shares of 0 and of 1. For a share of 1 that turns
  the case round.
"""

from __future__ import annotations

import numpy as np

from fairgate.ranking import normaliser
from fairgate.ranking.ranked import Ints, Ranked, Undefined

STEP = 10


def rnd(ranked: Ranked, group: str | None, step: int = STEP, *, normalise: bool = True) -> float:
    """Normalised discounted difference: of the group's share in a prefix and in the whole.

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    group : str or None
        The protected group; everybody else is the other.
    step : int
        Distance of the cut points, in items.
    normalise : bool
        Divide by the largest value there could be; False gives the bare sum.

    Returns
    -------
    float
        From 0 (parity at every cut point) to 1.

    Raises
    ------
    Undefined
        If there are fewer items than a step, or nobody or everybody is protected.
    ValueError
        If the step is below 1.

    Notes
    -----
    d(i) is the distance between the protected share of the best i and of all. Yang &
    Stoyanovich, *Measuring Fairness in Ranked Outputs*, SSDBM 2017 (arXiv 1610.08559).

    Examples
    --------
    >>> ranked = Ranked.of(list("FMMMFMMFFF"))
    >>> round(rnd(ranked, "F", step=5), 6)
    0.2
    """
    return _two_groups("rnd", ranked, group, step, normalise=normalise)


def rkl(
    ranked: Ranked, group: str | None = None, step: int = STEP, *, normalise: bool = True
) -> float:
    """Normalised discounted Kullback-Leibler divergence of prefixes from the whole, in bits.

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    group : str, optional
        One group against everybody else; without it all groups are compared at once, however
        many there are.
    step : int
        Distance of the cut points, in items.
    normalise : bool
        Divide by the largest value there could be; False gives the bare sum.

    Returns
    -------
    float
        From 0 (parity at every cut point) to 1.

    Raises
    ------
    Undefined
        If there are fewer items than a step, or one group only.
    ValueError
        If the step is below 1.

    Notes
    -----
    d(i) = sum over groups of P_g log2(P_g / Q_g), P_g the share in the best i and Q_g in the
    whole. Source: see :func:`rnd`.

    Examples
    --------
    >>> round(rkl(Ranked.of(list("AABABCABCCBC")), step=3, normalise=False), 6)
    0.394546
    """
    if group is not None:
        return _two_groups("rkl", ranked, group, step, normalise=normalise)
    sizes = ranked.sizes[ranked.sizes > 0]
    if len(sizes) < 2:
        raise Undefined("there is one group only, and nobody to compare it with")
    cuts = cut_points(ranked.n, step)
    counts = np.stack([np.cumsum(ranked.codes == code) for code in range(len(ranked.groups))], -1)
    raw = normaliser.total("rkl", counts[cuts - 1][:, ranked.sizes > 0], cuts, sizes)
    return _divided(raw, tuple(sizes.tolist()), "rkl", step) if normalise else raw


def rrd(ranked: Ranked, group: str | None, step: int = STEP, *, normalise: bool = True) -> float:
    """Normalised discounted ratio difference: of protected to other items, prefix and whole.

    Parameters
    ----------
    ranked : Ranked
        Best item first.
    group : str or None
        The protected group, at most half of the items.
    step : int
        Distance of the cut points, in items.
    normalise : bool
        Divide by the largest value there could be; False gives the bare sum.

    Returns
    -------
    float
        From 0 (never under-represented) to 1.

    Raises
    ------
    Undefined
        If the group is more than half of the items (the measure means nothing there, as its
        authors say), if there are fewer items than a step, or nobody is protected.
    ValueError
        If the step is below 1.

    Notes
    -----
    d(i) = b - min(a, b), a the ratio in the best i and b in the whole; a ratio with a 0 in it
    counts as 0. This is the form of the authors' poster and code, which sees
    under-representation only; the arXiv text has the distance of a and b. Source: see
    :func:`rnd`.

    Examples
    --------
    >>> round(rrd(Ranked.of(list("FMMMFMMFFF")), "F", step=5), 6)
    0.333333
    """
    return _two_groups("rrd", ranked, group, step, normalise=normalise)


def cut_points(n: int, step: int) -> Ints:
    """Multiples of the step up to n.

    Raises
    ------
    Undefined
        If there is none.
    ValueError
        If the step is below 1.

    Examples
    --------
    >>> cut_points(25, 10).tolist()
    [10, 20]
    """
    if step < 1:
        raise ValueError(f"expected a step of 1 item or more, got {step}")
    if n < step:
        raise Undefined(f"there are {n} items, fewer than one step of {step}")
    return np.arange(step, n + 1, step, dtype=np.int64)


def _two_groups(
    kind: normaliser.Distance, ranked: Ranked, group: str | None, step: int, *, normalise: bool
) -> float:
    protected = ranked.protected(group)
    cuts = cut_points(ranked.n, step)
    above = np.cumsum(protected)[cuts - 1]
    sizes = np.array([protected.sum(), (~protected).sum()])
    if kind == "rrd" and sizes[0] > sizes[1]:
        share = f"{sizes[0]} of {ranked.n}"
        raise Undefined(f"rRD means something for at most half of the items, here {share}")
    raw = normaliser.total(kind, np.stack([above, cuts - above], axis=-1), cuts, sizes)
    return _divided(raw, (int(sizes[0]), int(sizes[1])), kind, step) if normalise else raw


def _divided(raw: float, sizes: tuple[int, ...], kind: normaliser.Distance, step: int) -> float:
    most = normaliser.largest(kind, sizes, step)
    if most <= 0:
        raise Undefined(f"every order of these items gives 0 at steps of {step}")
    # Beyond the sizes that are searched whole, a ranking may top the best one known.
    return raw / max(most, raw)
