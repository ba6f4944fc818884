"""Widgets one and two: what makes the score, and what goes with it."""

from __future__ import annotations

import numpy as np

from fairgate.ranking.label.request import LEADERS, Request
from fairgate.ranking.label.scoring import Scored
from fairgate.ranking.label.values import Ingredient, Leader, Part, Recipe, Spread
from fairgate.ranking.ranked import Floats


def recipe(scored: Scored, request: Request, k: int, top: int) -> Recipe:
    """Weights, spreads of each attribute among the best and overall, and the best themselves."""
    best = scored.order[:top]
    parts = tuple(
        Part(name, weight, _spread(scored.items.scores[name][best]), _spread(values))
        for name, weight in request.weights
        for values in [scored.items.scores[name]]
    )
    leaders = tuple(
        Leader(
            scored.items.name(int(at)),
            None if scored.scores is None else float(scored.scores[place]),
        )
        for place, at in enumerate(best[:LEADERS] if scored.items.names else ())
    )
    return Recipe(parts, request.normalise, request.ascending, leaders, _tied(scored.scores, k))


def ingredients(scored: Scored, request: Request) -> tuple[Ingredient, ...]:
    """Every numeric column of the file, those that go with the score most first.

    A column that nobody weighed can stand here: it says what the recipe does without saying so.
    """
    outcome = _outcome(scored)
    weighed = {name for name, _ in request.weights}
    shares = _shares(scored)
    found = [
        _ingredient(name, values, outcome, name in weighed, shares.get(name))
        for name, values in {**scored.items.scores, **scored.items.numbers}.items()
    ]
    return tuple(sorted(found, key=_strongest_first))


def _spread(values: Floats) -> Spread:
    return Spread(float(values.max()), float(np.median(values)), float(values.min()))


def _tied(scores: Floats | None, k: int) -> int:
    """Count items with the score at the border, if the border cuts them in two."""
    if scores is None or k >= len(scores) or scores[k - 1] != scores[k]:
        return 0
    return int((scores == scores[k]).sum())


def _outcome(scored: Scored) -> Floats:
    """Score of each item in file order; without scores its place, turned so that large is good."""
    outcome = np.empty(scored.items.n)
    places = -np.arange(scored.items.n, dtype=np.float64)
    outcome[scored.order] = places if scored.scores is None else scored.scores
    return outcome


def _ingredient(
    name: str,
    values: Floats,
    outcome: Floats,
    in_recipe: bool,  # noqa: FBT001 - private, named by its caller
    share: float | None,
) -> Ingredient:
    known = np.isfinite(values)
    x, y = values[known], outcome[known]
    return Ingredient(
        name,
        in_recipe,
        _correlation(_ranks(x), _ranks(y)),
        _correlation(x, y),
        share,
        int(known.sum()),
    )


def _correlation(x: Floats, y: Floats) -> float | None:
    if len(x) < 2 or x.min() == x.max() or y.min() == y.max():
        return None
    x, y = x - x.mean(), y - y.mean()
    # Divided first, so that squares of large numbers stay finite.
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    return float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1, 1))


def _ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[place]
    return ranks


def _shares(scored: Scored) -> dict[str, float]:
    """Work out Ranking Facts' figures; items with an unknown value are left out."""
    columns = {**scored.items.scores, **scored.items.numbers}
    if scored.scores is None or not columns:
        return {}
    table = np.column_stack([*columns.values(), np.ones(scored.items.n)])
    known = np.isfinite(table).all(axis=1)
    if known.sum() <= len(columns):
        return {}
    found = np.linalg.lstsq(table[known], _outcome(scored)[known], rcond=None)[0][:-1].round(2)
    most = np.abs(found).max()
    # Plus 0, so that a coefficient rounded to -0 is 0.
    return dict(zip(columns, (found / most + 0.0).tolist(), strict=True)) if most > 0 else {}


def _strongest_first(ingredient: Ingredient) -> tuple[float, str]:
    known = (ingredient.rank_correlation, ingredient.correlation)
    return (-max((abs(c) for c in known if c is not None), default=-1.0), ingredient.name)
