"""``/register``: public, read-only, the same for everybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, g, render_template, request
from flask_babel import force_locale, get_locale
from sqlalchemy import Engine
from werkzeug.exceptions import NotFound

from fairgate.checklist.library import Library
from jira_app.pages.install import LANGUAGES
from jira_app.register.reading import read_entries, read_entry
from jira_app.store.engine import reading

SECONDS: Final = 300
"""For how long a copy may be shown without asking whether it is the newest."""

FORM: Final = "1"
"""Goes up when the pages change, so that copies of the old ones are not taken for new."""


def register(*, engine: Engine, library: Library, clock: Callable[[], float]) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    library : Library
        Templates of assessments.
    clock : callable
        Seconds since 1970.
    """
    routes = Blueprint("register", __name__, template_folder="templates")

    @routes.before_request
    def forget_who_looks() -> None:
        """Everybody gets one page, so nothing of a visitor can get into a shared copy of it."""
        seen = getattr(g, "visit", None)
        g.embedded = bool(seen and seen.embedded)
        g.visit = None

    @routes.get("/register")
    def index() -> Response:
        with reading(engine).connect() as db, force_locale(_language()):
            found = read_entries(db, library, clock(), whole=False)
            return _page("register/index.html", [asdict(entry) for entry in found], entries=found)

    @routes.get("/register/<entry>")
    def show(entry: str) -> Response:
        with reading(engine).connect() as db, force_locale(_language()):
            found = read_entry(db, library, entry, clock())
            if found is None:
                raise NotFound("There is no such entry.")
            return _page("register/entry.html", asdict(found), entry=found)

    @routes.get("/register.json")
    def feed() -> Response:
        """Give all entries to programs, in English."""
        with reading(engine).connect() as db, force_locale("en"):
            entries = [entry.as_json() for entry in read_entries(db, library, clock())]
        body = {"schema": "fairgate/register/v1", "entries": entries}
        text = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
        return _cached(Response(text, mimetype="application/json"), text)

    return routes


def _language() -> str:
    """Take the language of the address, else what the browser or the person chose."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else str(get_locale() or "en")


def _page(template: str, content: Any, **parts: Any) -> Response:
    """Render without a form, whose token would be a visitor's own."""
    lang = str(get_locale())
    known = json.dumps([FORM, template, lang, g.embedded, content], sort_keys=True)
    parts |= {"languages": (), "sign_in_at": "", "embedded": g.embedded, "tongues": LANGUAGES}
    answer = _cached(Response(render_template(template, **parts)), known)
    answer.vary.update(["Accept-Language", "Cookie"])
    return answer


def _cached(answer: Response, known: str) -> Response:
    """Let copies be kept; whoever asks again with the newest is told so in a few bytes."""
    answer.set_etag(hashlib.sha256(known.encode()).hexdigest()[:32])
    shared = "private" if request.cookies else "public"
    answer.headers["Cache-Control"] = f"{shared}, max-age={SECONDS}"
    answer.make_conditional(request)
    return answer
