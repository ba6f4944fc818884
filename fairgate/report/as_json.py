"""A verdict as a document for programs: ``fairgate/verdict/v1``.

The shape is published as ``fairgate/schemas/verdict-v1.schema.json``. Names are exact, as
the data and the policy have them; whoever shows them to people escapes them.
"""

from __future__ import annotations

import json
from typing import Any

from fairgate.policy import finite
from fairgate.report import Context
from fairgate.report.counts import ShownCounts
from fairgate.verdict import Finding, GroupReport, Interval, Measured, Verdict, Waived

SCHEMA = "fairgate/verdict/v1"


def render(verdict: Verdict, context: Context) -> str:
    """Write a verdict as JSON; see :func:`fairgate.report.render`."""
    text = json.dumps(document(verdict, context), indent=2, ensure_ascii=False, allow_nan=False)
    # A half of a surrogate pair, from badly encoded data, is written as JSON's own escape.
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def document(verdict: Verdict, context: Context) -> dict[str, Any]:
    """Return the document as plain values."""
    counts = ShownCounts.of(verdict)
    return {
        "schema": SCHEMA,
        "policy": verdict.policy,
        "outcome": verdict.outcome.value,
        "blocks": verdict.blocks,
        "rows": counts.total,
        "compared_with": _compared(verdict, counts),
        "confidence": verdict.confidence,
        "min_cell": verdict.min_cell,
        "policy_file": context.policy_file,
        "predictions": context.predictions,
        "findings": [_finding(finding, counts) for finding in verdict.findings],
        "by_group": [_group(report, counts) for report in verdict.by_group if report.rows],
    }


def _compared(verdict: Verdict, counts: ShownCounts) -> dict[str, Any]:
    said = {"kind": verdict.compared_with.kind, "rows": counts.compared}
    source = verdict.compared_with.source
    return {**said, "source": source} if source else said


def _finding(finding: Finding, counts: ShownCounts) -> dict[str, Any]:
    strata = counts.of_strata(finding)
    return {
        "rule": finding.rule,
        "metric": finding.metric,
        "groups": finding.groups,
        "comparison": finding.comparison,
        "outcome": finding.outcome.value,
        "estimate": finite(finding.estimate),
        "interval": _interval(finding.interval),
        "limit": finding.limit,
        "must_detect": finding.must_detect,
        "at_least": finding.at_least,
        "worst": list(finding.worst),
        "values": {name: finite(value) for name, value in finding.values.items()},
        "n": counts.of_finding(finding),
        "waived": [_waived(waived) for waived in finding.waived],
        "rows_needed": None if finding.rows_needed is None else dict(finding.rows_needed),
        "message": finding.message,
        "shown": [
            {
                "disadvantaged": shown.disadvantaged,
                "advantaged": shown.advantaged,
                "estimate": finite(shown.estimate),
                "interval": _interval(shown.interval),
            }
            for shown in finding.shown
        ],
        "excluded": [
            {
                "group": group.group,
                "n": counts.of_excluded(finding, group),
                "value": finite(group.value),
                "reason": group.reason,
            }
            for group in finding.excluded
        ],
        "strata": [
            {
                "name": stratum.name,
                "n": strata[stratum.name],
                "estimate": finite(stratum.estimate),
            }
            for stratum in finding.strata
        ],
        "heterogeneity": finite(finding.heterogeneity),
        "notes": list(finding.notes),
        "line": finding.line,
    }


def _group(report: GroupReport, counts: ShownCounts) -> dict[str, Any]:
    return {
        "group": dict(report.group),
        "n": counts.of_group(report),
        "metrics": {name: _measured(found) for name, found in report.metrics.items()},
    }


def _measured(found: Measured) -> dict[str, Any]:
    value = finite(found.value)
    return {
        "value": value,
        "interval": None if value is None else _interval(found.interval),
        "baseline": finite(found.baseline),
        "reason": found.reason,
    }


def _interval(limits: Interval | None) -> list[float | None] | None:
    return None if limits is None else [finite(end) for end in limits]


def _waived(waived: Waived) -> dict[str, Any]:
    return {
        "groups": waived.groups,
        "until": waived.until,
        "owner": waived.owner,
        "why": waived.why,
        "issue": waived.issue,
        "expired": waived.expired,
    }
