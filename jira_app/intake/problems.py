"""Refusals as problem details: https://www.rfc-editor.org/rfc/rfc9457."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from jira_app.store.engine import UNAVAILABLE

log = logging.getLogger(__name__)

RETRY_AFTER = 30
"""Seconds after which a message may be delivered again, when it could not be stored."""


def problem(
    status: HTTPStatus, detail: str = "", headers: dict[str, str] | None = None
) -> Response:
    """Make an answer of type ``application/problem+json``."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value}
    if detail:
        body["detail"] = detail
    answer = Response(json.dumps(body), status, mimetype="application/problem+json")
    answer.headers.update(headers or {})
    return answer


def unavailable(detail: str) -> Response:
    """Ask the sender to come back later."""
    headers = {"Retry-After": str(RETRY_AFTER)}
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers)


def register(app: Flask) -> None:
    """Answer every error of an app in this way."""
    app.register_error_handler(HTTPException, refused)
    for error in UNAVAILABLE:
        app.register_error_handler(error, away)
    app.register_error_handler(Exception, bug)


def refused(error: HTTPException) -> Response:
    """Answer a refusal."""
    status = HTTPStatus(error.code or 500)
    allowed = error.get_headers() if status == HTTPStatus.METHOD_NOT_ALLOWED else []
    headers = {name: value for name, value in allowed if name == "Allow"}
    return problem(status, error.description or "", headers)


def away(_error: Exception) -> Response:
    """Answer while the database cannot be used."""
    return unavailable("The database cannot be written to at the moment.")


def bug(error: Exception) -> Response:
    """Answer what nobody expected, and log it."""
    log.error("bug", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
