"""What becomes of evidence: it is kept once for each of its issues, or refused as a whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from sqlalchemy import Connection

from fairgate.report.safe import printable
from jira_app.access.sender import Scope, Sender
from jira_app.assessments import shelf as assessed
from jira_app.assessments.lapsing import lapse_if
from jira_app.evidence import shelf
from jira_app.evidence.examine import Examined
from jira_app.evidence.refused import Refused
from jira_app.jira import JiraError, issue_key
from jira_app.projects import project_of, read_project
from jira_app.records import history
from jira_app.store import inbox
from jira_app.store.inbox import Hint
from jira_app.store.records import evidence
from jira_app.store.upsert import insert

EVENT: Final = "evidence-stored"

COMMIT: Final = re.compile(r"[0-9a-f]{7,64}")
"""A commit; the history takes no other text of a sender's."""

MOST_ISSUES: Final = 50


@dataclass(frozen=True)
class Delivery:
    """Evidence, who sent it, and what for.

    Attributes
    ----------
    examined : Examined
        The evidence.
    issues : tuple of str
        For which issues, in alphabetical order.
    sender : Sender
        Whose token it came with.
    report_url : str
        Where the CI job keeps its report; empty where nowhere.
    """

    examined: Examined
    issues: tuple[str, ...]
    sender: Sender
    report_url: str = ""


def addressed(stated: Iterable[str], asked: str | None) -> tuple[str, ...]:
    """Find the issues that evidence is for: those it states, or the one that is asked for.

    Raises
    ------
    Refused
        With 400 if there is none, one is no key, or the two do not agree: what was signed for
        one issue is not evidence for another.

    Examples
    --------
    >>> addressed(["LOAN-2", "LOAN-1"], None), addressed([], "LOAN-3")
    (('LOAN-1', 'LOAN-2'), ('LOAN-3',))
    """
    try:
        named = {issue_key(key) for key in stated}
        wanted = named if asked is None else {issue_key(asked)}
    except JiraError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{error.message}.") from None
    if len(wanted) > MOST_ISSUES:
        detail = f"The evidence names {len(wanted)} issues; {MOST_ISSUES} are taken at most."
        raise Refused(HTTPStatus.BAD_REQUEST, detail)
    if not wanted:
        cure = "add ?issue=KEY, or name issues when judging"
        raise Refused(HTTPStatus.BAD_REQUEST, f"The evidence names no issue: {cure}.")
    if named and not wanted <= named:
        told = ", ".join(sorted(named))
        detail = f"issue: {asked} was asked for, but the evidence is about {told}."
        raise Refused(HTTPStatus.BAD_REQUEST, detail)
    return tuple(sorted(wanted))


def keep_all(db: Connection, delivery: Delivery, now: float) -> tuple[str, ...]:
    """Keep evidence for all its issues, and say for which it is new.

    Raises
    ------
    Refused
        With 403 if the sender may not, or a project does not take it; then nothing is kept.
    """
    for issue in delivery.issues:
        _permit(db, delivery, issue)
    return tuple(issue for issue in delivery.issues if _keep(db, delivery, issue, now))


def _permit(db: Connection, delivery: Delivery, issue: str) -> None:
    project = read_project(db, project_of(issue))
    if not delivery.sender.may(Scope.EVIDENCE, issue):
        refusal = f"This token is not for evidence of {project.key}."
    elif not project.enabled:
        refusal = f"{project.key} is switched off here; an administrator can switch it on."
    elif project.policies and delivery.examined.policy_digest not in project.policies:
        digest = delivery.examined.policy_digest
        refusal = (
            f"{project.key} does not accept the policy with SHA-256 {digest}; an administrator "
            "can add it."
        )
    else:
        return
    raise Refused(HTTPStatus.FORBIDDEN, refusal)


def _keep(db: Connection, delivery: Delivery, issue: str, now: float) -> bool:
    """Keep it for one issue; False, and nothing else, if it is there already."""
    examined = delivery.examined
    new = insert(db, evidence).on_conflict_do_nothing().returning(evidence.c.id)
    if db.execute(new, _row(delivery, issue, now)).scalar() is None:
        return False
    unique = hashlib.sha256(f"{EVENT} {issue} {examined.digest}".encode()).hexdigest()
    # Assessment, history, lane: everybody locks them in this order, so that none wait in a ring.
    assessed.hold(db, issue)
    facts = {
        "digest": examined.digest,
        "trusted": examined.trusted,
        "outcome": examined.verdict.outcome.value,
        "blocks": examined.verdict.blocks,
        "policy": examined.policy_digest,
        "model": examined.model_digest,
        "binding": examined.statement.predicate.binding,
        "commit": _commit(examined) if COMMIT.fullmatch(_commit(examined)) else "",
    }
    actor = f"ci:{delivery.sender.name}"
    history.append(db, issue, EVENT, actor=actor, at=now, facts=facts)
    if examined.trusted:
        _link(db, issue, now)
    inbox.accept(db, Hint(issue, EVENT, unique), now)
    return True


def _link(db: Connection, issue: str, now: float) -> None:
    """Tie the issue's assessments to the model that was scored last; approvals of others lapse."""
    model = shelf.newest_model(db, issue, read_project(db, project_of(issue)).policies)
    for case in assessed.all_of(db, issue) if model else ():
        lapse_if(db, case, model_digest=model, now=now)


def _row(delivery: Delivery, issue: str, now: float) -> dict[str, object]:
    examined = delivery.examined
    return {
        "issue": issue,
        "project": project_of(issue),
        "digest": examined.digest,
        "envelope": examined.text,
        "trusted": examined.trusted,
        "key_id": examined.key_id[:80],
        "policy": printable(examined.verdict.policy),
        "policy_digest": examined.policy_digest,
        "outcome": examined.verdict.outcome.value,
        "blocks": examined.verdict.blocks,
        "model_digest": examined.model_digest,
        "binding": examined.statement.predicate.binding,
        "commit": _commit(examined),
        "report_url": delivery.report_url,
        "report": examined.report,
        "sender": delivery.sender.name[:255],
        "received": now,
    }


def _commit(examined: Examined) -> str:
    return printable(examined.statement.predicate.commit or "")[:64]
