"""The routes of the API: who asks, what for, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response
from sqlalchemy import Engine

from fairgate.signing import PublicKey
from jira_app.access.sender import Authenticate
from jira_app.api.description import description
from jira_app.api.reading import add_reading
from jira_app.api.sending import add_sending
from jira_app.evidence.refused import Refused
from jira_app.intake.problems import problem

CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="fairgate"'}


def api(
    engine: Engine,
    clock: Callable[[], float],
    *,
    authenticate: Authenticate,
    evidence_keys: Sequence[PublicKey] = (),
    wake: Callable[[], None] = lambda: None,
) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    authenticate : Authenticate
        Says whose token a request carries.
    evidence_keys : sequence of PublicKey
        Trusted keys of evidence; without any, signed evidence is refused.
    wake : callable
        Called after something new was committed.
    """
    routes = Blueprint("api", __name__)

    @routes.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        headers = CHALLENGE if error.status == HTTPStatus.UNAUTHORIZED else None
        return problem(error.status, error.detail, headers)

    add_sending(
        routes,
        engine,
        clock,
        authenticate=authenticate,
        evidence_keys=evidence_keys,
        wake=wake,
    )
    add_reading(routes, engine, clock, authenticate=authenticate)

    @routes.get("/openapi.json")
    def openapi() -> Response:
        return Response(description(), mimetype="application/json")

    return routes
