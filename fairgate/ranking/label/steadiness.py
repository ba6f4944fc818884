"""Widget three: how little it takes to change the best."""

from __future__ import annotations

import numpy as np

from fairgate.ranking.label.request import Request
from fairgate.ranking.label.scoring import Scored, weighed
from fairgate.ranking.label.values import Kept, Slope, Stability
from fairgate.ranking.ranked import Floats, Undefined
from fairgate.ranking.stability import perturbed, sampled, slope, two_d
from fairgate.ranking.weighting import Table

SEED = 0
_NOISE = 0.05
_WORK = 20_000_000
_MOST, _LEAST = 20_000, 200
_POINTS = 60

EXACT = 1_000
"""Items up to which all weightings of two attributes are gone through."""


def stability(scored: Scored, request: Request, top: int, *, share: bool = True) -> Stability:
    """Slopes of the score, and the share of weightings and of data that keep the best.

    Weightings are compared on attributes in standard deviations, so that the share does not
    depend on the units of the file: the recipe's weights are multiplied by them first.

    Parameters
    ----------
    scored, request
        The ranking, and how it came about.
    top : int
        How many are the best.
    share : bool
        Whether to try other weightings and data; slopes alone take no time.
    """
    if scored.scores is None:
        return Stability(None, None, (), "the ranking has no scores, only an order")
    best, everyone = _slope(scored.scores, top), _slope(scored.scores, len(scored.scores))
    kept: tuple[Kept, ...] = ()
    reason = ""
    try:
        kept = _kept(scored, request, top) if share else ()
    except Undefined as error:
        reason = str(error)
    return Stability(best, everyone, kept, reason, _curve(scored.scores, top))


def _curve(scores: Floats, top: int) -> tuple[tuple[int, float], ...]:
    """Every place of the best, and some of the others, as many as a plot can show."""
    n = len(scores)
    others = np.unique(np.linspace(0, n - 1, _POINTS).astype(int))
    places = np.union1d(np.arange(min(top, _POINTS)), others)
    return tuple((int(place) + 1, float(scores[place])) for place in places)


def _slope(scores: Floats, size: int) -> Slope | None:
    try:
        value = slope(scores, size)
    except Undefined:
        return None
    try:
        return Slope(size, value, slope(scores, size, scaled=True))
    except Undefined:
        return Slope(size, value, None)


def _kept(scored: Scored, request: Request, top: int) -> tuple[Kept, ...]:
    table, weights = _in_deviations(scored, request)
    draws = int(np.clip(_WORK // len(table), _LEAST, _MOST))
    shaken = perturbed(table, weights, top, "set", n=max(draws // 10, 100), seed=SEED, noise=_NOISE)
    data = Kept("data", shaken.share, shaken.interval, shaken.n, shaken.distinct)
    if len(weights) == 1:
        return (Kept("set", 1.0, None, 0, 1), Kept("list", 1.0, None, 0, 1), data)
    if len(weights) == 2 and len(table) <= EXACT:
        return (_exact(table, weights, top, "set"), _exact(table, weights, top, "list"), data)
    kept = _drawn(table, weights, top, "set", draws)
    if len(table) > EXACT:
        return (kept, data)
    return (kept, _drawn(table, weights, top, "list", draws), data)


def _exact(table: Table, weights: Floats, top: int, what: str) -> Kept:
    found = two_d(table, weights, top, "list" if what == "list" else "set")
    return Kept(what, found.share, None, 0, len(found.shares))


def _drawn(table: Table, weights: Floats, top: int, what: str, draws: int) -> Kept:
    kind = "list" if what == "list" else "set"
    found = sampled(table, weights, top, kind, n=draws, seed=SEED)  # type: ignore[arg-type]
    return Kept(what, found.share, found.interval, found.n, found.distinct)


def _in_deviations(scored: Scored, request: Request) -> tuple[Table, Floats]:
    """Return attributes in standard deviations, large is good, and weights for them.

    Attributes that change no order, because they do not vary or weigh nothing, are left out.
    """
    columns = weighed(scored.items, request)
    weights = np.array([weight for _, weight in request.weights])
    weights = -weights if request.ascending else weights
    spread = columns.std(axis=0)
    used = (spread > 0) & (weights != 0)
    if not used.any():
        raise Undefined("all items have the same score")
    table = (columns[:, used] - columns[:, used].mean(axis=0)) / spread[used]
    turned: Table = table * np.sign(weights[used])
    return turned, np.abs(weights[used]) * spread[used]
