"""Directions of weights, drawn uniformly: no weight negative, and near others if wished."""

from __future__ import annotations

import numpy as np
from scipy import special

from fairgate.ranking.ranked import Floats, Undefined
from fairgate.ranking.weighting import Table

_BATCH = 4_096
_PATIENCE = 500
"""Batches without enough directions after which the region counts as too thin to draw from."""
_HOPELESS = 20
"""Batches without any."""


def drawn(generator: np.random.Generator, n: int, near: Floats, cone: float | None = None) -> Table:
    """Draw unit vectors without a negative weight, at most an angle from given weights.

    Parameters
    ----------
    generator : numpy Generator
    n : int
        How many.
    near : array of float, shape (d,)
        Weights in the middle of the cone; without a cone only their number matters.
    cone : float, optional
        Largest angle, in radians.

    Returns
    -------
    array of float, shape (n, d)

    Raises
    ------
    Undefined
        If hardly any direction of the cone has no negative weight.

    Notes
    -----
    By rejection, from the smaller of the two regions (Asudeh et al., PVLDB 2018, section 5:
    the cone itself by the inverse of its distribution function). Where a weight in the
    middle is 0 the cone is symmetric, so that a coordinate below 0 is turned round.

    Examples
    --------
    >>> some = drawn(np.random.default_rng(0), 3, np.array([1.0, 1.0, 0.5]), cone=0.1)
    >>> some.shape, bool((some >= 0).all())
    ((3, 3), True)
    """
    d = len(near)
    middle = near / np.linalg.norm(near)
    if cone is None or d == 1:
        return _orthant(generator, n, d)
    from_cone = special.betainc((d - 1) / 2, 0.5, np.sin(cone) ** 2) / 2 < 0.5**d
    kept: list[Table] = []
    missing = n
    for batches in range(1, _PATIENCE + 1):
        if from_cone:
            batch = _cone(generator, _BATCH, middle, cone)
            batch = np.where(middle == 0, np.abs(batch), batch)
            batch = batch[(batch >= 0).all(axis=1)]
        else:
            batch = _orthant(generator, _BATCH, d)
            batch = batch[batch @ middle >= np.cos(cone)]
        kept.append(batch[:missing])
        missing -= len(kept[-1])
        if not missing:
            return np.concatenate(kept)
        if batches == _HOPELESS and missing == n:
            break
    raise Undefined("hardly any weights this close have none below 0: choose a wider cone")


def _orthant(generator: np.random.Generator, n: int, d: int) -> Table:
    """Uniform on the part of the sphere where no coordinate is negative."""
    normal = np.abs(generator.standard_normal((n, d)))
    return np.asarray(normal / np.linalg.norm(normal, axis=1, keepdims=True))


def _cone(generator: np.random.Generator, n: int, middle: Floats, cone: float) -> Table:
    """Uniform on the cap of the sphere around a unit vector.

    The squared sine of the angle to the middle has a beta distribution, cut off at the
    cone; the direction away from the middle is uniform.
    """
    d = len(middle)
    whole = special.betainc((d - 1) / 2, 0.5, np.sin(cone) ** 2)
    squared_sine = special.betaincinv((d - 1) / 2, 0.5, whole * generator.random(n))
    away = generator.standard_normal((n, d))
    away -= np.outer(away @ middle, middle)
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    aside = np.sqrt(squared_sine)[:, None]
    return np.asarray(np.sqrt(1 - squared_sine)[:, None] * middle + aside * away)
