"""The terminal's report: the answer first, nothing cut off, sensible without colour."""

from __future__ import annotations

import dataclasses
import re

import pytest
from report.samples import NASTY, POLICY_FILE, PREDICTIONS, empty, sample

from fairgate.report import render
from fairgate.report.safe import printable
from fairgate.verdict import Verdict


def text(verdict: Verdict, **options) -> str:
    """Render a verdict for the terminal."""
    return render(verdict, "text", policy_file=POLICY_FILE, predictions=PREDICTIONS, **options)


def test_the_first_line_is_the_verdict():
    """A person who reads one line knows."""
    first = text(sample(), width=200).splitlines()[0]
    assert first == (
        "FAIL: loan-approval fails; 2 of 8 findings fail, 2 are unknown, 2 warn and 2 pass. "
        "A merge or a rollout must wait."
    )


@pytest.mark.parametrize("width", [80, 100, 132])
def test_lines_fit_the_terminal_and_names_are_whole(width):
    """Long names are folded, never cut; only the line to copy into a policy may run over."""
    lines = text(sample(), width=width).splitlines()
    assert all(len(line) <= width for line in lines if not line.startswith("  - {rule: "))
    everything = re.sub(r"\s", "", "".join(lines))
    for name in NASTY:
        assert re.sub(r"\s", "", printable(f"team={name}")) in everything


def test_without_colour_there_are_no_escape_sequences_and_outcomes_are_words():
    """Colour is an ornament: the same words stand there with it and without."""
    plain, coloured = text(sample()), text(sample(), colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == plain.split()
    for word in ("FAIL ", "UNKNOWN ", "WARN ", "PASS "):
        assert f"\n{word}" in plain


def test_what_blocks_comes_first():
    """Findings are ordered by how bad they are, then as in the policy."""
    outcomes = re.findall(r"^(FAIL|UNKNOWN|WARN|PASS) ", text(sample()), re.MULTILINE)
    assert outcomes == ["FAIL"] * 2 + ["UNKNOWN"] * 2 + ["WARN"] * 2 + ["PASS"] * 2


def test_hidden_counts_are_hidden():
    """Two women whose race is known and sex is not are fewer than five people."""
    row = next(
        line
        for line in text(sample(), width=120).splitlines()
        if line.startswith("race=black,sex is missing")
    )
    assert row.split()[3] == "<5"


def test_any_terminal_can_show_it():
    """Apart from what the data are called, the report is ASCII."""
    assert text(empty()).isascii()


def test_an_unknown_format_is_refused():
    """The command line offers FORMATS; anything else is a programming error."""
    with pytest.raises(ValueError, match="expected one of text, markdown, json"):
        render(empty(), "pdf", policy_file="", predictions="")


def test_a_passing_verdict_does_not_say_wait():
    """Nobody is stopped without reason."""
    verdict = sample()
    passing = tuple(f for f in verdict.findings if f.outcome.value == "pass")
    fine = dataclasses.replace(verdict, outcome=passing[0].outcome, findings=passing)
    assert text(fine).startswith("PASS: loan-approval passes; 2 of 2 findings pass.\n")
