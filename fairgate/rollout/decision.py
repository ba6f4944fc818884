"""Open or closed, for how many, until when, and why. Pure: the clock is an argument.

Missing, expired, unknown, failing, for another model, issue or environment: closed. What is
open stays at its step while the analysis before the next is missing or inconclusive, and
closes when it fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairgate.rollout.durations import roughly, words
from fairgate.rollout.papers import Approval, Proof
from fairgate.rollout.plan import Ramp
from fairgate.verdict import Outcome

SKEW = 300.0
"""Seconds by which the clocks of two machines may differ."""


@dataclass(frozen=True)
class Request:
    """What somebody wants to roll out.

    Attributes
    ----------
    flag, environment, issue : str
        Which flag, where, and the issue that answers for it.
    model : str
        SHA-256 of the model that applications will load.
    policy : str
        Name of the policy whose evidence counts.
    declared : bool
        Whether evidence counts that fairgate did not score itself (``accept: declared``).
    """

    flag: str
    environment: str
    issue: str
    model: str
    policy: str
    declared: bool = False


@dataclass(frozen=True)
class Emergency:
    """A named person goes ahead of the plan, for a while.

    It stands in for waiting and for analyses of live decisions: never for an approval, and
    never for evidence.
    """

    ceiling: int
    by: str
    reason: str
    until: float


@dataclass(frozen=True)
class Papers:
    """What is known of a request.

    Attributes
    ----------
    approval : Approval or None
        The newest.
    proofs : tuple of Proof
        Every authentic one, in any order.
    emergency : Emergency or None
        If somebody declared one.
    stopped : str
        Why a person closed it; empty if nobody did.
    """

    approval: Approval | None = None
    proofs: tuple[Proof, ...] = ()
    emergency: Emergency | None = None
    stopped: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a ramp has come: which step, from 0, and since when. ``step`` -1: not begun."""

    step: int = -1
    since: float = 0.0


@dataclass(frozen=True)
class RolloutDecision:
    """The answer.

    Attributes
    ----------
    open : bool
        Whether anybody may see the feature.
    ceiling : int
        Largest share of people, in percent; 0 if closed.
    until : float
        End of the lease; it has to be renewed before.
    progress : Progress
        The ramp from now on; at -1 again if closed.
    reasons : tuple of str
        Why, each a sentence with the cure.
    waits_for : str
        What the next step waits for; empty if there is none.
    approval, evidence : str
        Digests of the envelopes it rests on; empty if closed.
    emergency : bool
        Whether somebody went ahead of the plan.
    """

    open: bool
    ceiling: int
    until: float
    progress: Progress
    reasons: tuple[str, ...]
    waits_for: str = ""
    approval: str = ""
    evidence: str = ""
    emergency: bool = False


def decide(
    request: Request, ramp: Ramp, papers: Papers, progress: Progress, now: float
) -> RolloutDecision:
    """Decide.

    Parameters
    ----------
    request : Request
        What is to be rolled out.
    ramp : Ramp
        The plan.
    papers : Papers
        What was signed and declared; only what is authentic may be handed in.
    progress : Progress
        How far the ramp has come.
    now : float
        Seconds since 1970.

    Returns
    -------
    RolloutDecision
        With one step at most further than ``progress``.

    Examples
    --------
    >>> request = Request("new-scoring", "production", "LOAN-12", "ab" * 32, "loan-approval")
    >>> ramp = Ramp.model_validate({"steps": [{"ceiling": 10, "hold": "1h"}, {"ceiling": 100}]})
    >>> for reason in decide(request, ramp, Papers(), Progress(), now=0.0).reasons:
    ...     print(reason)
    LOAN-12 has no approved assessment: have it approved.
    loan-approval has not judged the model abababababab: let the main branch judge it.
    """
    proof = _newest(papers.proofs, request.policy, request.model)
    obstacles = tuple(_obstacles(request, ramp, papers, proof, now))
    if obstacles or papers.approval is None or proof is None:
        return RolloutDecision(
            open=False, ceiling=0, until=now, progress=Progress(), reasons=obstacles
        )
    emergency = papers.emergency if _holds(papers.emergency, now) else None
    moved, waits_for = _advance(request, ramp, papers, progress, now)
    planned = ramp.steps[moved.step].ceiling
    ceiling = max(planned, emergency.ceiling) if emergency else planned
    ahead = emergency is not None and ceiling > planned
    until = min(_ends(ramp, papers.approval, proof, emergency if ahead else None, now))
    return RolloutDecision(
        open=True,
        ceiling=ceiling,
        until=until,
        progress=moved,
        reasons=tuple(_grounds(request, papers.approval, emergency if ahead else None)),
        waits_for=waits_for,
        approval=papers.approval.digest,
        evidence=proof.digest,
        emergency=ahead,
    )


def _newest(proofs: tuple[Proof, ...], policy: str, model: str) -> Proof | None:
    fitting = [proof for proof in proofs if proof.policy == policy and proof.model == model]
    return max(fitting, key=lambda proof: proof.judged, default=None)


