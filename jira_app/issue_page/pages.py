"""``/issues/<key>``: the page of one issue, its history, and the form that sets its risk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug.wrappers import Response

from jira_app.access import Permission, Role, allowed, need_issue, person
from jira_app.issue_page.events import tell
from jira_app.issue_page.override import Properties, Wish, carry_out
from jira_app.issue_page.overview import read_overview, read_triage
from jira_app.jira import JiraError
from jira_app.records import history
from jira_app.store.engine import reading
from jira_app.triage import LEVELS


def issues(
    engine: Engine,
    jira: Properties | None,
    clock: Callable[[], float],
    wake: Callable[[], None],
    jira_url: str = "",
) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    jira : Properties or None
        The app's client; None: there is no Jira, and no risk can be set.
    clock : callable
        Seconds since 1970.
    wake : callable
        Called when there is work for the worker.
    jira_url : str
        Where people open Jira; empty: no link leads there.
    """
    routes = Blueprint("issues", __name__, template_folder="templates")

    @routes.get("/issues/<key>")
    def show(key: str) -> str:
        return overview(need_issue(key))

    @routes.get("/issues/<key>/history")
    def past(key: str) -> str:
        issue = need_issue(key)
        with reading(engine).connect() as db:
            happened, broken = tell(db, issue), history.broken_at(db, issue)
        return render_template("issues/history.html", key=issue, happened=happened, broken=broken)

    @routes.post("/issues/<key>/risk")
    def override(key: str) -> Response | tuple[str, HTTPStatus]:
        issue = need_issue(key, Permission.EDIT)
        given = request.form
        wish = Wish(given.get("risk", "?"), given.get("reason", "").strip())
        wrong = wish.complaints()
        if wrong:
            return overview(issue, wish, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
        if jira is None:
            abort(503, _("There is no Jira to write this to."))
        try:
            carry_out(engine, jira, issue, wish, by=person(), now=clock())
        except JiraError:
            abort(503, _("Jira cannot be reached. Nothing was changed."))
        wake()
        flash(_("The risk is stored. Jira shows it in a moment."), "done")
        return redirect(url_for(".show", key=issue))

    def overview(
        issue: str, wish: Wish | None = None, wrong: Mapping[str, str] | None = None
    ) -> str:
        triage = read_triage(jira, issue)
        with reading(engine).connect() as db:
            found = read_overview(db, issue, triage, clock())
        return render_template(
            "issues/overview.html",
            key=issue,
            it=found,
            evidence=found.evidence,
            may_edit=jira is not None and issue in allowed([issue], Permission.EDIT),
            levels=LEVELS,
            wish=wish,
            wrong=wrong or {},
            on_board=_on_board(issue),
            in_jira=f"{jira_url.rstrip('/')}/browse/{issue}" if jira_url else "",
        )

    return routes


def _on_board(issue: str) -> str:
    """Where product managers decide about an issue; empty for others."""
    there = "board.issue" in current_app.view_functions and person().is_a(Role.PRODUCT_MANAGER)
    return url_for("board.issue", key=issue) if there else ""
