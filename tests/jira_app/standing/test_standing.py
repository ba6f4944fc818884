"""Whether an issue may go on: by its risk, its approval, its evidence, and accepted risks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert

from jira_app.assessments.case import State
from jira_app.projects import Project
from jira_app.standing import Acceptance, Standing, decide, read_standing
from jira_app.store.records import acceptances, issues, rollouts
from tests.jira_app.databases import new_store
from tests.jira_app.specimens import CASE, DAY, KEPT
from tests.jira_app.town import NOON

LOAN = Project("LOAN")
FAILS = replace(KEPT, outcome="fail", blocks=True)
ACCEPTED = Acceptance("p3", "w" * 64, NOON - DAY, NOON + DAY)
HIGH = Standing("LOAN-1", LOAN, "high", needs_assessment=True)
MEDIUM = replace(HIGH, risk="medium")
NONE = replace(HIGH, risk="none", needs_assessment=False)
APPROVED = replace(HIGH, assessment=CASE)
MILD = replace(CASE, level="low")


@pytest.mark.parametrize(
    "standing",
    [
        NONE,
        APPROVED,
        replace(NONE, evidence=(KEPT,)),
        replace(APPROVED, evidence=(KEPT, replace(KEPT, policy="b", outcome="warn"))),
        # the verdict's own word counts: an unknown that the policy lets through
        replace(APPROVED, evidence=(replace(KEPT, outcome="unknown"),)),
        replace(APPROVED, evidence=(replace(FAILS, trusted=False),)),
        replace(APPROVED, evidence=(FAILS,), acceptance=ACCEPTED),
        replace(NONE, evidence=(FAILS,), acceptance=ACCEPTED),
        replace(MEDIUM, acceptance=ACCEPTED),
        replace(MEDIUM, acceptance=ACCEPTED, assessment=replace(MILD, state=State.DRAFT)),
        replace(HIGH, project=replace(LOAN, enabled=False)),
    ],
)
def test_open(standing: Standing) -> None:
    """Nothing more is asked, or what is asked is there; then there are no reasons."""
    decision = decide(standing, NOON)
    assert (decision.open, decision.reasons) == (True, ())


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (replace(HIGH, risk=""), "not known yet"),
        (HIGH, "The risk is high and nobody assessed it yet. Fill in"),
        (MEDIUM, "The risk is medium and nobody assessed it yet"),
        (replace(HIGH, assessment=replace(CASE, state=State.DRAFT)), "is a draft. Finish it"),
        (replace(HIGH, assessment=replace(CASE, state=State.SUBMITTED)), "Ask a reviewer"),
        (replace(HIGH, assessment=replace(CASE, state=State.CHANGES_REQUESTED)), "asked for chang"),
        (replace(HIGH, assessment=replace(CASE, state=State.LAPSED)), "lapsed"),
        (replace(HIGH, assessment=replace(CASE, until=NOON)), "ended on 2026-11-21"),
        (replace(HIGH, assessment=replace(CASE, until=None)), "ended"),
        (replace(APPROVED, evidence=(FAILS,)), "2026-11-20 shows that the model fails the policy"),
        (replace(NONE, evidence=(FAILS,)), "Mend the model and send new evidence"),
        (replace(NONE, evidence=(replace(FAILS, outcome="unknown"),)), "Judge more rows"),
        # an acceptance that ended, or is yet to begin
        (
            replace(APPROVED, evidence=(FAILS,), acceptance=replace(ACCEPTED, until=NOON)),
            "accept the risk",
        ),
        (
            replace(APPROVED, evidence=(FAILS,), acceptance=replace(ACCEPTED, at=NOON + 1)),
            "accept the risk",
        ),
        # on high there is no way around a reviewer, whoever finds it high
        (replace(HIGH, acceptance=ACCEPTED), "Fill in the impact assessment"),
        (
            replace(MEDIUM, acceptance=ACCEPTED, assessment=replace(CASE, state=State.DRAFT)),
            "is a draft",
        ),
        (
            replace(
                MEDIUM,
                acceptance=ACCEPTED,
                assessment=replace(CASE, state=State.DRAFT, level="IV"),
            ),
            "is a draft",
        ),
    ],
)
def test_shut_with_a_reason_and_a_remedy(standing: Standing, said: str) -> None:
    """One sentence why, one what to do."""
    decision = decide(standing, NOON)
    assert not decision.open
    (reason,) = decision.reasons
    assert said in reason
    assert reason.count(".") >= 2


def test_every_reason_is_told_at_once() -> None:
    """So that nobody mends one thing to be stopped by the next."""
    standing = replace(HIGH, evidence=(FAILS, replace(FAILS, policy="another", outcome="unknown")))
    assert len(decide(standing, NOON).reasons) == 3


def test_a_reason_can_be_said_in_another_language() -> None:
    """It keeps the sentence that translators see, and what stands in it."""
    (reason,) = decide(replace(APPROVED, evidence=(FAILS,)), NOON).reasons
    assert reason == reason.template % reason.values
    assert reason.values == {"day": "2026-11-20", "policy": "loan-approval"}


def test_the_standing_is_read_from_the_store(tmp_path: Path) -> None:
    """Nothing known is not nothing asked; then row by row."""
    with new_store("sqlite", tmp_path) as engine, engine.begin() as db:
        empty = read_standing(db, "LOAN-1", NOON)
        assert empty == Standing("LOAN-1", LOAN)
        assert not decide(empty, NOON).open
        db.execute(insert(issues).values(**_issue()))
        db.execute(
            insert(acceptances).values(
                issue="LOAN-1", by="p3", words="w" * 64, at=NOON - DAY, until=NOON + DAY
            )
        )
        for number, (flag, ceiling) in enumerate((("b", 5), ("a", 10), ("b", 50))):
            db.execute(insert(rollouts).values(**_rollout(number, flag, ceiling)))
        found = read_standing(db, "LOAN-1", NOON)
    assert (found.risk, found.needs_assessment, found.acceptance) == ("medium", True, ACCEPTED)
    assert [(each.flag, each.body["ceiling"]) for each in found.rollout] == [("a", 10), ("b", 50)]
    assert decide(found, NOON).open


def _issue() -> dict[str, object]:
    texts = dict.fromkeys(("summary", "status", "owner", "squad"), "")
    times = {"first_seen": NOON, "seen": NOON}
    facts = {"risk": "medium", "needs_assessment": True, "gone": False}
    return {"key": "LOAN-1", "project": "LOAN"} | texts | facts | times


def _rollout(number: int, flag: str, ceiling: int) -> dict[str, object]:
    return {
        "issue": "LOAN-1",
        "flag": flag,
        "environment": "production",
        "digest": f"{number:064}",
        "body": {"ceiling": ceiling},
        "received": NOON,
    }
