"""Submitting, withdrawing, deciding: each a form of its own."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jira_app.access import person
from jira_app.assessments.case import Case, State
from jira_app.assessments.deciders import needs_reviewer, passes_by_itself
from jira_app.assessments.desk import Desk
from jira_app.assessments.lifecycle import OPEN
from jira_app.assessments.pagefacts import result_facts
from jira_app.assessments.readings import Sheet
from jira_app.assessments.refusal import Refused
from jira_app.assessments.web import back, refuse, revision, sheet_to_edit, text

LONGEST_REASON = 2_000


def add(routes: Blueprint, desk: Desk) -> None:
    """Add the routes."""

    @routes.get("/issues/<key>/assessment/<template>/submit")
    def confirm_submit(key: str, template: str) -> str:
        """Show what is about to be submitted."""
        sheet = sheet_to_edit(desk, key, template)
        if sheet.case is None or sheet.case.state not in OPEN:
            abort(HTTPStatus.CONFLICT, _("There is nothing to submit."))
        return render_template(
            "assessments/submit.html",
            key=key,
            case=sheet.case,
            needs_reviewer=needs_reviewer(sheet.scored, sheet.project),
            by_itself=passes_by_itself(sheet.scored, sheet.project),
            address=url_for("assessments.fill", key=key, template=template),
            **result_facts(sheet.scored, key, sheet.summary, desk.clock()),
        )

    @routes.post("/issues/<key>/assessment/<template>/submit")
    def submit(key: str, template: str) -> Response:
        sheet = sheet_to_edit(desk, key, template)
        case = attempt(sheet, lambda: desk.submit(key, template, revision(), person()))
        if case.state is State.APPROVED:
            said = _("Submitted. The level asks for nobody's approval, so it is approved.")
        else:
            said = _("Submitted. Somebody else has to decide now.")
        return back(key, template, said)

    @routes.post("/issues/<key>/assessment/<template>/withdraw")
    def withdraw(key: str, template: str) -> Response:
        sheet = sheet_to_edit(desk, key, template)
        attempt(sheet, lambda: desk.withdraw(key, template, revision(), person()))
        return back(key, template, _("Withdrawn. You can go on editing."))

    @routes.post("/issues/<key>/assessment/<template>/approve")
    def approve(key: str, template: str) -> Response:
        sheet = sheet_to_edit(desk, key, template)
        case = attempt(sheet, lambda: desk.approve(key, template, revision(), person()))
        if case.envelope is None:
            said = _("Approved, but not signed: no rollout can rest on it.")
            return back(key, template, said, "warn")
        return back(key, template, _("Approved and signed."))

    @routes.post("/issues/<key>/assessment/<template>/request-changes")
    def request_changes(key: str, template: str) -> Response:
        sheet = sheet_to_edit(desk, key, template)
        reason = text("reason", LONGEST_REASON)
        asking = person()
        attempt(sheet, lambda: desk.request_changes(key, template, revision(), asking, reason))
        return back(key, template, _("Sent back with your words."))


def attempt(sheet: Sheet, step: Callable[[], Case]) -> Case:
    """Take a step, or answer why not."""
    try:
        return step()
    except Refused as refused:
        refuse(refused, sheet)
