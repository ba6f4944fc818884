"""One approved assessment and one piece of evidence that passes, both of LOAN-1, to be varied."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jira_app.assessments.case import Case, State
from jira_app.evidence.kept import Kept
from tests.jira_app.town import NOON

DAY = 86_400.0
CASE = Case(
    id="c1",
    issue="LOAN-1",
    project="LOAN",
    template="preflight",
    template_version="1.0.0",
    template_digest="d" * 64,
    state=State.APPROVED,
    answers={},
    revision=3,
    level="high",
    inherent=None,
    residual=None,
    likelihood=None,
    severity=None,
    author="p1",
    submitted_by="p1",
    submitted=NOON - DAY,
    decided_by="p2",
    decided=NOON - DAY,
    until=NOON + DAY,
    answers_digest="a" * 64,
    model_digest="",
    envelope=None,
    public=False,
    public_tiers={},
    created=NOON - 2 * DAY,
    updated=NOON - DAY,
)
KEPT = Kept(
    id=1,
    issue="LOAN-1",
    project="LOAN",
    digest="e" * 64,
    trusted=True,
    key_id="k",
    policy="loan-approval",
    policy_digest="f" * 64,
    outcome="pass",
    blocks=False,
    model_digest="",
    binding="scored",
    commit="",
    report_url="",
    report={},
    sender="main",
    judged=NOON - DAY,
    received=NOON - DAY,
)


def as_row(case: Case) -> dict[str, Any]:
    """Write an assessment as its table has it."""
    return asdict(case) | {"state": case.state.value}
