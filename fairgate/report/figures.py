"""What the plots of a finding show: the contrasts that decided, and the groups behind them."""

from __future__ import annotations

from collections.abc import Sequence

from fairgate.metrics import CATALOGUE
from fairgate.policy import finite
from fairgate.report import words
from fairgate.report.counts import name_of
from fairgate.report.groups import reports_of
from fairgate.report.plot import Plot, Row, draw
from fairgate.verdict import Finding, Verdict

_TITLES = {
    "ratio": "Ratio of",
    "difference": "Gap in",
    "value": "Value of",
    "regression": "Change since the baseline of",
}


def decision(finding: Finding, confidence: float) -> Plot | None:
    """Draw the contrasts that decided: their simultaneous intervals against the limit."""
    estimate = finite(finding.estimate)
    if estimate is None:
        return None
    worst = " against ".join(finding.worst) or finding.groups
    state = "beyond" if finding.shown else "plain"
    shown = {
        _contrast(s.disadvantaged, s.advantaged): Row(
            _contrast(s.disadvantaged, s.advantaged), "beyond", s.estimate, s.interval
        )
        for s in finding.shown
    }
    first = shown.pop(worst, Row(worst, state, estimate, finding.interval))
    unit = words.unit_of(finding)
    detect = ("detect", finding.must_detect, "a violation that matters")
    sure = words.plain(confidence, words.Unit.PERCENT)
    return draw(
        f"{_TITLES[finding.comparison]} {finding.metric} against the limit",
        [first, *shown.values()],
        unit,
        [("limit", finding.limit, "limit"), detect],
        at_least=finding.at_least,
        about=f"Intervals hold with {sure} confidence over all groups and rules together.",
        beside=finding.limit,
    )


def groups(finding: Finding, metric: str, verdict: Verdict) -> Plot | None:
    """Draw every group's own value and interval, and the baseline's value."""
    rows = [
        Row(
            name_of(r), _state(finding, name_of(r)), finite(m.value), m.interval, finite(m.baseline)
        )
        for r in reports_of(verdict, finding.groups, metric)
        for m in [r.metrics[metric]]
    ]
    if all(row.value is None for row in rows):
        return None
    known = CATALOGUE.get(metric)
    good = known.more_is_good if known else True
    sure = words.plain(verdict.confidence, words.Unit.PERCENT)
    return draw(
        f"{metric} by {finding.groups}",
        rows,
        words.unit_of_metric(metric),
        _lines(finding, good, rows),
        at_least=finding.at_least if finding.comparison == "value" else good,
        about=f"Intervals are each group's own, at {sure} confidence.",
    )


def _lines(finding: Finding, good: bool, rows: Sequence[Row]) -> list[tuple[str, float, str]]:  # noqa: FBT001
    """Return the limit on the scale of a group's value, where it has a place there.

    A ratio or a gap is promised against another group, so the limit depends on that
    group's value. Within strata, and for a change since the baseline, no single line is right.
    """
    if finding.comparison == "value":
        return [("limit", finding.limit, "limit")]
    if finding.comparison == "regression" or finding.strata or len(finding.worst) < 2:
        return []
    disadvantaged, advantaged = finding.worst
    here = {row.name: row.value for row in rows}
    value = finding.values.get(disadvantaged)
    reference = finding.values.get(advantaged)
    if value is None or reference is None or here.get(disadvantaged) != value:
        return []  # the other member of a composite
    if finding.comparison == "ratio":
        bound = reference * finding.limit if good else reference / finding.limit
    else:
        bound = reference - finding.limit if good else reference + finding.limit
    lines = [("reference", reference, advantaged)]
    if 0 <= bound <= 1:
        lines.append(("limit", bound, f"limit against {advantaged}"))
    return lines


def _state(finding: Finding, name: str) -> str:
    if any(shown.disadvantaged == name for shown in finding.shown):
        return "beyond"
    waived = any(
        sorted(waived.groups.split(",")) == sorted(name.split(",")) and not waived.expired
        for waived in finding.waived
    )
    return "aside" if waived or (finding.rows and name not in finding.rows) else "plain"


def _contrast(disadvantaged: str, advantaged: str) -> str:
    same = disadvantaged == advantaged
    return disadvantaged if same else f"{disadvantaged} against {advantaged}"
