"""What all requests of assessments share: which one is meant, and how a refusal is answered."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, NoReturn

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fairgate.errors import UserError
from jira_app.access import Permission, allowed, need_issue
from jira_app.assessments import words
from jira_app.assessments.desk import Desk
from jira_app.assessments.readings import Sheet
from jira_app.assessments.refusal import Refusal, Refused

STATUS: Final = {
    Refusal.NO_REASON: HTTPStatus.BAD_REQUEST,
    Refusal.NOTHING_THERE: HTTPStatus.NOT_FOUND,
    Refusal.OWN_WORK: HTTPStatus.FORBIDDEN,
    Refusal.NOT_A_REVIEWER: HTTPStatus.FORBIDDEN,
    Refusal.NOT_NAMED: HTTPStatus.FORBIDDEN,
    Refusal.UNTRAINED: HTTPStatus.FORBIDDEN,
    Refusal.SWITCHED_OFF: HTTPStatus.FORBIDDEN,
    Refusal.NOT_SIGNED: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Answers to refusals; all others are 409."""


def sheet_to_read(desk: Desk, key: str, template: str) -> Sheet:
    """Read what is asked for, if the visitor may see the issue and the project has the form."""
    return _sheet(desk, need_issue(key), template)


def sheet_to_edit(desk: Desk, key: str, template: str) -> Sheet:
    """Read what is to be changed, if the visitor may edit the issue."""
    return _sheet(desk, need_issue(key, Permission.EDIT), template)


def may_edit(key: str) -> bool:
    """Whether the visitor may edit the issue."""
    return key in allowed([key], Permission.EDIT)


def revision() -> int:
    """Read which revision the visitor saw."""
    posted = request.form.get("revision", "")
    if not (posted.isascii() and posted.isdigit() and len(posted) < 10):
        abort(HTTPStatus.BAD_REQUEST, _("The form does not say which revision it was made from."))
    return int(posted)


def text(name: str, most: int) -> str:
    """Read a text that a person wrote, or refuse one that is too long."""
    said = request.form.get(name, "").replace("\r\n", "\n").strip()
    if len(said) > most:
        problem = _("This text may have %(most)s characters at most.", most=most)
        abort(HTTPStatus.BAD_REQUEST, problem)
    return said


def back(key: str, template: str, said: str, kind: str = "done") -> Response:
    """Go back to the assessment, and say what was done."""
    flash(said, kind)
    where = url_for("assessments.fill", key=key, template=template)
    return redirect(where, HTTPStatus.SEE_OTHER)


def refuse(refused: Refused, sheet: Sheet) -> NoReturn:
    """Answer a refusal with a page."""
    abort(status(refused), words.refusal(refused, sheet.scored, sheet.modules))


def status(refused: Refused) -> HTTPStatus:
    """Choose the status of a refusal."""
    return STATUS.get(refused.why, HTTPStatus.CONFLICT)


def _sheet(desk: Desk, key: str, template: str) -> Sheet:
    try:
        sheet = desk.look(key, template)
    except UserError:
        abort(HTTPStatus.NOT_FOUND, _("There is no such assessment."))
    if sheet.case is None and template not in sheet.project.templates:
        abort(HTTPStatus.NOT_FOUND, _("This project does not use this assessment."))
    return sheet
