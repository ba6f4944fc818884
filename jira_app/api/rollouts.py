"""What the flag hook decided and did, kept once on its issue."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Final

from sqlalchemy import Connection

from fairgate.evidence.canonical import canonical, digest
from jira_app.access.sender import Scope, Sender
from jira_app.api.asked import RolloutBody
from jira_app.evidence.refused import Refused
from jira_app.jira import JiraError, issue_key
from jira_app.projects import project_of, read_project
from jira_app.records import history
from jira_app.store import inbox
from jira_app.store.inbox import Hint
from jira_app.store.records import rollouts
from jira_app.store.upsert import insert

EVENT: Final = "rollout-decided"


def rollout_digest(body: RolloutBody) -> str:
    """Digest what is said, so that it is kept once however often it is sent."""
    return digest(canonical(body.model_dump()))


def keep_rollout(db: Connection, body: RolloutBody, sender: Sender, now: float) -> bool:
    """Keep a decision; False, and nothing else, if it is there already.

    Raises
    ------
    Refused
        With 400 for a key that is none, 403 if the sender may not.
    """
    try:
        issue = issue_key(body.issue)
    except JiraError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"issue: {error.message}.") from None
    project = project_of(issue)
    if not sender.may(Scope.ROLLOUTS, issue):
        raise Refused(HTTPStatus.FORBIDDEN, f"This token is not for rollouts of {project}.")
    if not read_project(db, project).enabled:
        detail = f"{project} is switched off here; an administrator can switch it on."
        raise Refused(HTTPStatus.FORBIDDEN, detail)
    named = rollout_digest(body)
    row = {
        "issue": issue,
        "flag": body.flag,
        "environment": body.environment,
        "digest": named,
        "body": body.model_dump(),
        "received": now,
    }
    new = insert(db, rollouts).on_conflict_do_nothing().returning(rollouts.c.id)
    if db.execute(new, row).scalar() is None:
        return False
    unique = hashlib.sha256(f"{EVENT} {issue} {named}".encode()).hexdigest()
    kept = ("flag", "environment", "decision", "ceiling", "until", "grant", "emergency")
    facts = {name: getattr(body, name) for name in kept} | {"digest": named}
    actor = f"ci:{sender.name}"
    history.append(db, issue, EVENT, actor=actor, at=now, facts=facts, reason=body.why)
    inbox.accept(db, Hint(issue, EVENT, unique), now)
    return True
