"""What programs read of an issue."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response
from sqlalchemy import Connection, Engine

from jira_app.access.sender import Authenticate, Scope
from jira_app.api.asked import EnvelopeQuery, query
from jira_app.api.asking import permitted, readable, sender_for
from jira_app.api.documents import IssueAnswer, answer, issue_answer
from jira_app.evidence import shelf
from jira_app.evidence.refused import Refused
from jira_app.projects import project_of, read_project
from jira_app.records import history
from jira_app.standing import decide, read_standing
from jira_app.standing.decision import is_approved
from jira_app.store.engine import reading


def add_reading(
    routes: Blueprint,
    engine: Engine,
    clock: Callable[[], float],
    *,
    authenticate: Authenticate,
) -> None:
    """Add the routes that answer; see :func:`jira_app.api.api`."""

    @routes.get("/api/issues/<key>")
    def issue(key: str) -> Response:
        issue = readable(authenticate, key)
        with reading(engine).connect() as db:
            return answer(_issue(db, issue, clock()))

    @routes.get("/api/issues/<key>/approval")
    def approval(key: str) -> Response:
        issue, now = readable(authenticate, key), clock()
        with reading(engine).connect() as db:
            case = read_standing(db, issue, now).assessment
        if case is None or not is_approved(case, now) or case.envelope is None:
            raise Refused(HTTPStatus.NOT_FOUND, "No signed approval holds; have it approved.")
        return Response(case.envelope, mimetype="application/json")

    @routes.get("/api/issues/<key>/evidence")
    def newest(key: str) -> Response:
        issue = permitted(sender_for(authenticate, Scope.READ), key)
        asked = query(EnvelopeQuery)
        with reading(engine).connect() as db:
            accepted = read_project(db, project_of(issue)).policies
            envelope = shelf.envelope(db, issue, accepted, policy=asked.policy, model=asked.model)
        if envelope is None:
            raise Refused(HTTPStatus.NOT_FOUND, "There is no signed evidence of this kind.")
        return Response(envelope, mimetype="application/json")


def _issue(db: Connection, issue: str, now: float) -> IssueAnswer:
    standing = read_standing(db, issue, now)
    told = history.read(db, issue)
    known = standing.risk or standing.assessment or standing.evidence or told
    if not known:
        raise Refused(HTTPStatus.NOT_FOUND, f"Nothing is known of {issue}.")
    return issue_answer(standing, decide(standing, now), told)
