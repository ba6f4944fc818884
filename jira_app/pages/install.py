"""Prepare an app for pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from flask import Blueprint, Flask, g, redirect, request, url_for
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from jira_app.access.authority import Authority
from jira_app.access.person import Person
from jira_app.access.visit import let_in
from jira_app.pages import words
from jira_app.pages.navigation import Link, links

LANGUAGES: Final = ("en", "de")
"""Languages of the pages; what templates of assessments ask is in the template's language."""


def install(
    app: Flask,
    authority: Authority,
    find_person: Callable[[], Person | None],
    navigation: Sequence[Link] = (),
    home: str = "board.show",
) -> None:
    """Prepare an app for pages.

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
    """
    app.extensions["fairgate.authority"] = authority
    app.before_request(lambda: let_in(find_person))
    CSRFProtect(app)
    Babel(app, locale_selector=_language, default_translation_directories="translations")
    app.register_blueprint(_pages(home))

    @app.context_processor
    def shared() -> dict[str, Any]:
        seen = getattr(g, "visit", None)
        who = seen.person if seen else None
        return {
            "words": words,
            "person": who,
            "embedded": bool(seen and seen.embedded),
            "lang": str(get_locale() or LANGUAGES[0]),
            "navigation": tuple(links(navigation, who)),
        }


def _pages(home: str) -> Blueprint:
    """Style and script of the pages, and ``/``."""
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

    return routes


def _language() -> str | None:
    """Take the language that the visitor chose, else the one that the browser asks for."""
    chosen = request.cookies.get("language", "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES)
