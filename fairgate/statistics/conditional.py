"""Rates inside strata: the counts a conditional rule is judged on, and how strata differ.

A difference between groups may come from where they apply (Berkeley 1973: women applied
to the departments that refuse most). A conditional rule compares inside strata.

Sources: Kamiran, Zliobaite & Calders 2013; Mantel & Haenszel 1959; Cochran 1954.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from fairgate.cells import Cells, Group, group_name
from fairgate.metrics import Floats, Metric, divide
from fairgate.statistics.contrasts import Scale, Strata


def strata_of(
    metric: Metric,
    cells: Cells,
    groups: tuple[Group, ...],
    depth: int,
) -> tuple[Strata, tuple[str, ...]]:
    """Arrange cells of (group x stratum) as counts of shape (K, S).

    Parameters
    ----------
    metric : Metric
        A simple rate.
    cells : Cells
        Attributes of the grouping first, then those of the strata.
    groups : tuple of Group
        The K groups compared, in order.
    depth : int
        Number of attributes that make a group.

    Returns
    -------
    strata : Strata
    names : tuple of str
        Names of the S strata.
    """
    names = tuple(dict.fromkeys(group[depth:] for group in cells.groups))
    row = {group: at for at, group in enumerate(groups)}
    column = {stratum: at for at, stratum in enumerate(names)}
    x = np.zeros((len(groups), len(names)), dtype=np.int64)
    n = np.zeros_like(x)
    ((numerator, denominator),) = metric.counts(cells)
    for at, group in enumerate(cells.groups):
        if group[:depth] in row:
            place = row[group[:depth]], column[group[depth:]]
            x[place], n[place] = numerator[at], denominator[at]
    return Strata(x, n), tuple(group_name(cells.attributes[depth:], name) for name in names)


def contrast_by_stratum(scale: Scale, strata: Strata, low: int, high: int) -> Floats:
    """Ratio or gap of two groups in each stratum, shape (S,); NaN where undefined."""
    rate = divide(strata.x, strata.n)
    return scale.estimate(rate[low], rate[high])


def heterogeneity(scale: Scale, strata: Strata, low: int, high: int) -> float | None:
    """p-value that a pair's contrast differs between strata (Cochran's Q), or None.

    None where fewer than two strata hold both groups. Half a row is added to each count.

    Examples
    --------
    >>> strata = Strata(np.array([[10, 40], [40, 10]]), np.array([[50, 50], [50, 50]]))
    >>> heterogeneity(Scale(ratio=True, more_is_good=True), strata, 0, 1) < 1e-6
    True
    """
    both = (strata.n[low] > 0) & (strata.n[high] > 0)
    if both.sum() < 2:
        return None
    rate = (strata.x + 0.5) / (strata.n + 1)
    variance = rate * (1 - rate) / (strata.n + 1)
    if scale.ratio:
        effect = np.log(rate[low] / rate[high])
        error = variance[low] / rate[low] ** 2 + variance[high] / rate[high] ** 2
    else:
        effect, error = rate[high] - rate[low], variance[low] + variance[high]
    effect, weight = effect[both], 1 / error[both]
    q = float((weight * (effect - (weight @ effect) / weight.sum()) ** 2).sum())
    return float(special.chdtrc(int(both.sum()) - 1, q))
