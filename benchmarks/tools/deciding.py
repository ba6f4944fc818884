"""Whether a promise fails, for thousands of tables at once, exactly as the gate decides.

The contrasts of :mod:`fairgate.statistics.contrasts` take counts of any shape, so a last
axis of tables goes through the gate's own code. Only the critical value is of one table.
Two screens, at values below and above every table's own, tell which tables do not fail and
which do; the few in between are judged one by one with theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats, divide
from fairgate.statistics.contrasts import Contrasts, against_rest, pairs
from fairgate.statistics.critical import bonferroni, single
from fairgate.statistics.families import families_of
from fairgate.statistics.judgement import Promise
from fairgate.statistics.limits import Estimates, clopper_pearson, proportions

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Critical = Mapping[str, float]

MARGIN = 0.15
"""How far the screens stay outside the critical values of a few tables; doubled where needed."""
_SAMPLED = 12
_CHUNK = 2_000_000
"""Contrasts x tables held in memory at a time."""


class ScreenError(Exception):
    """A critical value outside the screens: tables may have been decided wrongly."""


def failures(promise: Promise, x: Ints, n: Ints) -> Mask:
    """Judge many tables.

    Parameters
    ----------
    promise : Promise
        What is judged; nobody is waived.
    x : (K, T) int64
        Successes of each group in each table.
    n : (K, 1) or (K, T) int64
        Denominators; a group without any takes no part.

    Returns
    -------
    (T,) bool
        Whether some contrast is demonstrably beyond the limit.
    """
    margin = MARGIN
    while True:
        try:
            return _failures(promise, x, n, _screens(promise, x, n, margin))
        except ScreenError:
            margin *= 2


def _failures(promise: Promise, x: Ints, n: Ints, screens: _Screens) -> Mask:
    failed = np.zeros(x.shape[1], dtype=bool)
    for part in _parts(*x.shape):
        suspects = _beyond_at(promise, x, n, np.arange(x.shape[1])[part], screens.least)
        certain = _beyond_at(promise, x, n, suspects, screens.most)
        failed[certain] = True
        for table in np.setdiff1d(suspects, certain):
            failed[table] = _fails(promise, x[:, table], _column(n, table), screens)
    return failed


def failures_of(promise: Promise, estimates: Estimates) -> Mask:
    """Judge many tables of a metric that does not pool; estimates of shape (K, T).

    Its critical value depends on the number of groups only, so nothing is left to a screen.
    """
    found = families_of(promise, estimates, np.zeros(len(estimates.value), dtype=bool), None)
    z = found.critical(promise.error)["pairs"]
    return _family_beyond(promise, found.main, z)


def families(promise: Promise, x: Ints, n: Ints) -> tuple[dict[str, Contrasts], Critical]:
    """The contrasts of one table by family, and the critical value of each."""
    found = families_of(promise, proportions(x, n), np.zeros(len(x), dtype=bool), None)
    return dict(found.by_name), found.critical(promise.error)


def _parts(groups: int, tables: int) -> Iterator[slice]:
    step = max(_CHUNK // (groups * groups), 1)
    return (slice(start, start + step) for start in range(0, tables, step))


def _column(n: Ints, table: int) -> Ints:
    return n[:, 0 if n.shape[1] == 1 else table]


@dataclass(frozen=True)
class _Screens:
    """Critical values below and above those of (nearly) every table, by family."""

    least: Critical
    most: Critical


def _screens(promise: Promise, x: Ints, n: Ints, margin: float) -> _Screens:
    if isinstance(promise.reference, int):  # its variance is estimated, and so the value wanders
        error = promise.error
        most = bonferroni(error, len(x) - 1)
        return _Screens({"reference": single(error)}, {"reference": most})
    usable = np.flatnonzero(x.sum(axis=0) > 0)
    chosen = usable[:: max(len(usable) // _SAMPLED, 1)]
    found = [families(promise, *_defined(promise, x[:, t], _column(n, t)))[1] for t in chosen]
    values: dict[str, list[float]] = defaultdict(list)
    for name, z in ((name, z) for one in found for name, z in one.items()):
        values[name].append(z)
    return _Screens(
        {name: min(many) - margin for name, many in values.items()},
        {name: max(many) + margin for name, many in values.items()},
    )


def _beyond_at(promise: Promise, x: Ints, n: Ints, tables: Ints, critical: Critical) -> Ints:
    """Those of the tables that are beyond the limit at these critical values."""
    if len(tables) == 0:
        return tables
    denominators = n if n.shape[1] == 1 else n[:, tables]
    return tables[_beyond(promise, x[:, tables], denominators, critical)]


def _defined(promise: Promise, x: Ints, n: Ints) -> tuple[Ints, Ints]:
    if isinstance(promise.reference, int) and not (n > 0).all():
        raise NotImplementedError("a named reference among groups without rows")
    return x[n > 0], n[n > 0]


def _beyond(promise: Promise, x: Ints, n: Ints, critical: Critical) -> Mask:
    """Whether some contrast is beyond the limit at these critical values, shape (T,)."""
    estimates = _many(x, n)
    nobody = np.zeros(len(x), dtype=bool)
    if promise.reference != "best" or len(x) == 2:
        (family,) = families_of(promise, estimates, nobody, None).by_name.values()
        (z,) = critical.values()
        return _family_beyond(promise, family, z)
    beyond = np.zeros(x.shape[1], dtype=bool)
    if "rest" in critical:
        rest = against_rest(promise.scale, estimates, nobody)
        beyond |= _family_beyond(promise, rest, critical["rest"])
    left = np.flatnonzero(_perhaps_a_pair(promise, estimates, critical["pairs"]) & ~beyond)
    few = _many(x[:, left], n if n.shape[1] == 1 else n[:, left])
    beyond[left] = _family_beyond(promise, pairs(promise.scale, few, nobody), critical["pairs"])
    return beyond


def _perhaps_a_pair(promise: Promise, estimates: Estimates, z: float) -> Mask:
    """Whether a pair could be beyond the limit: one side's own error must already be too small.

    The bound of a pair adds the errors of both sides, so it is no nearer than with one alone.
    """
    _, upper = estimates.limits(z)
    highest = np.where(np.isnan(estimates.value), -1, estimates.value).max(axis=0)
    lowest_limit = np.where(np.isnan(estimates.value), 2, upper).min(axis=0)
    if promise.scale.ratio:
        return np.asarray(lowest_limit <= promise.limit * highest)
    return np.asarray(highest - lowest_limit >= promise.limit)


def _family_beyond(promise: Promise, family: Contrasts, z: float) -> Mask:
    with np.errstate(invalid="ignore"):  # groups without rows
        lower, upper = family.bounds(z)
        telling = upper if promise.scale.ratio else lower
        shown = promise.scale.beyond(telling, promise.limit) & np.isfinite(family.estimate)
    return np.asarray(shown.any(axis=0), dtype=bool)


def _many(x: Ints, n: Ints) -> Estimates:
    """Proportions of many tables."""
    return Estimates(divide(x, n), lambda z: clopper_pearson(x, n, z), _no_spread, x, n)


def _no_spread(value: Floats) -> Floats:
    raise NotImplementedError(value)


def _fails(promise: Promise, x: Ints, n: Ints, screens: _Screens) -> bool:
    by_name, critical = families(promise, *_defined(promise, x, n))
    for name, z in critical.items():
        if not screens.least.get(name, z) <= z <= screens.most.get(name, z):
            raise ScreenError(f"{name}: critical value {z} outside {screens}")
    return any(
        bool(_family_beyond(promise, family, critical[name])) for name, family in by_name.items()
    )
