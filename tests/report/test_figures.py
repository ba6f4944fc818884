"""Plots put the limit where it belongs, or leave it out."""

from __future__ import annotations

import dataclasses

import pytest
from report.samples import sample

from fairgate.report import figures
from fairgate.report.plot import MOST, Plot
from fairgate.verdict import Finding, GroupReport, Measured, Outcome, Verdict

VERDICT = sample()


def finding(rule: str, groups: str) -> Finding:
    """Pick a finding of the sample."""
    return next(f for f in VERDICT.findings if (f.rule, f.groups) == (rule, groups))


def groups_plot(rule: str, groups: str, metric: str) -> Plot:
    """Draw a finding's groups."""
    plot = figures.groups(finding(rule, groups), metric, VERDICT)
    assert plot is not None
    return plot


def test_a_ratio_puts_its_limit_at_a_share_of_the_reference():
    """Four fifths of 84.76 % are 67.81 %, and less than that is the zone beyond."""
    plot = groups_plot("four-fifths", "race", "selection_rate")
    assert [line.words for line in plot.lines] == [
        "race=white: 84.76 %",
        "limit against race=white: 67.81 %",
    ]
    assert plot.beyond is not None
    assert plot.beyond[0] == 0


def test_where_more_is_harm_the_zone_lies_above_the_limit():
    """Women are refused more often: two points above men is the limit."""
    plot = groups_plot("missed-good-payers", "sex", "false_negative_rate")
    assert plot.lines[1].words == "limit against sex=m: 10.57 %"
    assert plot.beyond is not None
    assert plot.beyond[1] == 100


def test_a_composite_draws_the_limit_only_for_the_member_it_is_about():
    """The worst gap is one of false positives; true positives have no line."""
    assert groups_plot("equal-chances", "sex", "false_positive_rate").lines
    assert not groups_plot("equal-chances", "sex", "true_positive_rate").lines


@pytest.mark.parametrize(
    ("rule", "groups", "metric"),
    [
        ("no-step-back", "race", "false_negative_rate"),
        ("within-department", "sex", "selection_rate"),
    ],
)
def test_no_line_is_drawn_where_no_single_line_is_right(rule, groups, metric):
    """A change since the baseline and a comparison within strata have none on this scale."""
    plot = groups_plot(rule, groups, metric)
    assert plot.lines == ()
    assert plot.beyond is None


def test_the_decision_shows_every_contrast_that_is_beyond_the_limit():
    """The worst pair first, then the others that were shown."""
    plot = figures.decision(finding("four-fifths", "race"), 0.95)
    assert plot is not None
    assert [mark.label for mark in plot.marks] == [
        "race=black against race=white",
        "race=black against race=asian",
    ]
    assert all(mark.state == "beyond" for mark in plot.marks)


def test_a_finding_without_an_estimate_has_no_plot():
    """There is nothing to see."""
    nothing = finding("ranks-alike", "race")
    assert figures.decision(nothing, 0.95) is None
    assert figures.groups(nothing, "roc_auc", VERDICT) is None


def test_an_interval_without_an_end_runs_off_the_scale():
    """It is drawn to the edge, with an arrow."""
    plot = figures.decision(finding("missed-good-payers", "sex"), 0.95)
    assert plot is not None
    (mark,) = plot.marks
    assert (mark.open_low, mark.open_high, mark.high) == (False, True, 100)


def test_waived_and_uncompared_groups_are_drawn_aside():
    """Another shape, and a word in the legend."""
    states = {m.label: m.state for m in groups_plot("four-fifths", "race", "selection_rate").marks}
    assert states == {
        "race=asian": "plain", "race=black": "beyond", "race=hispanic": "aside",
        "race=white": "plain",
    }  # fmt: skip
    missing = groups_plot("missed-good-payers", "sex", "false_negative_rate").marks[-1]
    assert (missing.label, missing.state) == ("sex is missing", "aside")


def test_the_description_says_what_the_eye_would_see():
    """Lowest, highest, reference and limit, with their groups."""
    assert groups_plot("four-fifths", "race", "selection_rate").description == (
        "From 61.3 % (race=black) to 84.8 % (race=white). Marked: race=white: 84.76 %, limit "
        "against race=white: 67.81 %. Intervals are each group's own, at 95 % confidence."
    )


def test_very_many_groups_are_counted_where_they_are_not_drawn():
    """The table behind the plot has all of them."""
    reports = tuple(
        GroupReport({"g": str(at)}, 50, {"accuracy": Measured(0.5, (0.4, 0.6))})
        for at in range(MOST + 3)
    )
    verdict: Verdict = dataclasses.replace(VERDICT, by_group=reports)
    rule = Finding("r", "accuracy", "g", "value", Outcome.PASS, 0.7, 0.6, at_least=True, message="")
    plot = figures.groups(rule, "accuracy", verdict)
    assert plot is not None
    assert (len(plot.marks), plot.left_out) == (MOST, 3)
