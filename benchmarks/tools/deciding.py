"""Whether a promise fails, for thousands of tables at once, exactly as the gate decides.

The contrasts of :mod:`fairgate.statistics.contrasts` take counts of any shape, so a last
axis of tables goes through the gate's own code. Only the critical value is of one table.
A screen at a value below every table's own therefore leaves the few tables that may
fail, and these are judged one by one with theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from fairgate.metrics import Floats, divide
from fairgate.statistics.contrasts import Contrasts
from fairgate.statistics.disparity import Promise, _families
from fairgate.statistics.limits import Estimates, clopper_pearson, proportions

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Critical = Mapping[str, float]

MARGIN = 0.15
"""How far the screen stays below the smallest critical value of a few tables."""
_SAMPLED = 12
_CHUNK = 2_000_000
"""Contrasts x tables held in memory at a time."""


class ScreenError(Exception):
    """A critical value below the screen: tables may have been lost."""


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
    failed = np.zeros(x.shape[1], dtype=bool)
    least = _screen(promise, x, n)
    for part in _parts(*x.shape):
        here = n if n.shape[1] == 1 else n[:, part]
        suspects = np.flatnonzero(_beyond(promise, x[:, part], here, least)) + part.start
        for table in suspects:
            failed[table] = _fails(promise, x[:, table], _column(n, table), least)
    return failed


def failures_of(promise: Promise, estimates: Estimates) -> Mask:
    """Judge many tables of a metric that does not pool; estimates of shape (K, T).

    Its critical value depends on the number of groups only, so nothing is left to a screen.
    """
    found = _families(promise, estimates, np.zeros(len(estimates.value), dtype=bool), None)
    z = found.critical(promise.error)["pairs"]
    return _family_beyond(promise, found.main, z)


def families(promise: Promise, x: Ints, n: Ints) -> tuple[dict[str, Contrasts], Critical]:
    """The contrasts of one table by family, and the critical value of each."""
    found = _families(promise, proportions(x, n), np.zeros(len(x), dtype=bool), None)
    return dict(found.by_name), found.critical(promise.error)


def _parts(groups: int, tables: int) -> Iterator[slice]:
    step = max(_CHUNK // (groups * groups), 1)
    return (slice(start, start + step) for start in range(0, tables, step))


def _column(n: Ints, table: int) -> Ints:
    return n[:, 0 if n.shape[1] == 1 else table]


def _screen(promise: Promise, x: Ints, n: Ints) -> Critical:
    """A value below the critical values of (nearly) every table, by family."""
    usable = np.flatnonzero(x.sum(axis=0) > 0)
    chosen = usable[:: max(len(usable) // _SAMPLED, 1)]
    values = [families(promise, *_defined(promise, x[:, t], _column(n, t)))[1] for t in chosen]
    names = {name for one in values for name in one}
    return {name: min(one[name] for one in values if name in one) - MARGIN for name in names}


def _defined(promise: Promise, x: Ints, n: Ints) -> tuple[Ints, Ints]:
    if isinstance(promise.reference, int) and not (n > 0).all():
        raise NotImplementedError("a named reference among groups without rows")
    return x[n > 0], n[n > 0]


def _beyond(promise: Promise, x: Ints, n: Ints, critical: Critical) -> Mask:
    """Whether some contrast is beyond the limit at these critical values, shape (T,)."""
    estimates = Estimates(
        divide(x, n),
        lambda z: clopper_pearson(x, n, z),
        _no_spread,
        x,
        n,
    )
    found = _families(promise, estimates, np.zeros(len(x), dtype=bool), None)
    beyond = np.zeros(x.shape[1], dtype=bool)
    for name, family in found.by_name.items():
        if name in critical:
            beyond |= _family_beyond(promise, family, critical[name])
    return beyond


def _family_beyond(promise: Promise, family: Contrasts, z: float) -> Mask:
    with np.errstate(invalid="ignore"):  # groups without rows
        lower, upper = family.bounds(z)
        telling = upper if promise.scale.ratio else lower
        shown = promise.scale.beyond(telling, promise.limit) & np.isfinite(family.estimate)
    return np.asarray(shown.any(axis=0), dtype=bool)


def _no_spread(value: Floats) -> Floats:
    raise NotImplementedError(value)


def _fails(promise: Promise, x: Ints, n: Ints, least: Critical) -> bool:
    by_name, critical = families(promise, *_defined(promise, x, n))
    if any(critical[name] < least[name] for name in by_name if name in least):
        raise ScreenError(f"critical values {critical} below the screen {least}")
    return any(
        bool(_family_beyond(promise, family, critical[name])) for name, family in by_name.items()
    )
