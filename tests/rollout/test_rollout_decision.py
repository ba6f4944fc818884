"""Open or closed: everything that is missing closes, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairgate.rollout.decision import (
    SKEW,
    Emergency,
    Papers,
    Progress,
    Request,
    RolloutDecision,
    decide,
)
from fairgate.rollout.papers import Approval, Proof
from fairgate.rollout.plan import Ramp
from fairgate.verdict import Outcome

HOUR, NOW = 3600.0, 1_000_000.0
MODEL, OTHER = "ab" * 32, "cd" * 32
REQUEST = Request("new-scoring", "production", "LOAN-12", MODEL, "loan-approval")
RAMP = Ramp.model_validate(
    {
        "steps": [
            {"ceiling": 5, "hold": "1h"},
            {"ceiling": 25, "hold": "1d", "live": {"policy": "loan-live", "max_age": "12h"}},
            {"ceiling": 100},
        ],
        "lease": "15m",
        "max_age": "30d",
    }
)
APPROVAL = Approval("LOAN-12", "high", MODEL, NOW + 90 * 24 * HOUR, "01" * 32)
PROOF = Proof(
    "loan-approval", Outcome.PASS, MODEL, True, frozenset({"LOAN-12"}), NOW - HOUR, None, "02" * 32
)
LIVE = replace(PROOF, policy="loan-live", judged=NOW - HOUR, scored=False, digest="03" * 32)
PAPERS = Papers(APPROVAL, (PROOF,))


def answer(
    papers: Papers = PAPERS,
    progress: Progress = Progress(),  # noqa: B008 - frozen
    now: float = NOW,
    request: Request = REQUEST,
) -> RolloutDecision:
    """Decide about the usual request, unless told otherwise."""
    return decide(request, RAMP, papers, progress, now)


def test_with_approval_and_evidence_the_first_step_opens() -> None:
    """With a lease, and the papers it rests on."""
    found = answer()
    assert found.open
    assert (found.ceiling, found.until, found.progress) == (5, NOW + 900, Progress(0, NOW))
    assert (found.approval, found.evidence) == (APPROVAL.digest, PROOF.digest)


CLOSED = {
    "no approval": (replace(PAPERS, approval=None), "no approved assessment"),
    "an approval of another issue": (
        replace(PAPERS, approval=replace(APPROVAL, issue="LOAN-13")),
        "no approved assessment",
    ),
    "an approval that ended": (replace(PAPERS, approval=replace(APPROVAL, until=NOW)), "ended"),
    "an approval of another model": (
        replace(PAPERS, approval=replace(APPROVAL, model=OTHER)),
        "another model",
    ),
    "no evidence": (replace(PAPERS, proofs=()), "has not judged the model"),
    "evidence of another model": (
        replace(PAPERS, proofs=(replace(PROOF, model=OTHER),)),
        "has not judged the model",
    ),
    "evidence without a model": (
        replace(PAPERS, proofs=(replace(PROOF, model=None),)),
        "has not judged the model",
    ),
    "evidence of another policy": (
        replace(PAPERS, proofs=(replace(PROOF, policy="lax"),)),
        "has not judged the model",
    ),
    "evidence of another issue": (
        replace(PAPERS, proofs=(replace(PROOF, issues=frozenset({"LOAN-1"})),)),
        "is for LOAN-1, not for LOAN-12",
    ),
    "declared evidence": (
        replace(PAPERS, proofs=(replace(PROOF, scored=False),)),
        "declared, not scored",
    ),
    "a failing verdict": (
        replace(PAPERS, proofs=(replace(PROOF, outcome=Outcome.FAIL),)),
        "fails loan-approval",
    ),
    "an unknown verdict": (
        replace(PAPERS, proofs=(replace(PROOF, outcome=Outcome.UNKNOWN),)),
        "cannot be judged",
    ),
    "old evidence": (
        replace(PAPERS, proofs=(replace(PROOF, judged=NOW - 31 * 24 * HOUR),)),
        "older than 30d",
    ),
    "evidence from the future": (
        replace(PAPERS, proofs=(replace(PROOF, judged=NOW + SKEW + 1),)),
        "set the clocks",
    ),
    "an ended waiver": (
        replace(PAPERS, proofs=(replace(PROOF, waived_until=NOW),)),
        "waiver",
    ),
    "failing live decisions": (
        replace(PAPERS, proofs=(PROOF, replace(LIVE, outcome=Outcome.FAIL))),
        "Live decisions fail",
    ),
    "a person who closed it": (replace(PAPERS, stopped="ada saw complaints"), "ada saw"),
}


@pytest.mark.parametrize("case", CLOSED)
@pytest.mark.parametrize("step", [-1, 0, 2])
def test_it_is_closed_with(case: str, step: int) -> None:
    """Whatever step the ramp had reached, it begins anew."""
    papers, reason = CLOSED[case]
    found = answer(papers, Progress(step, NOW - 100 * HOUR))
    assert not found.open
    assert (found.ceiling, found.until, found.progress) == (0, NOW, Progress())
    assert (found.approval, found.evidence) == ("", "")
    assert any(reason in said for said in found.reasons)


def test_an_environment_that_is_not_in_the_plan_is_closed() -> None:
    """Evidence and approval do not help."""
    found = answer(request=replace(REQUEST, environment="staging"))
    assert not found.open
    assert "for production, not for staging" in found.reasons[0]


def test_declared_evidence_counts_where_the_policy_says_so() -> None:
    """``accept: declared``."""
    papers = replace(PAPERS, proofs=(replace(PROOF, scored=False),))
    assert answer(papers, request=replace(REQUEST, declared=True)).open


def test_the_newest_verdict_counts_not_the_best() -> None:
    """In whatever order they come."""
    failed = replace(PROOF, outcome=Outcome.FAIL, judged=NOW - 60)
    for proofs in ((PROOF, failed), (failed, PROOF)):
        assert not answer(replace(PAPERS, proofs=proofs)).open


def test_a_step_lasts_as_long_as_its_hold() -> None:
    """Then the analysis comes; what is open stays open meanwhile."""
    held = answer(progress=Progress(0, NOW - HOUR + 60))
    assert (held.ceiling, held.waits_for) == (5, "25 % in 1m")
    waiting = answer(progress=Progress(0, NOW - HOUR))
    assert (waiting.ceiling, waiting.open) == (5, True)
    assert "needs a verdict of loan-live from the last 12h" in waiting.waits_for


def test_the_analysis_is_of_the_moment_before_the_step() -> None:
    """Yesterday's does not count, an inconclusive one holds, a passing one goes on."""
    since = Progress(0, NOW - 2 * HOUR)
    old = answer(replace(PAPERS, proofs=(PROOF, replace(LIVE, judged=NOW - 13 * HOUR))), since)
    unsure = answer(replace(PAPERS, proofs=(PROOF, replace(LIVE, outcome=Outcome.UNKNOWN))), since)
    passed = answer(replace(PAPERS, proofs=(PROOF, LIVE)), since)
    assert [found.ceiling for found in (old, unsure, passed)] == [5, 5, 25]
    assert passed.progress == Progress(1, NOW)
    assert unsure.waits_for == "25 % waits: loan-live is unknown"


