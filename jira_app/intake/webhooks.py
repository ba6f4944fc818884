"""``POST /webhooks/jira``: a message is checked, stored and answered, in this order."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import Engine

from jira_app.intake import message
from jira_app.intake.local import came_from_elsewhere
from jira_app.intake.problems import problem
from jira_app.intake.signature import HEADER, is_signed
from jira_app.intake.together import Together
from jira_app.store import inbox
from jira_app.store.inbox import Hint

log = logging.getLogger(__name__)

Answer = tuple[Response, HTTPStatus] | Response


def webhooks(
    engine: Engine, secret: str, clock: Callable[[], float], wake: Callable[[], None]
) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    secret : str
        With which Jira signs; empty only for development on this machine.
    clock : callable
        Seconds since 1970.
    wake : callable
        Called after something new was committed.
    """
    routes = Blueprint("webhooks", __name__)

    def store_all(hints: Sequence[Hint]) -> list[bool]:
        with engine.begin() as db:
            return inbox.accept_all(db, hints, clock())

    # PostgreSQL commits for many connections at once by itself; SQLite has one writer.
    one_writer = engine.dialect.name == "sqlite"
    store = Together(store_all) if one_writer else lambda hint: store_all([hint])[0]

    @routes.post("/webhooks/jira")
    def jira() -> Answer:
        """Answer 202 only when the hint is committed."""
        body = request.get_data(cache=False)
        if secret and not is_signed(secret, body, request.headers.get(HEADER)):
            log.warning("signature", extra={"missing": HEADER not in request.headers})
            return problem(HTTPStatus.UNAUTHORIZED, f"{HEADER} is missing or wrong.")
        if not secret and came_from_elsewhere(request.host, request.headers.keys()):
            return problem(HTTPStatus.UNAUTHORIZED, "Unsigned messages are for this machine only.")
        try:
            hint = message.read(body, request.headers.get(message.IDENTIFIER))
        except message.Malformed as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error))
        if hint is None:
            return jsonify(stored=False), HTTPStatus.ACCEPTED
        new = store(hint)
        if new:
            wake()
        log.info("received", extra={"issue": hint.issue, "event": hint.event, "new": new})
        return jsonify(stored=new), HTTPStatus.ACCEPTED

    return routes
