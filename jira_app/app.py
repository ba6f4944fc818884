"""The app, made from its collaborators; nothing here reads the environment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import Engine

from jira_app.intake import problems
from jira_app.intake.health import Probe, health
from jira_app.intake.webhooks import webhooks

if TYPE_CHECKING:
    from jira_app.web import Web

LARGEST_BODY = 25 * 2**20
"""Bytes: Jira itself drops webhooks that are larger."""


def create_app(
    engine: Engine,
    secret: str,
    clock: Callable[[], float],
    *,
    wake: Callable[[], None] = lambda: None,
    probe: Probe | None = None,
    largest_body: int = LARGEST_BODY,
    web: Web | None = None,
) -> Flask:
    """Make the web application.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store, migrated.
    secret : str
        With which Jira signs its webhooks; empty only for development on this machine.
    clock : callable
        Seconds since 1970.
    wake : callable
        Called when there is work for the worker.
    probe : callable or None
        Asks Jira something small, for ``/readyz``.
    largest_body : int
        Bytes of a request; larger ones are answered with 413.
    web : Web or None
        What pages, API and Forge work with; None: webhooks are taken in, and nothing else.
    """
    app = Flask("jira_app", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = largest_body
    problems.register(app)
    app.register_blueprint(webhooks(engine, secret, clock, wake))
    app.register_blueprint(health(engine, probe, clock))
    if web is not None:
        from jira_app.web import add  # noqa: PLC0415 - not for those who only take webhooks in

        add(app, engine, clock, wake, web)
    return app
