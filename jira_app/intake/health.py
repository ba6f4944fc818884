"""``GET /healthz`` and ``/readyz``: whether the app runs, and whether it can do its work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from flask import Blueprint, Response, jsonify
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from jira_app.jira import JiraError
from jira_app.store.engine import reading
from jira_app.store.tables import lanes

REMEMBERED = 15.0
"""Seconds for which Jira's answer stands, so that a probe costs Jira little."""

Probe = Callable[[], object]


@dataclass
class _Asked:
    at: float = float("-inf")
    answer: str = ""


def health(engine: Engine, probe: Probe | None, clock: Callable[[], float]) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    probe : callable or None
        Asks Jira something small; raises JiraError. None: no Jira is configured.
    clock : callable
        Seconds since 1970.
    """
    routes = Blueprint("health", __name__)
    asked, lock = _Asked(), Lock()

    @routes.get("/healthz")
    def healthz() -> Response:
        return jsonify(alive=True)

    @routes.get("/readyz")
    def readyz() -> tuple[Response, HTTPStatus]:
        parts = {"database": _database(engine), "jira": jira()}
        ready = all(answer == "ok" for answer in parts.values())
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return jsonify(ready=ready, **parts), status

    def jira() -> str:
        if probe is None:
            return "not configured"
        with lock:
            if clock() - asked.at > REMEMBERED:
                asked.answer, asked.at = _ask(probe), clock()
            return asked.answer

    return routes


def _database(engine: Engine) -> str:
    try:
        with reading(engine).connect() as db:
            db.execute(select(lanes.c.issue).limit(1))
    except SQLAlchemyError as error:
        return type(error).__name__
    return "ok"


def _ask(probe: Probe) -> str:
    try:
        probe()
    except JiraError as error:
        return error.kind
    return "ok"
