"""What protects every page: cookies, headers, and limits for those who guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from flask import Blueprint, Flask, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from jira_app.access.session import LIFETIME

if TYPE_CHECKING:
    from flask.typing import RouteCallable

    from jira_app.access.visit import Visit

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline and nothing from elsewhere. Forge never frames these pages: its own shell shows
what they say."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HSTS: Final = "max-age=31536000"
SIGN_INS: Final = "20 per minute"
WRONG_TOKENS: Final = "30 per minute"
WRONG_CODES: Final = "10 per minute"
SIGN_IN: Final = frozenset({"access.believe", "access.oidc", "access.callback"})
JOINS: Final = frozenset({"training.join", "training.enter"})
"""Where a code is the way in. Wrong ones count for the person who tries, not for the address: a
whole room that joins comes from one."""

TOKENED: Final = frozenset({"api"})
"""Blueprints whose tokens somebody may try to guess. Signatures of Jira and Forge cannot be, and
whoever tries must not silence their webhooks."""


def configure(app: Flask, secret_key: str, *, secure: bool) -> None:
    """Set what has to be there before pages are installed.

    Parameters
    ----------
    app : flask.Flask
        Nothing of it has answered yet.
    secret_key : str
        Signs the cookies.
    secure : bool
        Whether browsers come over https; on this machine they need not.
    """
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="__Host-fairgate" if secure else "fairgate",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LIFETIME,
    )
    app.after_request(lambda answer: _add_headers(answer, secure=secure))


def slow_down(app: Flask) -> None:
    """Slow down guessing: at sign-in, at tokens, at codes; called when all blueprints are there.

    What counts is the address that a request came from, in this process; for codes the person.
    """
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", headers_enabled=True)
    sign_in = limiter.shared_limit(SIGN_INS, "sign-in")
    for name in SIGN_IN & app.view_functions.keys():
        app.view_functions[name] = cast("RouteCallable", sign_in(app.view_functions[name]))
    join = limiter.shared_limit(WRONG_CODES, "join", key_func=_who, deduct_when=_not_there)
    for name in JOINS & app.view_functions.keys():
        app.view_functions[name] = cast("RouteCallable", join(app.view_functions[name]))
    for name in TOKENED & app.blueprints.keys():
        limiter.limit(WRONG_TOKENS, deduct_when=_refused)(cast("Blueprint", app.blueprints[name]))


def _refused(answer: Response) -> bool:
    return answer.status_code == 401


def _not_there(answer: Response) -> bool:
    return answer.status_code == 404


def _who() -> str:
    """Say who tries: the person who signed in, else the address."""
    seen: Visit | None = getattr(g, "visit", None)
    return seen.person.id if seen else get_remote_address()


def _add_headers(answer: Response, *, secure: bool) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if secure:
        answer.headers.setdefault("Strict-Transport-Security", HSTS)
    if not (request.endpoint or "").endswith(".static"):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer
