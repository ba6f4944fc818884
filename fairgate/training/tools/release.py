"""The decision about a rollout, on a learner's plan and papers.

The file says what is asked for, what is signed and how far the ramp has come; times are
lengths from now, such as ``2h``, so that an exercise does not grow old.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from fairgate.content import Strict, Text, read
from fairgate.rollout.decision import (
    Emergency,
    Papers,
    Progress,
    Request,
    RolloutDecision,
    decide,
)
from fairgate.rollout.durations import Duration
from fairgate.rollout.papers import Approval, Proof
from fairgate.rollout.plan import Ramp
from fairgate.training.models import Step
from fairgate.training.steps import RolloutExpect, expect_of
from fairgate.training.tools.desk import Desk
from fairgate.verdict import Outcome

NOW = 2_000_000_000.0
"""Any moment: only lengths from it matter."""


class Asked(Strict):
    """What somebody wants to roll out."""

    flag: Text = Field(description="name of the flag")
    environment: Text = Field("production", description="where")
    issue: Text = Field(description="issue that answers for it")
    model: Text = Field(description="a name for the model")
    policy: Text = Field(description="name of the policy whose evidence counts")
    declared: bool = Field(False, description="true: evidence counts that fairgate did not score")


class ApprovalPaper(Strict):
    """An assessment that a reviewer approved."""

    issue: Text = Field(description="issue that it is about")
    level: Text = Field(description="risk that was found")
    model: Text | None = Field(None, description="model that it is about; none: of any")
    ends_in: Duration | None = Field(None, description="how long it still holds: 30d")
    ended_ago: Duration | None = Field(None, description="how long ago it ended, if it has")


class ProofPaper(Strict):
    """A signed verdict."""

    policy: Text = Field(description="policy that judged")
    outcome: Literal["pass", "warn", "unknown", "fail"] = Field(description="what it came to")
    model: Text = Field(description="model that it is about")
    scored: bool = Field(True, description="false: predictions were handed in")
    issues: list[Text] = Field([], description="issues that it names")
    judged_ago: Duration = Field(description="how long ago: 2h")
    waiver_ends_in: Duration | None = Field(None, description="when the first waiver ends: 20d")


class EmergencyPaper(Strict):
    """A named person goes ahead of the plan."""

    ceiling: int = Field(ge=1, le=100, description="share of people, in percent")
    by: Text = Field(description="who")
    reason: Text = Field(description="why")
    ends_in: Duration = Field(description="until when: 2h")


class Reached(Strict):
    """How far the ramp has come."""

    step: int = Field(-1, ge=-1, description="which step, from 0; -1: not begun")
    began_ago: Duration | None = Field(None, description="how long ago that step began: 3h")


class RolloutFile(Strict):
    """A rollout, as an exercise has it."""

    request: Asked = Field(description="what is asked for")
    rollout: Ramp = Field(description="the plan, as in fairgate.yaml")
    approval: ApprovalPaper | None = Field(None, description="the approved assessment")
    proofs: list[ProofPaper] = Field([], description="signed evidence")
    emergency: EmergencyPaper | None = Field(None, description="if somebody declared one")
    stopped: str = Field("", description="why a person closed it")
    progress: Reached = Field(
        default_factory=lambda: Reached(step=-1), description="how far the ramp has come"
    )


def rollout(step: Step, desk: Desk) -> tuple[str, ...]:
    """Decide, and compare."""
    file = read(RolloutFile, desk.path(step.file)).content
    return tuple(_of_decision(decided(file), expect_of(step)))


def decided(file: RolloutFile) -> RolloutDecision:
    """Decide about a rollout.

    Examples
    --------
    >>> ramp = {"steps": [{"ceiling": 10}]}
    >>> asked = {"flag": "f", "issue": "A-1", "model": "new", "policy": "loans"}
    >>> decided(RolloutFile.model_validate({"request": asked, "rollout": ramp})).open
    False
    """
    asked = Request(**file.request.model_dump())
    proofs = tuple(_proof(at, paper) for at, paper in enumerate(file.proofs))
    papers = Papers(_approval(file.approval), proofs, _emergency(file.emergency), file.stopped)
    reached = Progress(file.progress.step, NOW - (file.progress.began_ago or 0.0))
    return decide(asked, file.rollout, papers, reached, NOW)


def _approval(paper: ApprovalPaper | None) -> Approval | None:
    if paper is None:
        return None
    until = NOW + (paper.ends_in or 0.0) - (paper.ended_ago or 0.0)
    return Approval(paper.issue, paper.level, paper.model, until, "approval")


def _emergency(paper: EmergencyPaper | None) -> Emergency | None:
    if paper is None:
        return None
    return Emergency(paper.ceiling, paper.by, paper.reason, NOW + paper.ends_in)


def _proof(at: int, paper: ProofPaper) -> Proof:
    return Proof(
        policy=paper.policy,
        outcome=Outcome(paper.outcome),
        model=paper.model,
        scored=paper.scored,
        issues=frozenset(paper.issues),
        judged=NOW - paper.judged_ago,
        waived_until=None if paper.waiver_ends_in is None else NOW + paper.waiver_ends_in,
        digest=f"proof {at + 1}",
    )


def _of_decision(found: RolloutDecision, expect: RolloutExpect) -> Iterator[str]:
    answer = f"open for {found.ceiling} %" if found.open else "closed"
    if expect.open is not None and found.open != expect.open:
        because = f". It is {answer} because:" if found.reasons else ""
        yield f"the flag is {answer}, expected {'open' if expect.open else 'closed'}{because}"
        yield from found.reasons
        return
    if expect.ceiling is not None and found.ceiling != expect.ceiling:
        waits = f"; the next step waits for {found.waits_for}" if found.waits_for else ""
        yield f"the flag is {answer}, expected {expect.ceiling} %{waits}"
    for words in expect.reasons:
        if not any(words.casefold() in reason.casefold() for reason in found.reasons):
            yield f"no reason says {words!r}; it says: {' '.join(found.reasons)}"
