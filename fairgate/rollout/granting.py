"""From a decision to a grant, and to a line of the log. Pure, but for the store's form."""

from __future__ import annotations

from typing import Any

from fairgate.evidence.canonical import digest
from fairgate.rollout.decision import RolloutDecision
from fairgate.rollout.grant import Grant
from fairgate.rollout.protection import Protection
from fairgate.rollout.sealing import read_own_grant
from fairgate.rollout.wanted import shut, strategy


def wanted_strategy(protection: Protection) -> dict[str, Any]:
    """Give the one strategy that the parent should have."""
    if not protection.envelope:
        return shut(protection.flag)
    return strategy(read_own_grant(protection.envelope), protection.envelope)


def last_decision(protection: Protection) -> RolloutDecision:
    """Say again what was decided last, from what is kept of it."""
    is_open = bool(protection.envelope)
    return RolloutDecision(
        open=is_open,
        ceiling=read_own_grant(protection.envelope).ceiling if is_open else 0,
        until=protection.until,
        progress=protection.progress,
        reasons=("Nothing new can be decided: approval and evidence cannot be had now.",),
    )


def grant_for(protection: Protection, decision: RolloutDecision, now: float) -> Grant:
    """Write down what is granted, with the next number."""
    return Grant(
        flag=protection.flag,
        environment=protection.environment,
        model=protection.model,
        ceiling=decision.ceiling,
        group=protection.flag,
        issued=int(now),
        until=int(decision.until),
        issue=protection.issue,
        approval=decision.approval,
        evidence=decision.evidence,
        serial=protection.serial + 1,
    )


def needs_renewal(last: Grant, grant: Grant, now: float) -> bool:
    """Whether the last grant says something else, or less than half of its lease is left."""
    told = ("model", "ceiling", "approval", "evidence", "issue")
    same = all(getattr(last, key) == getattr(grant, key) for key in told)
    return not same or last.until > grant.until or last.until - now < (grant.until - now) / 2


def event_of(was: Protection, becomes: Protection, decision: RolloutDecision) -> str:
    """Name a change, for the log; ``renewed`` is the one that nobody is told of."""
    if decision.open != bool(was.envelope):
        return "opened" if decision.open else "closed"
    if not decision.open:
        return "asked"
    if was.emergency != becomes.emergency and decision.emergency:
        return "emergency"
    return "ceiling" if read_own_grant(was.envelope).ceiling != decision.ceiling else "renewed"


def facts_of(becomes: Protection, decision: RolloutDecision, why: str) -> dict[str, Any]:
    """Write what the log keeps of a change."""
    return {
        "model": becomes.model,
        "ceiling": decision.ceiling,
        "step": decision.progress.step,
        "until": becomes.until,
        "reasons": list(decision.reasons),
        "waits_for": decision.waits_for,
        "approval": decision.approval,
        "evidence": decision.evidence,
        "emergency": decision.emergency,
        "serial": becomes.serial,
        "grant": digest(becomes.envelope.encode()) if becomes.envelope else None,
        "why": why,
    }
