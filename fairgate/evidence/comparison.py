"""What is stated against what is judged now: where two documents differ, and by how much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tolerance:
    """How far two numbers may be apart and still be called the same."""

    relative: float = 0.0
    absolute: float = 0.0

    def allows(self, stated: float, found: float) -> bool:
        """Whether two finite numbers are close enough."""
        return math.isclose(stated, found, rel_tol=self.relative, abs_tol=self.absolute)


ESTIMATE = Tolerance(relative=1e-9, absolute=1e-12)
VERDICT = {
    "interval": Tolerance(relative=1e-6, absolute=1e-9),
    "heterogeneity": Tolerance(relative=1e-6, absolute=1e-9),
    "rows_needed": Tolerance(relative=0.1, absolute=1),
}
"""Numbers of a verdict that special functions make may differ a little between versions.

Rows needed are rounded up to two digits, so a hair may move them by a step of up to 10 %.
"""

COMPUTED = Tolerance(absolute=1e-6)
SIMULATED = Tolerance(absolute=0.05)
"""For critical values of families whose name begins with ``simulated``."""


@dataclass(frozen=True)
class Difference:
    """One place where two documents differ.

    Examples
    --------
    >>> print(Difference("findings[0].outcome", "pass", "fail"))
    findings[0].outcome: it states 'pass', its counts give 'fail'
    """

    place: str
    stated: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.place}: it states {self.stated!r:.80}, its counts give {self.found!r:.80}"


def differences(
    stated: Any, found: Any, place: str = "", near: Tolerance = ESTIMATE
) -> Iterator[Difference]:
    """Compare a stated verdict with the one that was judged now, place by place.

    Types, keys, lengths, words and counts must be equal; numbers that were computed may
    differ by as much as :data:`VERDICT` and :data:`ESTIMATE` allow.

    Examples
    --------
    >>> [str(d) for d in differences({"n": 1, "estimate": 0.1}, {"n": 2, "estimate": 0.1 + 1e-15})]
    ['n: it states 1, its counts give 2']
    """
    if isinstance(stated, Mapping) and isinstance(found, Mapping) and stated.keys() == found.keys():
        for key in found:
            inside = f"{place}.{key}".removeprefix(".")
            yield from differences(stated[key], found[key], inside, VERDICT.get(key, near))
    elif isinstance(stated, list) and isinstance(found, list) and len(stated) == len(found):
        for at, (one, other) in enumerate(zip(stated, found, strict=True)):
            yield from differences(one, other, f"{place}[{at}]", near)
    elif not _same(stated, found, near):
        yield Difference(place, stated, found)


def critical_differences(
    stated: Mapping[str, Mapping[str, float]], found: Mapping[str, Mapping[str, float]]
) -> Iterator[Difference]:
    """Compare critical values by ``rule|groups`` and family, within their tolerance."""
    if stated.keys() != found.keys():
        yield Difference("findings", sorted(stated), sorted(found))
        return
    for case, families in found.items():
        if stated[case].keys() != families.keys():
            yield Difference(case, sorted(stated[case]), sorted(families))
            continue
        for family, z in families.items():
            near = SIMULATED if family.startswith("simulated") else COMPUTED
            if not near.allows(stated[case][family], z):
                yield Difference(f"{case}, {family}", stated[case][family], z)


def _same(stated: Any, found: Any, near: Tolerance) -> bool:
    if _is_number(stated) and _is_number(found):
        exact = isinstance(found, int) and near is ESTIMATE  # counts
        return bool(stated == found) if exact else near.allows(stated, found)
    return type(stated) is type(found) and bool(stated == found)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
