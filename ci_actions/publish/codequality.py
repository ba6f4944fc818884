"""Findings as Code Climate issues, for GitLab's code quality widget.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import Any

from fairgate.report.fingerprint import fingerprint
from fairgate.report.safe import printable
from fairgate.report.summary import worst_first
from fairgate.verdict import Finding, Outcome, Verdict

_SEVERITY = {Outcome.FAIL: "critical", Outcome.UNKNOWN: "major", Outcome.WARN: "minor"}


def render(verdict: Verdict, policy_file: str) -> str:
    r"""Write all findings that do not pass, at their rules' lines in the policy.

    Parameters
    ----------
    verdict : Verdict
        What the gate answered.
    policy_file : str
        Path from the root of the repository.

    Examples
    --------
    >>> from fairgate.verdict import Comparison
    >>> render(Verdict("p", Outcome.PASS, 9, 0.95, 5, Comparison("none", 0), (), ()), "f.yaml")
    '[]\n'
    """
    told = [f for f in worst_first(verdict.findings) if f.outcome in _SEVERITY]
    issues = [_issue(finding, verdict, policy_file) for finding in told]
    return json.dumps(issues, indent=2, ensure_ascii=True) + "\n"


def _issue(finding: Finding, verdict: Verdict, policy_file: str) -> dict[str, Any]:
    what = f"{finding.rule} on {finding.groups} ({finding.outcome.value}): {finding.message}"
    return {
        "description": printable(what),
        "check_name": printable(finding.rule),
        "fingerprint": fingerprint(finding, verdict),
        "severity": _SEVERITY[finding.outcome],
        "location": {"path": policy_file, "lines": {"begin": finding.line or 1}},
    }
