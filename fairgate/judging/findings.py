"""One rule on one grouping: from cells to a finding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from fairgate import sentences
from fairgate.cells import Cells
from fairgate.judging import messages, promise
from fairgate.judging.answers import Answer, answer
from fairgate.judging.case import Case
from fairgate.judging.compared import Compared, compared_groups
from fairgate.judging.messages import Lacking
from fairgate.metrics import Metric, members
from fairgate.policy import Rule
from fairgate.statistics import conditional
from fairgate.statistics.contrasts import POOL, Scale
from fairgate.verdict import Finding, Outcome, Shown, Stratum


def find(case: Case) -> Finding:
    """Judge one rule on one grouping."""
    rule = case.rule
    blank = promise.blank(rule, case.name, case.line)
    if rule.regression and not case.tally.baseline:
        return _without_baseline(case, blank)
    compared = compared_groups(case)
    blank = replace(
        blank,
        rows=dict(zip(compared.cells.names, compared.cells.rows.tolist(), strict=True)),
        waived=compared.waivers,
        excluded=compared.excluded,
        notes=compared.notes,
    )
    parts = [answer(case, compared, metric) for metric in members(rule.measure)]
    return _conclude(case, compared, parts, blank)


def _without_baseline(case: Case, blank: Finding) -> Finding:
    if case.first_model:
        return replace(
            blank,
            outcome=Outcome.PASS,
            message="Not applicable: the base branch has no model to compare with.",
        )
    return replace(
        blank,
        outcome=_unknown(case),
        message="There is no baseline to compare with: give one with --baseline, or say "
        "--first-model if the base branch has none.",
    )


def _unknown(case: Case) -> Outcome:
    return Outcome.WARN if case.rule.on_unknown == "warn" else Outcome.UNKNOWN


def _conclude(
    case: Case,
    compared: Compared,
    answers: Sequence[Answer],
    blank: Finding,
) -> Finding:
    """Merge the answers (one, or the members of a composite) into a finding."""
    rule = case.rule
    lead = _lead(rule, answers)
    lacking = _lacking(answers, compared)
    rows = {name: _round_up(n) for name, n in lacking.needed.items() if math.isfinite(n)}
    finding = replace(
        blank, notes=(*blank.notes, *promise.settings(rule)), rows_needed=rows or None
    )
    if lead is not None:
        finding = _with_numbers(case, compared, answers, lead, finding)
    outcome = promise.outcome(
        rule,
        finding.estimate,
        shown=bool(finding.shown),
        lacking=bool(lacking),
        suspicious=any(answer.judgement.suspicious for answer in answers),
    )
    metric = lead.metric if lead else rule.measure
    words = messages.message(case, finding, metric, outcome, lacking)
    outcome, words = promise.softened(rule, outcome, words)
    return replace(finding, outcome=outcome, message=words)


def _lacking(answers: Sequence[Answer], compared: Compared) -> Lacking:
    """Merge what the data lack for each metric; waived groups lack nothing."""
    names = compared.cells.names
    undefined = {
        at
        for answer in answers
        for at in range(len(names))
        if at not in answer.defined and not compared.waived[at]
    }
    return Lacking(
        undefined=[names[at] for at in sorted(undefined)],
        reasons=[a.judgement.undefined for a in answers if a.judgement.undefined],
        needed=_most_needed(answers, names),
    )


def _most_needed(answers: Sequence[Answer], names: Sequence[str]) -> dict[str, float]:
    """Rows that do for all answers: the most that any of them needs."""
    needed: dict[str, float] = {}
    for each in answers:
        for at, rows in each.needed.items():
            needed[names[at]] = max(rows, needed.get(names[at], 0.0))
    return needed


def _lead(rule: Rule, answers: Sequence[Answer]) -> Answer | None:
    """The answer whose estimate is worst."""
    known = [answer for answer in answers if answer.judgement.estimate is not None]

    def badness(answer: Answer) -> float:
        assert answer.judgement.estimate is not None
        return -answer.judgement.estimate if rule.at_least else answer.judgement.estimate

    return max(known, key=badness, default=None)


def _with_numbers(
    case: Case,
    compared: Compared,
    answers: Sequence[Answer],
    lead: Answer,
    finding: Finding,
) -> Finding:
    judgement = lead.judgement
    assert judgement.worst is not None
    pool = sentences.EVERYBODY if case.rule.reference == "overall" else sentences.EVERYBODY_ELSE

    def name(at: int) -> str:
        return pool if at == POOL else compared.cells.names[at]

    intervals = [a.judgement.interval for a in answers if a.judgement.interval is not None]
    # Only composites have several answers, and those are gaps: the widest one counts.
    interval = (max(low for low, _ in intervals), max(high for _, high in intervals))
    pair = [lead.group(at) for at in judgement.worst]
    worst = tuple(dict.fromkeys(name(at) for at in pair))
    values = {name(at): float(lead.value[at]) for at in pair if at != POOL}
    if POOL in pair:  # only where the reference is everybody
        values[sentences.EVERYBODY] = _overall(lead.metric, compared.cells)
    shown = tuple(
        Shown(
            name(answer.group(s.disadvantaged)),
            name(answer.group(s.advantaged)),
            s.estimate,
            (s.lower, s.upper),
        )
        for answer in answers
        for s in answer.judgement.shown
    )
    critical = {
        f"{answer.metric.name}:{key}" if case.rule.measure.of else key: z
        for answer in answers
        for key, z in answer.judgement.critical.items()
    }
    finding = replace(
        finding,
        estimate=judgement.estimate,
        interval=interval,
        worst=worst,
        values=values,
        shown=shown,
        critical=critical,
    )
    return _with_strata(case, compared, lead, finding) if case.rule.within else finding


def _overall(metric: Metric, cells: Cells) -> float:
    counts = cells.counts.sum(axis=0, keepdims=True)
    return float(metric.values(Cells(cells.attributes, cells.groups[:1], counts))[0])


def _with_strata(case: Case, compared: Compared, lead: Answer, finding: Finding) -> Finding:
    """Show the strata of the worst pair, and whether they disagree."""
    assert case.rule.within is not None
    assert lead.judgement.worst is not None
    scale = Scale(ratio=case.rule.ratio is not None, more_is_good=lead.metric.more_is_good)
    cells = case.tally.cells[(*case.attributes, *case.rule.within)]
    pair = [compared.cells.groups[lead.group(at)] for at in lead.judgement.worst]
    strata, labels = conditional.strata_of(lead.metric, cells, tuple(pair), len(case.attributes))
    low, high = (0, 1) if lead.metric.more_is_good else (1, 0)
    contrast = conditional.contrast_by_stratum(scale, strata, low, high)
    shown = tuple(
        Stratum(label, int(rows), None if math.isnan(c) else float(c))
        for label, rows, c in zip(labels, strata.n.sum(axis=0), contrast, strict=True)
        if rows
    )
    return replace(
        finding,
        strata=shown,
        heterogeneity=conditional.heterogeneity(scale, strata, low, high),
    )


def _round_up(count: float) -> int:
    """Round up to tens, or two digits: more would pretend, and give small counts away."""
    step = 10 ** max(len(str(int(count))) - 2, 1)
    return int(math.ceil(count / step) * step)
