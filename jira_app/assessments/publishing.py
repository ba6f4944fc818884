"""Showing an assessment in the register, and throwing a draft away."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jira_app.access import person
from jira_app.assessments.desk import Desk
from jira_app.assessments.refusal import Refused
from jira_app.assessments.steps import attempt
from jira_app.assessments.web import back, refuse, revision, sheet_to_edit, text

SHORT, DETAIL = 500, 5_000
"""Characters of the two texts in the register."""


def add(routes: Blueprint, desk: Desk) -> None:
    """Add the routes."""

    @routes.post("/issues/<key>/assessment/<template>/publish")
    def publish(key: str, template: str) -> Response:
        sheet = sheet_to_edit(desk, key, template)
        public = {
            "shown": request.form.get("public") == "yes",
            "short": text("short", SHORT),
            "detail": text("detail", DETAIL),
        }
        if public["shown"] and not public["short"]:
            abort(HTTPStatus.BAD_REQUEST, _("Write the short text before you show it."))
        attempt(sheet, lambda: desk.publish(key, template, revision(), person(), public))
        shown, hidden = _("The register shows it."), _("The register does not show it.")
        return back(key, template, shown if public["shown"] else hidden)

    @routes.post("/issues/<key>/assessment/<template>/discard")
    def discard(key: str, template: str) -> Response:
        sheet = sheet_to_edit(desk, key, template)
        try:
            desk.discard(key, template, revision(), person())
        except Refused as refused:
            refuse(refused, sheet)
        where = url_for("assessments.show", key=key)
        return redirect(where, HTTPStatus.SEE_OTHER)
