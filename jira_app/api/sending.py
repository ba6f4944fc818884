"""What CI jobs and the flag hook send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import Blueprint, Response, request
from sqlalchemy import Engine

from fairgate.report.safe import printable
from fairgate.signing import PublicKey
from jira_app.access.sender import Authenticate, Scope
from jira_app.api.asked import LARGEST_ROLLOUT, EvidenceQuery, RolloutBody, query, read
from jira_app.api.asking import sender_for
from jira_app.api.documents import RolloutStored, Stored, answer
from jira_app.api.rollouts import keep_rollout, rollout_digest
from jira_app.evidence.envelope import LARGEST, read_json
from jira_app.evidence.examine import examine
from jira_app.evidence.keep import Delivery, addressed, keep_all


def add_sending(
    routes: Blueprint,
    engine: Engine,
    clock: Callable[[], float],
    *,
    authenticate: Authenticate,
    evidence_keys: Sequence[PublicKey],
    wake: Callable[[], None],
) -> None:
    """Add the routes that take something; see :func:`jira_app.api.api`."""

    @routes.post("/api/evidence")
    def evidence() -> Response:
        sender = sender_for(authenticate, Scope.EVIDENCE)
        asked = query(EvidenceQuery)
        now = clock()
        examined = examine(body_of(LARGEST), evidence_keys, now)
        issues = addressed(examined.statement.predicate.issues, asked.issue)
        delivery = Delivery(examined, issues, sender, asked.report or "")
        with engine.begin() as db:
            new = keep_all(db, delivery, now)
        if new:
            wake()
        stored = Stored(
            issues=[*issues],
            new=[*new],
            digest=examined.digest,
            trusted=examined.trusted,
            policy=printable(examined.verdict.policy),
            outcome=examined.verdict.outcome.value,
            blocks=examined.verdict.blocks,
        )
        return answer(stored, HTTPStatus.CREATED if new else HTTPStatus.OK)

    @routes.post("/api/rollouts")
    def rollouts() -> Response:
        sender = sender_for(authenticate, Scope.ROLLOUTS)
        body = read(RolloutBody, read_json(body_of(LARGEST_ROLLOUT)))
        with engine.begin() as db:
            new = keep_rollout(db, body, sender, clock())
        if new:
            wake()
        stored = RolloutStored(issue=body.issue, new=new, digest=rollout_digest(body))
        return answer(stored, HTTPStatus.CREATED if new else HTTPStatus.OK)


def body_of(largest: int) -> bytes:
    """Read the body; one that is too long is 413."""
    request.max_content_length = largest
    return request.get_data(cache=False)
