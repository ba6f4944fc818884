"""Every refusal names the ways to go on."""

from __future__ import annotations

import dataclasses

import pytest
import yaml
from report.samples import NASTY, sample

from fairgate.report.remedies import remedies, waiver
from fairgate.report.safe import printable
from fairgate.verdict import Finding, Outcome, Shown

FAIL, UNKNOWN, WARN, PASS, *_ = sample().findings


def test_a_failure_is_mended_or_waived():
    """The groups that are harmed, how, and the line for the policy."""
    mend, waive = remedies(FAIL)
    assert mend.startswith("Mend the model, its features or its cut-off for race=black")
    assert "a yes less often" in mend
    assert "waive" in waive


def test_an_unknown_says_how_many_rows_of_whom_and_every_other_way_out():
    """Data, pooling, a coarser must_detect, on_unknown: warn, a waiver; never silence."""
    text = " ".join(remedies(UNKNOWN))
    for way in (
        "61 more of race=hispanic,sex=f",
        "Pool small groups",
        "coarser must_detect",
        "on_unknown: warn",
        "waive",
    ):
        assert way in text


def test_a_warning_does_not_block_and_says_whom_to_look_at():
    """Nobody is told to mend what is not shown."""
    assert remedies(WARN)[0] == "It does not block. Look at sex=f before the next release."


def test_a_pass_asks_for_nothing():
    """Silence where nothing is to be done."""
    assert remedies(PASS) == ()


def test_an_ended_waiver_is_named_with_its_owner():
    """It removes nothing, and somebody has to decide."""
    ended = sample().findings[6]
    assert "ended on 2026-01-31: @b.person can renew it" in remedies(ended)[-1]


@pytest.mark.parametrize("name", NASTY)
def test_the_line_for_the_policy_is_yaml_and_names_the_group_exactly(name):
    """Even as it is printed, escapes and all, it reads back as the group's name."""
    finding: Finding = dataclasses.replace(FAIL, shown=(), worst=(f"team={name}",))
    (entry,) = yaml.safe_load(printable(waiver(finding)))
    assert entry["groups"] == f"team={name}"
    assert entry["rule"] == "four-fifths"


def test_nothing_is_waived_where_nothing_blocks_or_nobody_is_named():
    """A line that could not be used is not offered."""
    assert waiver(PASS) == waiver(WARN) == ""
    assert waiver(dataclasses.replace(UNKNOWN, worst=(), rows_needed=None)) == ""
    assert FAIL.outcome is Outcome.FAIL


def test_all_other_groups_together_are_nobody_to_waive():
    """A contrast with the pooled rest may be shown; the waiver names a real group."""
    pooled = Shown("all other groups", "race=white", 0.7, (0.6, 0.79))
    finding = dataclasses.replace(FAIL, shown=(pooled, *FAIL.shown))
    assert 'groups: "race=black"' in waiver(finding)
    assert "all other groups" not in remedies(finding)[0]


def test_a_long_list_of_groups_is_cut_and_counted():
    """Four names are enough for a sentence."""
    lacking = {f"g={at}": 10 for at in range(6)}
    first = remedies(dataclasses.replace(UNKNOWN, rows_needed=lacking))[0]
    assert first.endswith("10 more of g=3 and more of 2 other groups.")


def test_a_missing_baseline_is_asked_for():
    """More rows would not help."""
    finding = dataclasses.replace(
        UNKNOWN, comparison="regression", rows={}, rows_needed=None, worst=()
    )
    assert remedies(finding)[0].startswith("Give a baseline")