def test_one_decision_takes_one_step_however_late_it_comes() -> None:
    """A watcher that slept for a week does not leap."""
    papers = replace(PAPERS, proofs=(PROOF, LIVE))
    found = answer(papers, Progress(0, NOW - 1000 * HOUR))
    assert found.ceiling == 25


def test_an_emergency_goes_ahead_of_the_plan_until_it_ends() -> None:
    """And is said aloud."""
    emergency = Emergency(50, "ada", "old model fails at night", NOW + 60)
    found = answer(replace(PAPERS, emergency=emergency))
    assert (found.ceiling, found.until, found.emergency) == (50, NOW + 60, True)
    assert "EMERGENCY: ada" in found.reasons[-1]
    after = answer(replace(PAPERS, emergency=emergency), now=NOW + 60)
    assert (after.ceiling, after.emergency) == (5, False)


@pytest.mark.parametrize("case", [case for case in CLOSED if case != "a person who closed it"])
def test_an_emergency_replaces_no_paper(case: str) -> None:
    """Neither approval nor evidence."""
    papers = replace(CLOSED[case][0], emergency=Emergency(100, "ada", "now!", NOW + HOUR))
    assert not answer(papers).open


def test_a_lease_ends_no_later_than_what_it_rests_on() -> None:
    """Approval, waiver, age of the evidence."""
    for papers in (
        replace(PAPERS, approval=replace(APPROVAL, until=NOW + 60)),
        replace(PAPERS, proofs=(replace(PROOF, waived_until=NOW + 60),)),
        replace(PAPERS, proofs=(replace(PROOF, judged=NOW + 60 - 30 * 24 * HOUR),)),
    ):
        assert answer(papers).until == NOW + 60


