"""Counts are hidden in findings as in the tables, and nowhere shown by another way."""

from __future__ import annotations

import dataclasses

from report.samples import empty, sample

from fairgate.report.counts import ShownCounts
from fairgate.report.summary import basis
from fairgate.verdict import Comparison, Excluded, GroupReport

VERDICT = sample()


def test_findings_show_what_the_tables_show():
    """The same decision, group by group."""
    counts = ShownCounts.of(VERDICT)
    shown = counts.of_finding(VERDICT.findings[1])
    assert shown["race=black,sex=f"] == ">=5"
    assert shown["race=black,sex=m"] == 127


def test_other_rows_are_decided_for_themselves_and_stay_hidden_where_the_tables_hide():
    """Rows that both models judged are fewer than all rows."""
    fewer = dict(VERDICT.findings[1].rows) | {"race=hispanic,sex=m": 3}
    finding = dataclasses.replace(VERDICT.findings[1], rows=fewer)
    shown = ShownCounts.of(VERDICT).of_finding(finding)
    assert shown["race=hispanic,sex=m"] == "<5"
    assert shown["race=black,sex=f"] == ">=5"


def test_an_excluded_group_outside_the_tables_is_hidden_by_its_own_size():
    """It has no total to be worked out from."""
    counts = ShownCounts.of(VERDICT)
    assert counts.of_excluded(VERDICT.findings[0], Excluded("race=x", 4, 0.5, "")) == "<5"
    assert counts.of_excluded(VERDICT.findings[0], Excluded("race=x", 40, 0.5, "")) == 40


def test_a_total_that_is_hidden_is_not_told_by_the_baseline():
    """One group of three people: the total, and the rows of the comparison, would say so."""
    verdict = dataclasses.replace(
        VERDICT,
        rows=3,
        findings=(),
        by_group=(GroupReport({"sex": "f"}, 3, {}),),
        compared_with=Comparison("paired", 3),
    )
    counts = ShownCounts.of(verdict)
    assert (counts.total, counts.compared) == ("<5", "<5")
    assert basis(verdict, counts).startswith("Fewer than 5 rows judged, compared row by row")


def test_groups_without_rows_appear_nowhere():
    """A count of nought is no count of people."""
    verdict = dataclasses.replace(
        VERDICT, by_group=(*VERDICT.by_group, GroupReport({"race": "x"}, 0, {}))
    )
    assert "race=x" not in ShownCounts.of(verdict).tabled["race"]


def test_no_rows_at_all_are_nought_and_no_secret():
    """An empty file is said to be empty."""
    assert ShownCounts.of(empty()).total == 0
