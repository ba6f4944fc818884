"""Groups as words: one table a metric and grouping, shared by the formats that people read."""

from __future__ import annotations

from dataclasses import dataclass

from fairgate.metrics import CATALOGUE, members
from fairgate.report import words
from fairgate.report.counts import ShownCounts, grouping_of, name_of
from fairgate.report.safe import printable
from fairgate.verdict import Finding, GroupReport, Measured, Verdict


@dataclass(frozen=True)
class GroupLine:
    """One group and one metric; empty words where nothing is to be said."""

    name: str
    rows: str
    value: str
    interval: str
    baseline: str
    change: str
    remark: str


@dataclass(frozen=True)
class GroupTable:
    """One metric for every group of a grouping."""

    metric: str
    groups: str
    lines: tuple[GroupLine, ...]

    @property
    def has_baseline(self) -> bool:
        """Whether any group has a value from the baseline."""
        return any(line.baseline for line in self.lines)

    @property
    def in_points(self) -> bool:
        """Whether changes are in percentage points."""
        return any(line.value.endswith("%") for line in self.lines)

    @property
    def heading(self) -> str:
        """Say what the table shows."""
        return f"{self.metric} by {self.groups}"


def judged_tables(verdict: Verdict, counts: ShownCounts) -> tuple[GroupTable, ...]:
    """Return a table for every metric and grouping that some rule judges together."""
    judged = dict.fromkeys((f.groups, metric) for f in verdict.findings for metric in metrics_of(f))
    tables = (table_of(metric, grouping, verdict, counts) for grouping, metric in judged)
    return tuple(table for table in tables if table.lines)


def metrics_of(finding: Finding) -> tuple[str, ...]:
    """Return the finding's metric, or the members of a composite."""
    known = CATALOGUE.get(finding.metric)
    return tuple(metric.name for metric in members(known)) if known else (finding.metric,)


def reports_of(verdict: Verdict, grouping: str, metric: str) -> list[GroupReport]:
    """Return the groups of a grouping that occur and have the metric."""
    return [
        report
        for report in verdict.by_group
        if report.rows and metric in report.metrics and grouping_of(report) == grouping
    ]


def table_of(metric: str, grouping: str, verdict: Verdict, counts: ShownCounts) -> GroupTable:
    """Return one metric of one grouping."""
    reports = reports_of(verdict, grouping, metric)
    lines = (_line(r, r.metrics[metric], metric, counts) for r in reports)
    return GroupTable(printable(metric), printable(grouping), tuple(lines))


def _line(report: GroupReport, found: Measured, metric: str, counts: ShownCounts) -> GroupLine:
    unit = words.unit_of_metric(metric)
    return GroupLine(
        name=printable(name_of(report)),
        rows=words.count(counts.of_group(report)),
        value=words.quantity(found.value, unit),
        interval=words.interval(found.interval, unit) if found.value is not None else "",
        baseline="" if found.baseline is None else words.quantity(found.baseline, unit),
        change=words.change(found.value, found.baseline, unit),
        remark=printable(found.reason),
    )
