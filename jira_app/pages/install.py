"""Prepare an app for pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask_babel import Babel, get_locale, gettext
from flask_wtf import CSRFProtect
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from jira_app.access.authority import Authority
from jira_app.access.person import Person
from jira_app.access.visit import ENVIRON, let_in
from jira_app.pages import refusals, words
from jira_app.pages.compiled import COMPILED
from jira_app.pages.limits import obey
from jira_app.pages.navigation import Link, issue_links, links
from jira_app.store.tables import storable

LANGUAGES: Final = {"en": "English", "de": "Deutsch"}
"""Languages of the pages; what templates of assessments ask is in the template's language."""

TRANSLATIONS: Final = str(Path(__file__).parents[1] / "translations")
YEAR: Final = 365 * 24 * 3600


def install(
    app: Flask,
    authority: Authority,
    find_person: Callable[[], Person | None],
    *,
    navigation: Sequence[Link] = (),
    home: str = "board.show",
    sign_in: str = "",
    sign_out: str = "",
) -> None:
    """Prepare an app for pages: after ``problems.register``, whose answers programs keep.

    Every form that a signed-in browser sends has to carry the CSRF token; requests of programs
    (``refusals.PROGRAMS``) and those that Jira vouches for carry no cookie and need none.

    Parameters
    ----------
    app : Flask
        With a ``SECRET_KEY``.
    authority : Authority
        Asks Jira who may see what.
    find_person : callable
        Gives who signed in, from the session; None: nobody.
    navigation : sequence of Link
        What the head leads to.
    home : str
        Endpoint of the page that ``/`` leads to.
    sign_in, sign_out : str
        Endpoints: a page, and what the button of the head posts to. Empty: there are none.
    """
    app.extensions["fairgate.authority"] = authority
    app.jinja_options = {**app.jinja_options, "bytecode_cache": COMPILED}
    app.before_request(obey)
    app.before_request(_expect_storable)
    app.before_request(lambda: let_in(find_person))
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # an assessment may take a day to fill
    _Guard(app)
    Babel(app, locale_selector=_language, default_translation_directories=TRANSLATIONS)
    app.register_blueprint(_pages(home))
    refusals.register(app, sign_in)

    @app.context_processor
    def shared() -> dict[str, Any]:
        seen = getattr(g, "visit", None)
        who = seen.person if seen else None
        return {
            "words": words,
            "person": who,
            "embedded": bool(seen and seen.embedded),
            "lang": str(get_locale() or "en"),
            "languages": tuple(LANGUAGES.items()),
            "issue_links": issue_links,
            "navigation": tuple(links(navigation, who)),
            "sign_in_at": _address(sign_in) if who is None else "",
            "sign_out_at": _address(sign_out) if who else "",
        }


class _Guard(CSRFProtect):  # type: ignore[misc]  # flask-wtf has no types
    """Checks the CSRF token of every form that a browser sends with its cookie."""

    def protect(self, **parts: Any) -> None:
        """Let by what carries no cookie: programs, and what Jira vouches for."""
        if ENVIRON not in request.environ and not refusals.is_for_programs():
            super().protect(**parts)


def _pages(home: str) -> Blueprint:
    """Style and script of the pages, the choice of a language, and ``/``."""
    routes = Blueprint(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )

    @routes.get("/", endpoint="home")
    def show() -> Response:
        return redirect(url_for(home))

    @routes.post("/language/<code>")
    def language(code: str) -> Response:
        """Remember a language and lead back to the page it was chosen on."""
        if code not in LANGUAGES:
            raise NotFound(gettext("There is no such language."))
        answer = redirect(_own_path(request.form.get("back", "")))
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie("language", code, max_age=YEAR, secure=secure, samesite="Lax")
        return answer

    return routes


def _expect_storable() -> None:
    """Refuse an address that names what no row can have; PostgreSQL would not even look."""
    named = [part for part in (request.view_args or {}).values() if isinstance(part, str)]
    if any(storable(part) != part for part in named):
        raise NotFound


def _own_path(asked: str) -> str:
    r"""Take a path of this app; anything that a browser could read as another site is the home.

    Examples
    --------
    >>> _own_path("/issues/LOAN-1?tab=history")
    '/issues/LOAN-1?tab=history'
    >>> _own_path("//example.org/"), _own_path("https://example.org"), _own_path("/\\example.org")
    ('/', '/', '/')
    """
    odd = any(ord(letter) <= ord(" ") or letter == "\\" for letter in asked)
    return "/" if odd or not asked.startswith("/") or asked.startswith("//") else asked


def _address(endpoint: str) -> str:
    return url_for(endpoint) if endpoint in current_app.view_functions else ""


def _language() -> str | None:
    """Take the language that the visitor chose, else the one that the browser asks for."""
    chosen = request.cookies.get("language", "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES)
