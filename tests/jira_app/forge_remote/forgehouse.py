"""A small app with the Forge routes and three pages, so that the routes are tested alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from secrets import token_hex

from flask import Blueprint, Flask, Response, flash, redirect, render_template_string, request
from forge_side import APP
from sqlalchemy import Engine

from jira_app.access import Permission, Role, need, need_issue, person, visit
from jira_app.access.jira_authority import Nobody
from jira_app.forge_remote import Keys, Tokens, Verifier, forge
from jira_app.intake import problems
from jira_app.pages import install

PAGE = """{% extends "base.html" %}{% block title %}{{ title }}{% endblock %}
{% block main %}<h1>{{ title }}</h1>
<p id="who">{{ person.name }}</p><p id="said">{{ said }}</p>
<p><a href="/issues/{{ key }}/assessment?step=2">Next step</a>
<a href="/board">Board</a> <a href="/issues/ED-2/assessment">Another issue</a>
<a href="https://example.org/help">Help</a> <a href="#said">What was said</a></p>
<form method="post" action="/issues/{{ key }}/assessment">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label for="purpose">Purpose</label> <input id="purpose" name="purpose" value="{{ said }}">
<fieldset><legend>Groups</legend>
<label><input type="checkbox" name="groups" value="age"> Age</label>
<label><input type="checkbox" name="groups" value="sex"> Sex</label></fieldset>
<button name="go" value="save">Save</button></form>{% endblock %}"""


def pages() -> Sequence[Blueprint]:
    """Make pages of an issue, of a board and of an administrator."""
    assessments = Blueprint("assessments", __name__)
    board, admin = Blueprint("board", __name__), Blueprint("admin", __name__)
    api = Blueprint("api", __name__)
    said: dict[str, str] = {}

    @assessments.get("/issues/<key>")
    @assessments.get("/issues/<key>/assessment")
    def show(key: str) -> str:
        need_issue(key)
        title = f"Assessment of {key}, step {request.args.get('step', 1)}"
        return render_template_string(PAGE, title=title, key=key, said=said.get(key, ""))

    @assessments.post("/issues/<key>/assessment")
    def save(key: str) -> Response:
        need_issue(key, Permission.EDIT)
        said[key] = f"{request.form['purpose']} {request.form.getlist('groups')}"
        flash("Saved.", "done")
        return redirect(request.args.get("then", f"/issues/{key}/assessment?step=saved"))

    @board.get("/board")
    def all_issues() -> str:
        authority = visit().authority
        assert authority is not None
        seen = sorted(authority.allowed(person(), ["ED-1", "ED-2", "ED-3"]))
        project = request.args.get("project", "")
        return render_template_string(
            PAGE, title=f"Board {project}", key="ED-1", said=" ".join(seen)
        )

    @board.get("/board.csv")
    def export() -> Response:
        answer = Response("key,risk\nED-1,high\n", mimetype="text/csv")
        answer.headers["Content-Disposition"] = 'attachment; filename="board.csv"'
        return answer

    @board.get("/big")
    def big() -> Response:
        kind, size = request.args["kind"], int(request.args["size"])
        whole = b"\xff" * size if kind == "image/png" else ("\u00e4" * (size // 2)).encode()
        return Response(whole, mimetype=kind)

    @board.get("/away")
    def away() -> Response:
        return redirect("https://example.org/")

    @admin.get("/admin")
    def settings() -> str:
        return f"<h1>Settings</h1> {need(Role.ADMIN).name}"

    @api.get("/api/issues/<key>")
    def issue(key: str) -> str:
        return key

    return assessments, board, admin, api


def make(
    engine: Engine,
    keys: str,
    clock: Callable[[], float],
    *,
    tokens: Tokens | None = None,
    chores: Sequence[Callable[[], object]] = (),
    wake: Callable[[], None] = lambda: None,
    site: str = "",
    patience: float = 5.0,
) -> Flask:
    """Make the app."""
    app = Flask("house", static_folder=None)
    app.config.update(SECRET_KEY=token_hex(16), MAX_CONTENT_LENGTH=25 * 2**20)
    problems.register(app)
    install(app, Nobody(), lambda: None)
    verifier = Verifier(APP, Keys(keys, timeout=patience))
    tokens = tokens or Tokens(clock)
    app.register_blueprint(
        forge(engine, verifier, tokens, clock, wake=wake, chores=chores, site=site)
    )
    for each in pages():
        app.register_blueprint(each)
    return app
