"""What makes two findings of different runs the same finding."""

from __future__ import annotations

import hashlib
import json

from fairgate.verdict import Finding, Verdict


def fingerprint(finding: Finding, verdict: Verdict) -> str:
    """Name a finding by what it is about; numbers and lines may change from run to run.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> from fairgate.verdict import Comparison, Outcome
    >>> finding = Finding("r", "accuracy", "sex", "value", Outcome.PASS, 0.7, 0.6, True, "")
    >>> verdict = Verdict("p", Outcome.PASS, 9, 0.95, 5, Comparison("none", 0), (finding,), ())
    >>> fingerprint(finding, verdict)[:8]
    'af789c53'
    """
    what = json.dumps([verdict.policy, finding.rule, finding.metric, finding.groups])
    return hashlib.sha256(what.encode()).hexdigest()
