"""Widget four: every group against the others, and all groups of a column at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from fairgate.ranking.label.chance import Samples, Statistic
from fairgate.ranking.label.compat import compat
from fairgate.ranking.label.deciding import decided
from fairgate.ranking.label.grouptests import EXACT, SHUFFLED, WHOLE, Figure, Test, Tested, spread
from fairgate.ranking.label.request import Request
from fairgate.ranking.label.scoring import Scored
from fairgate.ranking.label.values import Compat, Fairness, GroupRow, Measure
from fairgate.ranking.ranked import Ranked, Undefined


def fairness(scored: Scored, request: Request, k: int) -> Fairness:
    """Judge every sensitive group, or every value of a sensitive column in turn.

    Items of which the group is not known are counted, and left out of comparisons.
    """
    rows: list[GroupRow] = []
    measures: list[Measure] = []
    oracles: list[Compat] = []
    for column, judged in _judged(scored, request).items():
        everyone = scored.ranked(column)
        rows += _rows(everyone, column, judged, k)
        known, known_k = _known(everyone, k)
        measures += _measures(known, column, judged, known_k, request)
        oracles += _oracles(known, column, judged, known_k)
    return Fairness(tuple(rows), tuple(decided(measures, request.alpha)), tuple(oracles))


def _judged(scored: Scored, request: Request) -> dict[str, list[str]]:
    """List the groups to judge, column by column; large groups first."""
    found: dict[str, list[str]] = {}
    for sensitive in request.sensitive:
        judged = found.setdefault(sensitive.column, [])
        ranked = scored.ranked(sensitive.column)
        by_size = sorted(
            zip(ranked.groups, ranked.sizes.tolist(), strict=True),
            key=lambda pair: (-pair[1], pair[0] or ""),
        )
        values = [group for group, _ in by_size if group is not None]
        wanted = values if sensitive.value is None else [sensitive.value]
        judged += [group for group in wanted if group not in judged]
    return found


def _rows(ranked: Ranked, column: str, judged: list[str], k: int) -> Iterator[GroupRow]:
    best = np.bincount(ranked.codes[:k], minlength=len(ranked.groups))
    for at in np.argsort(-ranked.sizes, kind="stable"):
        group = ranked.groups[at]
        yield GroupRow(column, group, int(ranked.sizes[at]), int(best[at]), group in judged)


def _known(ranked: Ranked, k: int) -> tuple[Ranked, int]:
    """Leave out the items of which the group is not known."""
    if None not in ranked.groups:
        return ranked, k
    known = ranked.codes != ranked.groups.index(None)
    if not known.any():
        return Ranked((None,), ranked.codes), 0
    labels = [group for group, is_known in zip(ranked.labels, known, strict=True) if is_known]
    return Ranked.of(labels), int(known[:k].sum())


def _measures(
    ranked: Ranked, column: str, judged: list[str], k: int, request: Request
) -> Iterator[Measure]:
    samples = Samples(ranked)
    found = [
        measure
        for group in judged
        for measure in _one_group(samples, Measure.open(column, group), group, k, request.alpha)
    ]
    yield from found
    if any(s.column == column and s.value is None for s in request.sensitive):
        for metric, figure in WHOLE.items():
            measure = replace(Measure.open(column, None), metric=metric, whole=True)
            yield _shuffled(measure, samples, figure, request.alpha)


def _one_group(
    samples: Samples, measure: Measure, group: str, k: int, alpha: float
) -> Iterator[Measure]:
    try:
        pair = samples.against_rest(group)
    except Undefined as error:
        for metric in (*EXACT, *SHUFFLED):
            yield replace(measure, metric=metric, reason=str(error))
        return
    for metric in EXACT:
        yield _exact(replace(measure, metric=metric), pair, group, k, alpha)
    for metric, figure in SHUFFLED.items():
        yield _shuffled(replace(measure, metric=metric), pair, figure, alpha)


def _exact(measure: Measure, samples: Samples, group: str, k: int, alpha: float) -> Measure:
    """Test a group; unknown where not even the ranking that has all of it last could fail."""
    test, ranked = EXACT[measure.metric], samples.ranked
    if k < 1:
        return replace(measure, reason="of nobody among the best the group is known")
    try:
        found = test(ranked, group, k, alpha)
    except Undefined as error:
        return replace(measure, reason=str(error))
    figure = spread(measure.metric, k)
    if figure is not None:
        limits = samples.interval(found.value, _about(figure, group), alpha, figure.scale)
        found = replace(found, interval=limits)
    if found.p_value > alpha and _worst(test, ranked, group, k) > alpha:
        few = "too few items to tell: no order of them could fail"
        return replace(measure, value=found.value, interval=found.interval, reason=few)
    return _tested(measure, found)


def _worst(test: Test, ranked: Ranked, group: str, k: int) -> float:
    """Return the p-value of the ranking that has a whole group last.

    Where it has none, as skew has not where nobody of the group is among the best, it could
    not be clearer.
    """
    last = np.argsort(ranked.protected(group), kind="stable")
    try:
        return test(Ranked(ranked.groups, ranked.codes[last]), group, k, 0.05).p_value
    except Undefined:
        return 0.0


def _shuffled(measure: Measure, samples: Samples, figure: Figure, alpha: float) -> Measure:
    try:
        value = figure.one(samples.ranked, measure.group)
    except Undefined as error:
        return replace(measure, reason=str(error))
    many = _about(figure, measure.group)
    limits = samples.interval(value, many, alpha, figure.scale)
    chance = samples.p_value(value, many, large_is_bad=figure.large_is_bad)
    return _tested(measure, Tested(value, chance, limits))


def _about(figure: Figure, group: str | None) -> Statistic:
    return lambda queries: figure.many(queries, group)


def _tested(measure: Measure, found: Tested) -> Measure:
    return replace(
        measure,
        value=found.value,
        interval=found.interval,
        p_value=found.p_value,
        reason=found.remark,
    )


def _oracles(ranked: Ranked, column: str, judged: list[str], k: int) -> Iterator[Compat]:
    for group in judged:
        try:
            yield from compat(ranked, column, group, k)
        except Undefined:
            continue
