"""JUnit files that a second reader understands."""

from __future__ import annotations

import junitparser
from report.samples import POLICY_FILE, PREDICTIONS, sample

from fairgate.report import render


def suite() -> junitparser.TestSuite:
    """Render the sample, and let another library read it."""
    text = render(sample(), "junit", policy_file=POLICY_FILE, predictions=PREDICTIONS)
    (only,) = junitparser.JUnitXml.fromstring(text.encode("utf-8"))
    return only


def test_one_test_case_a_finding():
    """Named by rule and grouping, under the policy."""
    cases = list(suite())
    assert [(case.classname, case.name) for case in cases[:3]] == [
        ("loan-approval", "four-fifths [race]"),
        ("loan-approval", "four-fifths [race,sex]"),
        ("loan-approval", "missed-good-payers [sex]"),
    ]
    assert len(cases) == 8


def test_failing_is_a_failure_and_unknown_an_error():
    """A dashboard shows the sentence, and what to do in the text below."""
    cases = list(suite())
    results = [[type(result).__name__ for result in case.result] for case in cases]
    assert results == [["Failure"], ["Error"], [], [], ["Failure"], [], [], ["Error"]]
    assert "race=black: 61 % get a yes" in cases[0].result[0].message
    assert "To do: Mend the model" in cases[0].result[0].text
    assert (suite().failures, suite().errors, suite().tests) == (2, 2, 8)


def test_a_warning_is_told_and_does_not_fail():
    """On the standard output of its case."""
    warned = list(suite())[2]
    assert warned.is_passed
    assert warned.system_out.startswith("WARN: sex=f: 12 % of those who should get a yes")


def test_control_characters_do_not_break_the_file():
    """XML has no place for most of them, not even as entities."""
    text = render(sample(), "junit", policy_file="a\x00b", predictions="\ud800\ufffe")
    assert r"a\x00b" in text
    assert junitparser.JUnitXml.fromstring(text.encode("utf-8"))
