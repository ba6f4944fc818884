"""What the statistics say about one metric of a case."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from fairgate.cells import Cells, Group, PairedCells, ScoreHistogram
from fairgate.judging.case import Case
from fairgate.judging.compared import Compared
from fairgate.metrics import Floats, Metric, members
from fairgate.statistics import (
    change,
    conditional,
    detectability,
    disparity,
    gaps,
    regression,
    value,
)
from fairgate.statistics.contrasts import POOL, Scale
from fairgate.statistics.judgement import Judgement, Promise
from fairgate.statistics.limits import Estimates, estimate

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Answer:
    """What one metric of a case says: a judgement about the defined ones of K groups."""

    metric: Metric
    judgement: Judgement
    value: Floats
    defined: tuple[int, ...]
    needed: Mapping[int, float] = field(default_factory=dict)

    def group(self, index: int) -> int:
        """Index among all K groups of an index among the defined ones."""
        return index if index == POOL else self.defined[index]


def answer(case: Case, compared: Compared, metric: Metric) -> Answer:
    """Judge one metric on the groups where it is defined."""
    rule = case.rule
    share = len(members(rule.measure))
    stored = _stored(case, metric)
    if rule.regression:
        return _answer_regression(case, compared, metric, stored)
    source = _source(case, compared, metric)
    estimates = estimate(metric, source)
    defined = np.flatnonzero(np.isfinite(estimates.value))
    known = _source(case, replace(compared, cells=_take(compared.cells, defined)), metric)
    estimates_known = estimate(metric, known)
    waived = compared.waived[defined]
    blank = Answer(metric, Judgement(), estimates.value, tuple(defined.tolist()))
    if rule.value:
        if len(defined) == 0:
            return replace(blank, judgement=Judgement(undefined="nobody has a defined value"))
        bar = value.Bar(rule.limit, rule.must_detect, case.error, case.confidence, rule.at_least)
        judgement = value.judge(bar, estimates_known, waived, stored=stored)
        return _with_needs(replace(blank, judgement=judgement), compared.cells)
    promise = _promise(case, compared, metric, defined, case.error / share)
    if isinstance(promise, str):
        return replace(blank, judgement=Judgement(undefined=promise))
    strata = None
    if rule.within:
        cells = case.tally.cells[(*case.attributes, *rule.within)]
        groups = tuple(compared.cells.groups[at] for at in defined)
        strata, _ = conditional.strata_of(metric, cells, groups, len(case.attributes))
    judgement = disparity.judge(promise, estimates_known, waived, strata=strata, stored=stored)
    answer = _with_needs(replace(blank, judgement=judgement), compared.cells)
    return _with_undefined(answer, compared, promise, estimates_known)


def _stored(case: Case, metric: Metric) -> Mapping[str, float] | None:
    if case.stored is None or not case.rule.measure.of:
        return case.stored
    prefix = f"{metric.name}:"
    return {key.removeprefix(prefix): z for key, z in case.stored.items() if key.startswith(prefix)}


def _source(case: Case, compared: Compared, metric: Metric) -> Cells | ScoreHistogram:
    """Cells or histogram of the compared groups, in their order."""
    if not metric.needs_score:
        return compared.cells
    groups = compared.cells.groups
    histogram = case.tally.histograms.get(case.attributes)
    if histogram is None:  # an engine that met no row has nothing to put in bins
        k = len(groups)
        nothing = np.zeros((k, 2))
        empty = np.zeros((k, 2, 1), dtype=np.int64)
        return ScoreHistogram(case.attributes, groups, empty, nothing, nothing)
    row = {group: at for at, group in enumerate(histogram.groups)}
    at = [row[group] for group in groups]
    return ScoreHistogram(
        histogram.attributes,
        groups,
        histogram.counts[at],
        histogram.sums[at],
        histogram.squares[at],
    )


def _take(cells: Cells, at: Indices) -> Cells:
    return Cells(cells.attributes, tuple(cells.groups[i] for i in at), cells.counts[at])


def _promise(
    case: Case,
    compared: Compared,
    metric: Metric,
    defined: Indices,
    error: float,
) -> Promise | str:
    """The promise on the defined groups, or why there is none."""
    rule = case.rule
    if len(defined) < 2:
        if len(compared.cells.groups) == 1:
            return (
                f"there is only one group, {compared.cells.names[0]}, and nobody to compare it with"
            )
        return "fewer than two groups have a defined value"
    reference: int | str = rule.reference
    if reference not in ("best", "overall"):
        matches = np.flatnonzero(compared.cells.named(rule.reference)[defined])
        if len(matches) == 0:
            return f"the reference group {rule.reference} has no rows that define the metric"
        reference = int(matches[0])
    scale = Scale(ratio=rule.ratio is not None, more_is_good=metric.more_is_good)
    return Promise(
        scale,
        rule.limit,
        rule.must_detect,
        error,
        case.confidence,
        reference,
    )


def _answer_regression(
    case: Case,
    compared: Compared,
    metric: Metric,
    stored: Mapping[str, float] | None,
) -> Answer:
    rule = case.rule
    assert rule.regression is not None
    both, groups = _change(case, compared, metric)
    value_now = np.full(len(compared.cells.groups), np.nan)
    fine = np.isfinite(both.baseline.value) & np.isfinite(both.candidate.value)
    value_now[groups[fine]] = both.candidate.value[fine]
    defined = tuple(groups[fine].tolist())
    blank = Answer(metric, Judgement(), value_now, defined)
    if len(defined) < (1 if rule.regression.of == "rate" else 2):
        reason = "fewer than two groups have a value under both models"
        return replace(blank, judgement=Judgement(undefined=reason))
    if not fine.all():
        subset = replace(compared, cells=_take(compared.cells, groups[fine]))
        both, _ = _change(case, subset, metric)
    promise = gaps.NoStepBack(
        rule.limit,
        rule.must_detect,
        case.error,
        case.confidence,
        metric.more_is_good,
        of_rate=rule.regression.of == "rate",
    )
    judgement = regression.judge(promise, both, compared.waived[list(defined)], stored=stored)
    return _with_needs(replace(blank, judgement=judgement), compared.cells)


def _change(
    case: Case,
    compared: Compared,
    metric: Metric,
) -> tuple[change.Change, Indices]:
    """Both models on the groups they share; indices of those among the compared groups."""
    pair: PairedCells | None = case.tally.paired.get(case.attributes)
    base = pair if pair is not None else case.tally.baseline[case.attributes]
    row: dict[Group, int] = {group: at for at, group in enumerate(base.groups)}
    shared = [at for at, group in enumerate(compared.cells.groups) if group in row]
    order = [row[compared.cells.groups[at]] for at in shared]
    groups = tuple(base.groups[at] for at in order)
    if isinstance(base, PairedCells):
        cells = PairedCells(base.attributes, groups, base.counts[order])
        return change.paired(metric, cells), np.array(shared, dtype=np.int64)
    baseline = Cells(base.attributes, groups, base.counts[order])
    candidate = _take(compared.cells, np.array(shared, dtype=np.int64))
    return change.unpaired(metric, baseline, candidate), np.array(shared, dtype=np.int64)


def _with_needs(answer: Answer, cells: Cells) -> Answer:
    needed = {
        answer.defined[at]: math.ceil((factor - 1) * int(cells.rows[answer.defined[at]]))
        if math.isfinite(factor)
        else math.inf
        for at, factor in answer.judgement.needs.items()
    }
    return replace(answer, needed=needed)


def _with_undefined(
    answer: Answer,
    compared: Compared,
    promise: Promise,
    known: Estimates,
) -> Answer:
    """Add the rows that groups without a defined value would need."""
    lacking = [
        at
        for at in range(len(answer.value))
        if at not in answer.defined and not compared.waived[at]
    ]
    if not lacking or answer.judgement.undefined:
        return answer
    wanted = detectability.denominator_needed(
        promise, known, answer.judgement.critical, len(lacking)
    )
    if not math.isfinite(wanted) or known.denominator is None:
        return answer
    rows = compared.cells.rows[list(answer.defined)].sum()
    total = wanted * float(rows) / float(known.denominator.sum())
    more = {at: max(1, math.ceil(total - int(compared.cells.rows[at]))) for at in lacking}
    return replace(answer, needed={**answer.needed, **more})
