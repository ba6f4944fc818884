"""The twin as a WSGI application; what it does not play it refuses by name, with 501."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from jira_app.twin.delivery import Deliveries
from jira_app.twin.refusal import Refusal, unplayed
from jira_app.twin.routes import about, attached, control, hooks, issues, permissions, search
from jira_app.twin.routes.request import Jira, bind
from jira_app.twin.trouble import Troubles

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def create_app(jira: Jira, deliveries: Deliveries) -> tuple[Flask, Troubles]:
    """Make the application, and the layer above it that makes trouble.

    Parameters
    ----------
    jira : Jira
        What it answers from.
    deliveries : Deliveries
        Shown and steered below ``/twin/``.
    """
    app = Flask("jira-twin", static_folder=None)
    inner = app.wsgi_app

    def locked(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with jira.site.lock:  # every answer is of one piece
            return inner(environ, start)

    troubles = Troubles(locked)
    app.wsgi_app = troubles  # type: ignore[method-assign,assignment] # Flask's own way to add a layer
    app.json.sort_keys = False  # type: ignore[attr-defined] # of Flask's default provider
    for routes in (about.ROUTES, permissions.ROUTES, issues.ROUTES, attached.ROUTES):
        bind(app, jira, routes)
    search.add(app, jira)
    hooks.add(app, jira)
    control.add(app, jira, troubles, deliveries)

    @app.errorhandler(Refusal)
    def refuse(error: Refusal) -> tuple[Response, int]:
        return jsonify(error.body()), error.status

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> tuple[Response, int]:
        if isinstance(error, NotFound | MethodNotAllowed):
            return refuse(unplayed(f"{request.method} {request.path}"))
        return refuse(Refusal(error.code or 500, error.name))

    return app, troubles
