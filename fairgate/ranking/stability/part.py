"""What of a ranking has to stay the same: all of it, its first k in order, or who they are."""

from __future__ import annotations

from math import pi
from typing import Literal, TypeAlias, get_args

import numpy as np

from fairgate.ranking.ranked import Ints

What: TypeAlias = Literal["ranking", "list", "set"]


def check_part(n: int, k: int | None, what: What, cone: float | None = None) -> int:
    """How many places matter: k, or all n for the whole ranking.

    Raises
    ------
    ValueError
        If k is missing, given for the whole ranking, or not between 1 and n; if ``what``
        is another word, or the cone is not an angle above 0 and up to pi / 2.

    Examples
    --------
    >>> check_part(51, None, "ranking"), check_part(51, 10, "set")
    (51, 10)
    """
    if what not in get_args(What):
        raise ValueError(f"{what!r}: expected one of {', '.join(get_args(What))}")
    if cone is not None and not 0 < cone <= pi / 2:
        raise ValueError(f"cone {cone}: expected an angle above 0 and up to pi / 2, in radians")
    if what == "ranking":
        if k not in (None, n):
            raise ValueError(f"k = {k} is for a list or a set; a ranking has all {n} items")
        return n
    if k is None:
        raise ValueError(f"the first how many? A {what} needs k")
    if not 1 <= k <= n:
        raise ValueError(f"k = {k}, but there are {n} items: expected 1 to {n}")
    return k


def part(order: Ints, k: int, what: What) -> Ints:
    """Cut from an order what has to stay the same.

    Examples
    --------
    >>> part(np.array([2, 0, 1]), 2, "list").tolist(), part(np.array([2, 0, 1]), 2, "set").tolist()
    ([2, 0], [0, 2])
    """
    return np.sort(order[:k]) if what == "set" else order[:k].copy()
