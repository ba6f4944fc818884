"""A verdict as a JUnit file: one test case a finding."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from fairgate.report import Context
from fairgate.report.counts import ShownCounts
from fairgate.report.safe import printable
from fairgate.report.summary import basis, headline
from fairgate.report.view import FindingView
from fairgate.verdict import Outcome, Verdict


def render(verdict: Verdict, context: Context) -> str:
    """Write a verdict as JUnit XML; see :func:`fairgate.report.render`."""
    counts = ShownCounts.of(verdict)
    outcomes = [finding.outcome for finding in verdict.findings]
    totals = {
        "name": printable(verdict.policy),
        "tests": str(len(outcomes)),
        "failures": str(outcomes.count(Outcome.FAIL)),
        "errors": str(outcomes.count(Outcome.UNKNOWN)),
        "skipped": "0",
        "time": "0",
    }
    root = ET.Element("testsuites", {k: v for k, v in totals.items() if k != "skipped"})
    suite = ET.SubElement(root, "testsuite", totals)
    properties = ET.SubElement(suite, "properties")
    for name, value in (("policy", context.policy_file), ("predictions", context.predictions)):
        ET.SubElement(properties, "property", name=name, value=printable(value))
    for finding in verdict.findings:
        _add_case(suite, FindingView.of(finding, verdict, counts), verdict, context)
    ET.SubElement(suite, "system-out").text = f"{headline(verdict)}\n{basis(verdict, counts)}"
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _add_case(suite: ET.Element, view: FindingView, verdict: Verdict, context: Context) -> None:
    finding = view.finding
    case = ET.SubElement(
        suite,
        "testcase",
        classname=printable(verdict.policy),
        name=printable(f"{finding.rule} [{finding.groups}]"),
        file=printable(context.policy_file),
        line=str(finding.line or 1),
        time="0",
    )
    text = "\n".join(_lines(view))
    if finding.outcome is Outcome.FAIL:
        ET.SubElement(case, "failure", message=view.sentence, type="fail").text = text
    elif finding.outcome is Outcome.UNKNOWN:
        ET.SubElement(case, "error", message=view.sentence, type="unknown").text = text
    elif finding.outcome is Outcome.WARN:
        ET.SubElement(case, "system-out").text = f"WARN: {view.sentence}\n{text}"


def _lines(view: FindingView) -> list[str]:
    return [
        *(f"{name}: {value}" for name, value in view.facts),
        *(f"Note: {remark}" for remark in view.remarks),
        *(f"To do: {remedy}" for remedy in view.remedies),
        *filter(None, [view.waiver]),
    ]