def _obstacles(
    request: Request, ramp: Ramp, papers: Papers, proof: Proof | None, now: float
) -> Iterator[str]:
    """Everything that keeps it closed, each with its cure."""
    if papers.stopped:
        yield f"Somebody closed it: {papers.stopped}. Open it again with: fairgate flag open."
        return  # nothing else was looked at
    if request.environment not in ramp.environments:
        places = ", ".join(ramp.environments)
        yield f"The plan is for {places}, not for {request.environment}: add it to the plan."
    yield from _of_approval(request, papers.approval, now)
    if proof is None:
        model = request.model[:12]
        yield (f"{request.policy} has not judged the model {model}: let the main branch judge it.")
        return
    yield from _of_proof(request, ramp, proof, now)
    for live in _live_policies(ramp):
        seen = _newest(papers.proofs, live, request.model)
        if seen is not None and seen.outcome is Outcome.FAIL:
            yield f"Live decisions fail {live}: mend the model, and have it judged again."


def _of_approval(request: Request, approval: Approval | None, now: float) -> Iterator[str]:
    if approval is None or approval.issue != request.issue:
        yield f"{request.issue} has no approved assessment: have it approved."
        return
    if approval.until <= now:
        yield f"The approval of {request.issue} has ended: have it approved again."
    if approval.model not in (None, request.model):
        yield f"The approval of {request.issue} is of another model: have this one approved."


def _of_proof(request: Request, ramp: Ramp, proof: Proof, now: float) -> Iterator[str]:
    if proof.outcome.blocks:
        found = {Outcome.FAIL: "fails", Outcome.UNKNOWN: "cannot be judged by"}[proof.outcome]
        yield f"The model {found} {proof.policy}: mend what the report names."
    if not proof.scored and not request.declared:
        yield f"The evidence of {proof.policy} is declared, not scored: judge with model: instead."
    if proof.issues and request.issue not in proof.issues:
        yield f"The evidence is for {', '.join(sorted(proof.issues))}, not for {request.issue}."
    if proof.judged > now + SKEW:
        yield "The evidence is from the future: set the clocks."
    if ramp.max_age is not None and now - proof.judged > ramp.max_age:
        yield f"The evidence is older than {words(ramp.max_age)}: have the model judged again."
    if proof.waived_until is not None and proof.waived_until <= now:
        yield "A waiver that the evidence rests on has ended: have the model judged again."


def _live_policies(ramp: Ramp) -> Iterator[str]:
    yield from dict.fromkeys(step.live.policy for step in ramp.steps if step.live)


def _holds(emergency: Emergency | None, now: float) -> bool:
    return emergency is not None and now < emergency.until


def _advance(
    request: Request, ramp: Ramp, papers: Papers, progress: Progress, now: float
) -> tuple[Progress, str]:
    """Go one step on if its time has come and its analysis passes; say what the next waits for."""
    last = len(ramp.steps) - 1
    if progress.step >= last:
        return Progress(last, progress.since), ""
    missing = "" if progress.step < 0 else _missing(request, ramp, papers, progress, now)
    if missing:
        return progress, missing
    moved = Progress(progress.step + 1, now)
    return moved, "" if moved.step == last else _missing(request, ramp, papers, moved, now)


def _missing(request: Request, ramp: Ramp, papers: Papers, progress: Progress, now: float) -> str:
    """Say what the step after this one waits for."""
    wait = _wait(ramp, progress.step, progress.since, now)
    return wait or _analysis(request, ramp, progress.step, papers, now)


def _wait(ramp: Ramp, at: int, since: float, now: float) -> str:
    hold = ramp.steps[at].hold
    left = since + hold - now if hold is not None else 0.0
    return f"{ramp.steps[at + 1].ceiling} % in {roughly(left)}" if left > 0 else ""


def _analysis(request: Request, ramp: Ramp, at: int, papers: Papers, now: float) -> str:
    step = ramp.steps[at + 1]
    if step.live is None:
        return ""
    seen = _newest(papers.proofs, step.live.policy, request.model)
    if seen is None or now - seen.judged > step.live.max_age:
        age = words(step.live.max_age)
        return f"{step.ceiling} % needs a verdict of {step.live.policy} from the last {age}"
    if seen.outcome.blocks:
        return f"{step.ceiling} % waits: {step.live.policy} is {seen.outcome.value}"
    return ""


def _ends(
    ramp: Ramp, approval: Approval, proof: Proof, emergency: Emergency | None, now: float
) -> Iterator[float]:
    """Every moment at which something that this rests on ends."""
    yield now + ramp.lease
    yield approval.until
    if proof.waived_until is not None:
        yield proof.waived_until
    if ramp.max_age is not None:
        yield proof.judged + ramp.max_age
    if emergency is not None:
        yield emergency.until


def _grounds(request: Request, approval: Approval, emergency: Emergency | None) -> Iterator[str]:
    yield f"{request.issue} is approved at level {approval.level}."
    yield f"{request.policy} passes for the model {request.model[:12]}."
    if emergency is not None:
        yield f"EMERGENCY: {emergency.by} went ahead of the plan: {emergency.reason}"
