"""A label as JSON: ``fairgate/ranking/v1``."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from fairgate.ranking.label.values import Compat, Label, Measure, Slope, Spread, Stability, Variety

SCHEMA = "fairgate/ranking/v1"


def write(label: Label) -> str:
    """Write a label; what is not known is null, with the reason beside it."""
    return json.dumps(document(label), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def document(label: Label) -> dict[str, Any]:
    """Lay a label out as plain values.

    ``top_k`` means the best ``top`` items; ``k`` is how many the tests of fairness look at.
    """
    recipe = label.recipe
    return {
        "schema": SCHEMA,
        "source": label.source,
        "n": label.n,
        "k": label.k,
        "top": label.top,
        "alpha": label.alpha,
        "outcome": label.outcome.value,
        "measures": [_measure(measure) for measure in label.fairness.measures],
        "stability": _stability(label.stability),
        "recipe": [
            {
                "name": part.name,
                "weight": part.weight,
                "top_k": _spread(part.top),
                "overall": _spread(part.overall),
            }
            for part in recipe.parts
        ],
        "normalise": recipe.normalise.value,
        "ascending": recipe.ascending,
        "tied_at_k": recipe.tied_at,
        "leaders": [{"name": one.name, "score": _number(one.score)} for one in recipe.leaders],
        "ingredients": [
            {
                "name": one.name,
                "in_recipe": one.in_recipe,
                "strength": one.strength,
                "spearman": _number(one.rank_correlation),
                "pearson": _number(one.correlation),
                "ranking_facts": _number(one.share),
                "known": one.known,
            }
            for one in label.ingredients
        ],
        "groups": [
            {
                "group": {row.column: row.group},
                "n": row.overall,
                "in_k": row.in_k,
                "judged": row.judged,
            }
            for row in label.fairness.groups
        ],
        "diversity": _diversity(label.diversity),
        "ranking_facts": [_compat(found) for found in label.fairness.compat],
    }


def name(column: str, group: str | None) -> str:
    """Name a group: ``race=Black``; a missing value is never a word.

    Examples
    --------
    >>> name("race", "Black"), name("race", None)
    ('race=Black', 'race=(not known)')
    """
    return f"{column}={'(not known)' if group is None else group}"


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "metric": measure.metric,
        "group": measure.column if measure.whole else name(measure.column, measure.group),
        "value": _number(measure.value),
        "interval": None if measure.interval is None else [*map(_number, measure.interval)],
        "p_value": _number(measure.p_value),
        "outcome": measure.outcome.value,
        "reason": measure.reason,
    }


def _compat(found: Compat) -> dict[str, Any]:
    return {
        "oracle": found.oracle,
        "group": name(found.column, found.group),
        "statistic": _number(found.statistic),
        "p_value": _number(found.p_value),
        "threshold": _number(found.threshold),
        "fair": found.fair,
    }


def _stability(found: Stability) -> dict[str, Any]:
    return {
        "top_k_slope": _slope(found.top),
        "overall_slope": _slope(found.overall),
        "top_k_slope_scaled": _number(found.top.scaled) if found.top else None,
        "overall_slope_scaled": _number(found.overall.scaled) if found.overall else None,
        "share": _number(found.share),
        "kept": [
            {
                "what": kept.what,
                "share": kept.share,
                "interval": None if kept.interval is None else list(kept.interval),
                "draws": kept.draws,
                "distinct": kept.distinct,
            }
            for kept in found.kept
        ],
        "reason": found.reason,
    }


def _diversity(found: Iterable[Variety]) -> dict[str, Any]:
    """Counts by column and value; people whose value is not known stand under ``not_known``."""
    parts: dict[str, Any] = {"top_k": {}, "overall": {}}
    unknown: dict[str, Any] = {"top_k": {}, "overall": {}}
    for one in found:
        for at, part in enumerate(parts, start=1):
            parts[part][one.column] = {
                row[0]: row[at] for row in one.counts if row[0] is not None and row[at] != 0
            }
            unknown[part][one.column] = next((row[at] for row in one.counts if row[0] is None), 0)
    return {
        **parts,
        "not_known": unknown,
        "shannon": {one.column: dict(zip(parts, one.shannon, strict=True)) for one in found},
        "simpson": {one.column: dict(zip(parts, one.simpson, strict=True)) for one in found},
    }


def _slope(slope: Slope | None) -> float | None:
    return None if slope is None else _number(slope.value)


def _spread(spread: Spread) -> dict[str, float]:
    return {"max": spread.most, "median": spread.median, "min": spread.least}


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value
