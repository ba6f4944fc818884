"""What the API answers: every answer is made through these, so the description is true of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Response
from pydantic import BaseModel, ConfigDict

from fairgate.evidence.strict import TIME_FORMAT
from jira_app.assessments.case import Case
from jira_app.evidence.kept import Kept
from jira_app.records.history import Entry
from jira_app.standing import Acceptance, Decision, Rollout, Standing


class _Answer(BaseModel):
    """Words of our own, so their types are not doubted: a tuple may stand for a list."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(BaseModel):
    """A refusal; https://www.rfc-editor.org/rfc/rfc9457."""

    type: str
    title: str
    status: int
    detail: str = ""


class Stored(_Answer):
    """What became of evidence: for which issues it stands, and for which it is new."""

    issues: list[str]
    new: list[str]
    digest: str
    trusted: bool
    policy: str
    outcome: str
    blocks: bool


class RolloutStored(_Answer):
    """What became of a decision of the flag hook."""

    issue: str
    new: bool
    digest: str


class AssessmentAnswer(_Answer):
    """The assessment on which an issue stands, without its answers."""

    id: str
    template: str
    template_version: str
    state: str
    level: str
    inherent: float | None
    residual: float | None
    likelihood: float | None
    severity: float | None
    author: str
    submitted_by: str | None
    submitted: str | None
    decided_by: str | None
    decided: str | None
    until: str | None
    answers_digest: str
    model_digest: str
    public: bool

    @classmethod
    def of(cls, case: Case) -> AssessmentAnswer:
        """Write an assessment."""
        times = {name: at(getattr(case, name)) for name in ("submitted", "decided", "until")}
        return cls(**_of(case, cls, times) | {"state": case.state.value})


class EvidenceAnswer(_Answer):
    """Evidence that counts; ``report`` is ``fairgate/verdict/v1`` with small counts suppressed."""

    digest: str
    policy: str
    policy_digest: str
    outcome: str
    blocks: bool
    model_digest: str
    binding: str
    commit: str
    report_url: str
    report: dict[str, Any]
    sender: str
    judged: str
    received: str

    @classmethod
    def of(cls, kept: Kept) -> EvidenceAnswer:
        """Write evidence."""
        return cls(**_of(kept, cls, {name: at(getattr(kept, name)) for name in _TIMES}))


class RolloutAnswer(_Answer):
    """The newest that the flag hook said of one flag in one environment."""

    flag: str
    environment: str
    body: dict[str, Any]
    received: str

    @classmethod
    def of(cls, rollout: Rollout) -> RolloutAnswer:
        """Write a rollout."""
        return cls(**_of(rollout, cls, {"received": at(rollout.received)}))


class AcceptanceAnswer(_Answer):
    """A risk that somebody accepted; the reason is in the history."""

    by: str
    at: str
    until: str

    @classmethod
    def of(cls, accepted: Acceptance) -> AcceptanceAnswer:
        """Write an acceptance."""
        return cls(by=accepted.by, at=at(accepted.at) or "", until=at(accepted.until) or "")


class EntryAnswer(_Answer):
    """One change; people are named by id, and ``reason`` is null where it was erased."""

    number: int
    at: str
    actor: str
    event: str
    facts: dict[str, Any]
    reason: str | None


class DecisionAnswer(_Answer):
    """Whether the issue may go on, and if not, why, with what to do."""

    open: bool
    reasons: list[str]


class IssueAnswer(_Answer):
    """All that is known of an issue. ``risk`` is null until it was looked at."""

    issue: str
    project: str
    risk: str | None
    needs_assessment: bool
    assessment: AssessmentAnswer | None
    evidence: list[EvidenceAnswer]
    rollout: list[RolloutAnswer]
    acceptance: AcceptanceAnswer | None
    decision: DecisionAnswer
    history: list[EntryAnswer]


_TIMES = ("judged", "received")


def issue_answer(standing: Standing, decision: Decision, history: Iterable[Entry]) -> IssueAnswer:
    """Write where an issue stands."""
    case, accepted = standing.assessment, standing.acceptance
    return IssueAnswer(
        issue=standing.issue,
        project=standing.project.key,
        risk=standing.risk or None,
        needs_assessment=standing.needs_assessment,
        assessment=AssessmentAnswer.of(case) if case else None,
        evidence=[EvidenceAnswer.of(kept) for kept in standing.evidence],
        rollout=[RolloutAnswer.of(rollout) for rollout in standing.rollout],
        acceptance=AcceptanceAnswer.of(accepted) if accepted else None,
        decision=DecisionAnswer(open=decision.open, reasons=[*map(str, decision.reasons)]),
        history=[EntryAnswer(**_of(entry, EntryAnswer, {"at": at(entry.at)})) for entry in history],
    )


def answer(document: BaseModel, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Answer with a document."""
    return Response(document.model_dump_json(), status, mimetype="application/json")


def at(seconds: float | None) -> str | None:
    """Write a time for programs, in UTC.

    Examples
    --------
    >>> at(60.0)
    '1970-01-01T00:01:00Z'
    """
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime(TIME_FORMAT)


def _of(value: object, model: type[BaseModel], written: dict[str, Any]) -> dict[str, Any]:
    names = (name for name in model.model_fields if name not in written)
    return {name: getattr(value, name) for name in names} | written
