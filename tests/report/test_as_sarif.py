"""SARIF as code scanning wants it: located, helpful, stable, bounded."""

from __future__ import annotations

import dataclasses
import json

from report.samples import POLICY_FILE, PREDICTIONS, empty, sample

from fairgate.report import render
from fairgate.report.as_sarif import MOST
from fairgate.verdict import Verdict


def run(verdict: Verdict, policy_file: str = POLICY_FILE) -> dict:
    """Render a verdict as SARIF, and return its one run."""
    text = render(verdict, "sarif", policy_file=policy_file, predictions=PREDICTIONS)
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    return only


def test_every_rule_has_what_the_standard_and_github_require():
    """An id, words, help in text and Markdown, and a level."""
    driver = run(sample())["tool"]["driver"]
    assert driver["name"] == "fairgate"
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 7
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["fullDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")


def test_every_result_points_to_its_rule_in_the_policy():
    """By id, by index, and by a line of the policy file, as a relative URI."""
    found = run(sample())
    rules = found["tool"]["driver"]["rules"]
    lines = {finding.rule: finding.line for finding in sample().findings}
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "policies/loan%20approval.yaml"
        assert physical["region"]["startLine"] == lines[result["ruleId"]]


def test_failing_and_unknown_are_errors_warnings_warn_and_passes_are_left_out():
    """A code-scanning page would show a pass as an alert."""
    levels = [(r["properties"]["outcome"], r["level"]) for r in run(sample())["results"]]
    assert levels == [
        ("fail", "error"), ("fail", "error"), ("unknown", "error"), ("unknown", "error"),
        ("warn", "warning"), ("warn", "warning"),
    ]  # fmt: skip


def test_fingerprints_outlive_new_numbers_and_moved_lines():
    """An alert stays the same alert from run to run, and no two are alike."""
    verdict = sample()
    moved = dataclasses.replace(
        verdict,
        findings=tuple(dataclasses.replace(f, line=99, estimate=0.5) for f in verdict.findings),
    )
    before = [result["partialFingerprints"] for result in run(verdict)["results"]]
    after = [result["partialFingerprints"] for result in run(moved)["results"]]
    assert before == after
    assert len({prints["primaryLocationLineHash"] for prints in before}) == len(before)


def test_a_windows_path_becomes_a_uri():
    """Backslashes would not be found in a repository."""
    (result,) = run(empty(), r"policies\fairgate.yaml")["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "policies/fairgate.yaml"
    assert place["region"]["startLine"] == 1


def test_no_more_results_than_github_keeps_and_the_worst_ones():
    """The first results are what blocks."""
    verdict = sample()
    warning = verdict.findings[2]
    many = [dataclasses.replace(warning, rule=f"r{at}") for at in range(MOST)]
    huge = dataclasses.replace(verdict, findings=(*many, verdict.findings[0]))
    results = run(huge)["results"]
    assert len(results) == MOST
    assert results[0]["ruleId"] == "four-fifths"
