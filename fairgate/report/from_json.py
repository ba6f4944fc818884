"""A verdict read back from its JSON document, which somebody else may have written.

What comes back can be shown in every format that takes :class:`StatedCounts`; it cannot be
judged again, because counts that were hidden stay hidden. Evidence is what can be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from fairgate.errors import UserError
from fairgate.report import document as doc
from fairgate.report.counts import ShownCounts, grouping_of, name_of
from fairgate.report.safe import printable
from fairgate.suppression import Count
from fairgate.verdict import (
    Comparison,
    Excluded,
    Finding,
    GroupReport,
    Interval,
    Measured,
    Outcome,
    Shown,
    Stratum,
    Verdict,
    Waived,
)

LIMIT = 16 * 1024 * 1024
"""Bytes of a document that is still read."""

_HIDDEN = 1  # stands for a hidden count, which is some row, but nobody can say how many


@dataclass(frozen=True)
class Stated:
    """A verdict as a document states it.

    Attributes
    ----------
    verdict : Verdict
        Every hidden count in it is 1, and never shown: ``counts`` is.
    counts : StatedCounts
        What may be shown.
    policy_file, predictions : str
        As the document names them; empty where it does not.
    """

    verdict: Verdict
    counts: StatedCounts
    policy_file: str
    predictions: str


@dataclass(frozen=True)
class StatedCounts(ShownCounts):
    """Counts as a document shows them: nothing is worked out anew.

    Attributes
    ----------
    said : mapping of int to document.Finding
        What was said of each finding, by the identity of the one that was made from it: two
        findings may be equal but for what is hidden.
    """

    said: Mapping[int, doc.Finding]

    def of_finding(self, finding: Finding) -> dict[str, Count]:
        """Rows of a finding's groups."""
        return self.said[id(finding)].n

    def of_excluded(self, finding: Finding, group: Excluded) -> Count:
        """Rows of a group that was too rare to be compared."""
        said = zip(finding.excluded, self.said[id(finding)].excluded, strict=True)
        return next(stated.n for known, stated in said if known is group)

    def of_strata(self, finding: Finding) -> dict[str, Count]:
        """Rows of the strata of a finding."""
        return {stratum.name: stratum.n for stratum in self.said[id(finding)].strata}


def read(data: bytes, name: str) -> Stated:
    """Read a document ``fairgate/verdict/v1``, strictly.

    Parameters
    ----------
    data : bytes
        UTF-8 JSON.
    name : str
        What complaints call it: its file name.

    Raises
    ------
    UserError
        If it is too long, no such document, or contradicts itself. Keys that are not known
        are left unread: a later release may add some.

    Examples
    --------
    >>> read(b'{"schema": "fairgate/verdict/v2"}', "v.json")
    Traceback (most recent call last):
    fairgate.errors.UserError: v.json: schema: input should be 'fairgate/verdict/v1' \
(write it with fairgate check --format json)
    """
    if len(data) > LIMIT:
        raise UserError(f"longer than {LIMIT:,} bytes", "judge fewer groups at once", file=name)
    try:
        stated = doc.Document.model_validate_json(data)
    except ValidationError as error:
        raise _complaint(error, name) from None
    return _stated(stated)


def _complaint(error: ValidationError, name: str) -> UserError:
    """Name the first fault by its place; the value may be long, and is somebody else's."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = printable(".".join(map(str, first["loc"])))[:200]
    problem = first["msg"].removeprefix("Value error, ")[:300]
    return UserError(
        problem[:1].lower() + problem[1:],
        "write it with fairgate check --format json",
        file=name,
        place=place,
    )


def _stated(said: doc.Document) -> Stated:
    findings = [(_finding(finding), finding) for finding in said.findings]
    reports = [(_group(group), group.n) for group in said.by_group]
    verdict = Verdict(
        policy=said.policy,
        outcome=Outcome(said.outcome),
        rows=_rows(said.rows),
        confidence=said.confidence,
        min_cell=said.min_cell,
        compared_with=Comparison(
            said.compared_with.kind, _rows(said.compared_with.rows), said.compared_with.source
        ),
        findings=tuple(finding for finding, _ in findings),
        by_group=tuple(report for report, _ in reports),
    )
    counts = StatedCounts(
        total=said.rows,
        compared=said.compared_with.rows,
        min_cell=said.min_cell,
        tabled=_tabled(reports),
        said={id(finding): stated for finding, stated in findings},
    )
    return Stated(verdict, counts, said.policy_file, said.predictions)


def _tabled(
    reports: Iterable[tuple[GroupReport, Count]],
) -> dict[str, dict[str, tuple[int, Count]]]:
    tabled: dict[str, dict[str, tuple[int, Count]]] = {}
    for report, count in reports:
        tabled.setdefault(grouping_of(report), {})[name_of(report)] = (report.rows, count)
    return tabled


def _finding(said: doc.Finding) -> Finding:
    return Finding(
        rule=said.rule,
        metric=said.metric,
        groups=said.groups,
        comparison=said.comparison,
        outcome=Outcome(said.outcome),
        limit=said.limit,
        must_detect=said.must_detect,
        at_least=said.at_least,
        message=said.message,
        estimate=said.estimate,
        interval=_interval(said.interval),
        worst=tuple(said.worst),
        values={name: value for name, value in said.values.items() if value is not None},
        rows={name: _rows(count) for name, count in said.n.items()},
        rows_needed=said.rows_needed,
        shown=tuple(map(_shown, said.shown)),
        waived=tuple(Waived(**waived.model_dump()) for waived in said.waived),
        excluded=tuple(
            Excluded(group.group, _rows(group.n), group.value, group.reason)
            for group in said.excluded
        ),
        strata=tuple(Stratum(s.name, _rows(s.n), s.estimate) for s in said.strata),
        heterogeneity=said.heterogeneity,
        notes=tuple(said.notes),
        line=said.line,
    )


def _shown(said: doc.Shown) -> Shown:
    limits = _interval(said.interval) or (-math.inf, math.inf)
    return Shown(said.disadvantaged, said.advantaged, said.estimate, limits)


def _group(said: doc.Group) -> GroupReport:
    metrics = {
        name: Measured(found.value, _interval(found.interval), found.baseline, found.reason)
        for name, found in said.metrics.items()
    }
    return GroupReport(said.group, _rows(said.n), metrics)


def _rows(count: Count) -> int:
    return count if isinstance(count, int) else _HIDDEN


def _interval(ends: doc.Ends | None) -> Interval | None:
    """An end that is null has no bound."""
    if ends is None:
        return None
    low, high = ends
    return (-math.inf if low is None else low, math.inf if high is None else high)
