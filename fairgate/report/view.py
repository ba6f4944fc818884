"""A finding as words, shared by the formats that people read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairgate.report import words
from fairgate.report.counts import ShownCounts
from fairgate.report.remedies import remedies, waiver
from fairgate.report.safe import printable
from fairgate.verdict import Excluded, Finding, Outcome, Verdict, Waived

_FEW = 6
_MEASURED = {
    "ratio": "{metric}, ratio of two groups",
    "difference": "{metric}, gap between two groups",
    "value": "{metric} of each group",
    "regression": "{metric}, change since the baseline",
}


@dataclass(frozen=True)
class FindingView:
    """A finding in printable words.

    Attributes
    ----------
    finding : Finding
        Where it comes from.
    title : str
        ``four-fifths on race``.
    sentence : str
        What was found, for a product manager.
    facts : tuple of (str, str)
        Name and words of the numbers behind it.
    remedies, remarks : tuple of str
        What to do next; what was waived, left out or set otherwise.
    waiver : str
        A line for the policy; empty where nothing needs to be waived.
    strata : tuple of (str, str, str)
        Name, rows and estimate of each stratum.
    """

    finding: Finding
    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    remedies: tuple[str, ...]
    remarks: tuple[str, ...]
    waiver: str
    strata: tuple[tuple[str, str, str], ...]

    @property
    def estimate(self) -> str:
        """The estimate in words."""
        return words.quantity(
            self.finding.estimate, words.unit_of(self.finding), self.finding.limit
        )

    @property
    def numbers(self) -> str:
        """Estimate, interval, limit and must_detect on one line."""
        kept = {"Estimate": "estimate", "Limit": "limit", "Must detect": "must detect"}
        parts = [f"{kept[name]} {value}" for name, value in self.facts if name in kept]
        if self.finding.estimate is not None:
            unit = words.unit_of(self.finding)
            limits = words.interval(self.finding.interval, unit, self.finding.limit)
            parts[0] = f"estimate {self.estimate} ({limits})"
        return ", ".join(parts)

    @property
    def limit(self) -> str:
        """The limit in words."""
        return words.promised(self.finding)

    @classmethod
    def of(cls, finding: Finding, verdict: Verdict, counts: ShownCounts) -> FindingView:
        """Put a finding in words."""
        return cls(
            finding,
            printable(f"{finding.rule} on {finding.groups}"),
            printable(finding.message) or "No explanation was given.",
            tuple((name, printable(value)) for name, value in _facts(finding, verdict, counts)),
            tuple(map(printable, remedies(finding))),
            tuple(map(printable, _remarks(finding, counts))),
            printable(waiver(finding)),
            _strata(finding, counts),
        )


def _facts(finding: Finding, verdict: Verdict, counts: ShownCounts) -> Iterable[tuple[str, str]]:
    unit = words.unit_of(finding)
    sure = words.plain(verdict.confidence, words.Unit.PERCENT)
    estimate = words.quantity(finding.estimate, unit, finding.limit)
    yield "Measured", _MEASURED[finding.comparison].format(metric=finding.metric)
    yield "Estimate", f"{estimate}{_who(finding)}"
    if finding.estimate is not None:
        limits = words.interval(finding.interval, unit, finding.limit)
        yield "Interval", f"{limits} ({sure} over all groups and rules together)"
    yield "Limit", words.promised(finding)
    worse = "or less" if finding.at_least else "or more"
    yield "Must detect", f"{words.plain(finding.must_detect, unit)} {worse}"
    rows = [f"{name} {words.count(count)}" for name, count in counts.of_finding(finding).items()]
    if rows:
        yield "Rows", ", ".join(rows) if len(rows) <= _FEW else f"{len(rows)} groups, listed below"
    if finding.rows_needed and finding.outcome is not Outcome.FAIL:
        more = [f"{rows:,} of {name}" for name, rows in finding.rows_needed.items()]
        yield "Rows lacking", words.listing(more)


def _who(finding: Finding) -> str:
    """Name the groups of the estimate, with their values where it is not a value itself."""
    unit = words.unit_of_metric(finding.metric)
    named = [
        f"{name} {words.quantity(finding.values[name], unit)}"
        if name in finding.values and finding.comparison != "value"
        else name
        for name in finding.worst
    ]
    return f" ({' against '.join(named)})" if named else ""


def _remarks(finding: Finding, counts: ShownCounts) -> Iterable[str]:
    unit = words.unit_of(finding)
    for shown in finding.shown[1:]:  # the sentence tells of the first
        against = "" if shown.disadvantaged == shown.advantaged else f" against {shown.advantaged}"
        size = words.quantity(shown.estimate, unit, finding.limit)
        limits = words.interval(shown.interval, unit, finding.limit)
        yield f"Also beyond the limit: {shown.disadvantaged}{against}, {size} ({limits})."
    yield from map(_waived, finding.waived)
    for group in finding.excluded:
        yield _excluded(group, words.rows_of(counts.of_excluded(finding, group)), finding)
    yield from finding.notes
    if finding.heterogeneity is not None:
        yield (
            "Whether the strata differ among themselves: p = "
            f"{words.quantity(finding.heterogeneity, words.Unit.NUMBER)} (Cochran's Q)."
        )


def _waived(waived: Waived) -> str:
    issue = f", {waived.issue}" if waived.issue else ""
    state = "Waiver ended on" if waived.expired else "Waived until"
    return f"{state} {waived.until}: {waived.groups}, by {waived.owner}{issue}. Why: {waived.why}"


def _excluded(group: Excluded, rows: str, finding: Finding) -> str:
    value = words.quantity(group.value, words.unit_of_metric(finding.metric))
    return f"Not compared: {group.group}, {rows}, {finding.metric} {value}. Why: {group.reason}."


def _strata(finding: Finding, counts: ShownCounts) -> tuple[tuple[str, str, str], ...]:
    rows = counts.of_strata(finding)
    unit = words.unit_of(finding)
    return tuple(
        (
            printable(stratum.name),
            words.count(rows[stratum.name]),
            words.quantity(stratum.estimate, unit),
        )
        for stratum in finding.strata
    )