proofs = st.builds(
    Proof,
    policy=st.sampled_from(["loan-approval", "loan-live", "lax"]),
    outcome=st.sampled_from(Outcome),
    model=st.sampled_from([MODEL, OTHER, None]),
    scored=st.booleans(),
    issues=st.sampled_from([frozenset({"LOAN-12"}), frozenset({"LOAN-1"}), frozenset()]),
    judged=st.floats(NOW - 40 * 24 * HOUR, NOW + HOUR),
    waived_until=st.none() | st.floats(NOW - HOUR, NOW + HOUR),
    digest=st.just("02" * 32),
)
approvals = st.builds(
    Approval,
    issue=st.sampled_from(["LOAN-12", "LOAN-1"]),
    level=st.just("high"),
    model=st.sampled_from([MODEL, OTHER, None]),
    until=st.floats(NOW - HOUR, NOW + HOUR),
    digest=st.just("01" * 32),
)
papers_of_all_kinds = st.builds(
    Papers,
    approval=st.none() | approvals,
    proofs=st.lists(proofs, max_size=4).map(tuple),
    emergency=st.none()
    | st.builds(
        Emergency,
        ceiling=st.integers(1, 100),
        by=st.just("ada"),
        reason=st.just("now"),
        until=st.floats(NOW - HOUR, NOW + HOUR),
    ),
    stopped=st.sampled_from(["", "", "complaints"]),
)
progresses = st.builds(
    Progress, step=st.integers(-1, 5), since=st.floats(NOW - 48 * HOUR, NOW, allow_nan=False)
)


@given(papers_of_all_kinds, progresses)
def test_nothing_opens_without_a_valid_approval_and_a_passing_verdict(
    papers: Papers, progress: Progress
) -> None:
    """Told apart from how the decision is made: every condition, written out once more."""
    found = answer(papers, progress)
    newest = max(
        (p for p in papers.proofs if p.policy == "loan-approval" and p.model == MODEL),
        key=lambda p: p.judged,
        default=None,
    )
    if found.open:
        assert papers.approval is not None
        assert papers.approval.issue == "LOAN-12"
        assert papers.approval.until > NOW
        assert papers.approval.model in (None, MODEL)
        assert newest is not None
        assert newest.outcome in (Outcome.PASS, Outcome.WARN)
        assert newest.scored
        assert not papers.stopped
        assert NOW < found.until <= min(NOW + RAMP.lease, papers.approval.until)
        assert 1 <= found.ceiling <= 100
    else:
        assert found.ceiling == 0
        assert found.reasons


@given(papers_of_all_kinds, progresses)
def test_a_step_back_in_the_papers_never_raises_the_ceiling(
    papers: Papers, progress: Progress
) -> None:
    """Taking the approval or all proofs away closes; ending the emergency never opens more."""
    ceiling = answer(papers, progress).ceiling
    assert answer(replace(papers, approval=None), progress).ceiling == 0
    assert answer(replace(papers, proofs=()), progress).ceiling == 0
    assert answer(replace(papers, emergency=None), progress).ceiling <= ceiling
