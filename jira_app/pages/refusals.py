"""Refusals as pages, for people; programs get problem details (:mod:`jira_app.intake.problems`)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from jira_app.intake import problems
from jira_app.pages import words
from jira_app.standing.reason import N_
from jira_app.store.engine import UNAVAILABLE

PROGRAMS: Final = (
    "/api/",
    "/webhooks/",
    "/forge/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
)
"""Beginnings of the paths that programs ask for."""

TITLES: Final[dict[int, LazyString]] = {
    400: _("The form could not be read"),
    401: _("Sign in first"),
    403: _("You may not do this"),
    404: _("There is no such page"),
    405: _("This address takes no such request"),
    409: _("Somebody else was faster"),
    413: _("This is too large"),
    415: _("The form could not be read"),
    422: _("This cannot be taken as it is"),
    429: _("Too many tries"),
    500: _("Something went wrong here"),
    503: _("Not available at the moment"),
}
CURES: Final[dict[int, LazyString]] = {
    400: _("Go back, load the page again, and send it once more."),
    401: _("This page is for people who signed in."),
    403: _("Ask an administrator of your project in Jira, or of fairgate, for the permission."),
    404: _("Check the address. An issue that you may not see in Jira is not shown here either."),
    405: _("Go back and use the buttons of the page."),
    409: _("Load the page again to see what changed, then send your own change."),
    413: _("Shorten the text, or attach the document in Jira and link to it."),
    415: _("Go back, load the page again, and send it once more."),
    422: _("Go back and change what is named above."),
    429: _("Wait a minute, then try again."),
    500: _("It was written to the log. Try again later; nothing that you sent was half stored."),
    503: _("Wait a moment, then load the page again. Nothing was lost."),
}
SAID: Final = (
    N_("There is no such issue."),
    N_("Jira cannot be asked at the moment who may see this."),
)
"""What :mod:`jira_app.access` says, in English, because programs hear it too."""

FOR_ROLES: Final = "This is for: "
OLD_FORM: Final = _("The form was opened in another session. Load the page again and send it anew.")


def is_for_programs() -> bool:
    """Whether the path of this request is one that programs use."""
    return request.path.startswith(PROGRAMS)


def register(app: Flask, sign_in: str = "") -> None:
    """Answer errors of an app with pages, except to programs.

    Parameters
    ----------
    app : Flask
        The app, after ``problems.register``.
    sign_in : str
        Endpoint of the page to sign in on; empty if there is none.
    """

    def refused(error: HTTPException) -> Response:
        if is_for_programs():
            return problems.refused(error)
        said = OLD_FORM if isinstance(error, CSRFError) else _own_words(error)
        answer = _page(error.code or 500, str(said), sign_in)
        for name, value in error.get_headers():
            if name in {"Allow", "Retry-After"}:
                answer.headers[name] = value
        return answer

    def away(error: Exception) -> Response:
        if is_for_programs():
            return problems.away(error)
        answer = _page(503)
        answer.headers["Retry-After"] = str(problems.RETRY_AFTER)
        return answer

    def bug(error: Exception) -> Response:
        answer = problems.bug(error)
        return answer if is_for_programs() else _page(500)

    app.register_error_handler(HTTPException, refused)
    for kind in UNAVAILABLE:
        app.register_error_handler(kind, away)
    app.register_error_handler(Exception, bug)


def _own_words(error: HTTPException) -> str:
    """Take what this app said of the error; Werkzeug's own sentences are for programmers."""
    said = error.description or ""
    if said in SAID:
        return str(gettext(said))
    if said.startswith(FOR_ROLES):
        roles = said.removeprefix(FOR_ROLES).rstrip(".").split(", ")
        return str(gettext("This is for: %(roles)s.", roles=", ".join(map(words.role, roles))))
    return "" if said == type(error).description else said


def _page(code: int, said: str = "", sign_in: str = "") -> Response:
    known = code if code in TITLES else (400 if code < 500 else 500)
    leads_in = code == HTTPStatus.UNAUTHORIZED and sign_in in current_app.view_functions
    page = render_template(
        "refusal.html",
        code=code,
        title=TITLES[known],
        said=said,
        cure=CURES[known],
        sign_in=url_for(sign_in, next=_here()) if leads_in else "",
    )
    return make_response(page, code)


def _here() -> str:
    """Where to go after signing in: back, if that page can be asked for again."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
