"""``/forge/events``, ``/forge/tick`` and ``/forge/ui``: Forge calls, verified first of all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import Blueprint, Response, g, request
from sqlalchemy import Engine

from jira_app.forge_remote import paths
from jira_app.forge_remote.fit import Refused, Verifier
from jira_app.forge_remote.installations import Foreign
from jira_app.forge_remote.keys import KeysAway
from jira_app.forge_remote.platform_calls import Chore, PlatformCalls
from jira_app.forge_remote.screen import Screen
from jira_app.forge_remote.tokens import Tokens
from jira_app.forge_remote.visitors import Visitors
from jira_app.intake.problems import problem, unavailable

log = logging.getLogger(__name__)


def forge(
    engine: Engine,
    verifier: Verifier,
    tokens: Tokens,
    clock: Callable[[], float],
    *,
    wake: Callable[[], None] = lambda: None,
    chores: Sequence[Chore] = (),
    site: str = "",
    pages: frozenset[str] = paths.PAGES,
) -> Blueprint:
    """Make the routes. None needs a CSRF token: who calls is in a header that Forge sets.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    verifier : Verifier
        Tells whether Forge calls for this app.
    tokens : Tokens
        Keeps what events and ticks bring, for the worker.
    clock : callable
        Seconds since 1970.
    wake : callable
        Called when there may be work.
    chores : sequence of callable
        Done at each tick, after it is answered; doing one twice must do no harm.
    site : str
        Cloud id of the one site that is served; empty: the first that calls.
    pages : frozenset of str
        Blueprints whose pages are shown inside Jira.
    """
    routes = Blueprint("forge", __name__)
    calls = PlatformCalls(engine, tokens, clock, wake, chores, site)
    screen = Screen(engine, Visitors(engine, clock), clock, site, pages)
    routes.before_request(lambda: _verify(verifier))
    routes.register_error_handler(Foreign, _foreign)
    routes.post("/forge/events", defaults={"trigger": ""}, endpoint="events")(calls.event)
    routes.post("/forge/events/<trigger>", endpoint="event")(calls.event)
    routes.post("/forge/tick", endpoint="tick")(calls.tick)
    routes.post("/forge/ui", endpoint="ui")(screen.show)
    return routes


def _verify(verifier: Verifier) -> Response | None:
    """Refuse whoever is not Forge, before a byte of the body is read."""
    try:
        g.invocation = verifier.verify(
            request.headers.get("Authorization"),
            request.headers.get("x-forge-oauth-system", ""),
            request.headers.get("x-forge-oauth-user", ""),
        )
    except Refused as error:
        log.warning("refused", extra={"why": str(error)})
        return problem(HTTPStatus.UNAUTHORIZED, "This is no call of Forge for this app.")
    except KeysAway as error:
        log.warning("keys away", extra={"why": str(error)})
        return unavailable("Atlassian's keys cannot be had at the moment.")
    return None


def _foreign(error: Foreign) -> Response:
    log.warning("foreign", extra={"site": str(error)})
    return problem(HTTPStatus.FORBIDDEN, "This app serves another site.")
