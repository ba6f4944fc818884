"""A small app with one page that shows every macro and class, and routes that go wrong."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex

from flask import Blueprint, Flask, abort, render_template, request
from flask_babel import lazy_gettext as _
from jinja2 import ChoiceLoader, FileSystemLoader
from neighbours import Everything
from sqlalchemy.exc import OperationalError

from jira_app import pages
from jira_app.access import Person, need
from jira_app.access.person import Role
from jira_app.intake import problems

ADA = Person("p1", "Ada Author", "ada@example.org", "ann", frozenset({Role.SQUAD}))


def sampler(signed_in: Person | None = ADA) -> Flask:
    """Make the app, with somebody signed in or nobody."""
    app = Flask("sampler", static_folder=None)
    app.config.update(SECRET_KEY=token_hex(), MAX_CONTENT_LENGTH=1000)
    here = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([here])
    problems.register(app)
    pages.install(
        app,
        Everything(),
        lambda: signed_in,
        navigation=(
            pages.Link("show", _("Board")),
            pages.Link("go_wrong", _("Administration"), frozenset({Role.ADMIN})),
            pages.Link("elsewhere.show", _("Board")),
        ),
        home="show",
        sign_in="enter",
        sign_out="leave",
    )

    @app.get("/sampler")
    def show() -> str:
        return render_template("sampler.html", page_address=lambda number: f"?page={number}")

    @app.post("/send")
    def send() -> str:
        return request.form.get("name", "")

    narrow = Blueprint("narrow", __name__)
    pages.limit_forms(narrow, 200)
    narrow.add_url_rule("/narrow", view_func=send, methods=["POST"])
    app.register_blueprint(narrow)

    @app.get("/sign-in")
    def enter() -> str:
        return ""

    @app.post("/sign-out")
    def leave() -> str:
        return ""

    @app.get("/wrong/<kind>")
    @app.get("/api/wrong/<kind>", endpoint="api_goes_wrong")
    def go_wrong(kind: str) -> str:
        if kind == "bug":
            raise ValueError(kind)
        if kind == "database":
            raise OperationalError("SELECT 1", {}, Exception("locked"))
        if kind == "role":
            need(Role.ADMIN)
        abort(int(kind), "In our own words." if kind == "409" else None)

    @app.post("/api/send")
    def take() -> str:
        return "taken"

    return app
