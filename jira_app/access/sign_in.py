"""The pages of the sign-in: ``/sign-in``, to the provider and back, and ``POST /sign-out``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from jira_app.access import people
from jira_app.access.development import Development
from jira_app.access.paths import own_path
from jira_app.access.person import Person, Role
from jira_app.access.session import enter, leave

if TYPE_CHECKING:
    from jira_app.access.oidc import Provider, Vouched

log = logging.getLogger(__name__)

NEXT = "next"

Welcome = Callable[[Person, str | None], Response]
"""Signs somebody in and leads them on."""


def access(
    engine: Engine,
    clock: Callable[[], float],
    *,
    provider: Provider | None = None,
    development: Development | None = None,
    admins: Collection[str] = (),
    url: str = "",
) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    provider : Provider or None
        Vouches for people.
    development : Development or None
        Believes everybody; this machine only.
    admins : collection of str
        E-mail addresses that make somebody an administrator, if they are verified.
    url : str
        Where browsers find this app; empty: where this request was sent to.
    """
    routes = Blueprint("access", __name__, template_folder="templates")

    def welcome(person: Person, wanted: str | None) -> Response:
        enter(person, clock())
        log.info("signed in", extra={"person": person.id})
        return redirect(own_path(wanted), HTTPStatus.SEE_OTHER)

    @routes.get("/sign-in")
    def sign_in() -> str:
        return render_template(
            "access/sign_in.html",
            next=own_path(request.args.get(NEXT)),
            provider=provider is not None,
            development=development is not None,
            known=development.known if development else (),
            roles=tuple(Role),
        )

    @routes.post("/sign-out")
    def sign_out() -> Response:
        leave()
        flash(_("You are signed out."))
        return redirect(url_for("access.sign_in"), HTTPStatus.SEE_OTHER)

    if development is not None:
        _believe(routes, engine, clock, development, welcome)
    if provider is not None:
        leaders = frozenset(email.casefold() for email in admins)

        def store(vouched: Vouched) -> Person:
            leads = bool(vouched.email) and vouched.email.casefold() in leaders
            with engine.begin() as db:
                return people.arrive(
                    db,
                    vouched.issuer,
                    vouched.subject,
                    clock(),
                    name=vouched.name,
                    email=vouched.email,
                    roles={Role.ADMIN} if leads else (),
                )

        _ask(routes, provider, url, store, welcome)
    return routes


def _believe(
    routes: Blueprint,
    engine: Engine,
    clock: Callable[[], float],
    development: Development,
    welcome: Welcome,
) -> None:
    """Add the form of the sign-in for development."""

    @routes.before_request
    def check() -> None:
        development.check()

    @routes.post("/sign-in")
    def believe() -> Response:
        return welcome(development.arrive(engine, clock()), request.form.get(NEXT))


def _ask(
    routes: Blueprint,
    provider: Provider,
    url: str,
    store: Callable[[Vouched], Person],
    welcome: Welcome,
) -> None:
    """Add the way to the provider, and back."""
    from jira_app.access.oidc import Unreachable, Unvouched  # noqa: PLC0415 - slow without need

    @routes.get("/sign-in/oidc")
    def oidc() -> Response:
        session[NEXT] = own_path(request.args.get(NEXT))
        back = (url or request.host_url).rstrip("/") + url_for("access.callback")
        try:
            return provider.send_there(back)
        except (Unreachable, Unvouched) as error:
            return _failed(error, away=isinstance(error, Unreachable))

    @routes.get("/sign-in/callback")
    def callback() -> Response:
        wanted = session.get(NEXT)
        try:
            vouched = provider.receive()
        except (Unreachable, Unvouched) as error:
            return _failed(error, away=isinstance(error, Unreachable))
        return welcome(store(vouched), wanted)


def _failed(error: Exception, *, away: bool) -> Response:
    """Say that it did not work, and nothing of why to whoever may have tried to break in."""
    log.warning("sign-in failed", extra={"why": str(error), "away": away})
    status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.FORBIDDEN
    page = render_template("access/failed.html", away=away)
    return Response(page, status, mimetype="text/html")
