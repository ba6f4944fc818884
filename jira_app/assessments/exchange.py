"""Files: answers, out and in, the starter policy, the signed approval."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from werkzeug import Response as Redirect

from fairgate.assessment import read_answers
from fairgate.assessment.answers import stamp_of
from fairgate.assessment.rescore import check_version
from fairgate.assessment.values import Answers
from fairgate.assessment.writing import answers_text
from fairgate.errors import UserError, UserErrors
from jira_app.access import person
from jira_app.assessments.case import State
from jira_app.assessments.desk import Desk
from jira_app.assessments.fields import too_long
from jira_app.assessments.outcome import policy
from jira_app.assessments.readings import Sheet
from jira_app.assessments.refusal import Refused
from jira_app.assessments.scored import Scored, score_values
from jira_app.assessments.web import back, refuse, revision, sheet_to_edit, sheet_to_read

FILE = "answers"
"""Name of the field, and of the file in complaints."""


def add(routes: Blueprint, desk: Desk) -> None:
    """Add the routes."""

    @routes.get("/issues/<key>/assessment/<template>/answers.yaml")
    def answers(key: str, template: str) -> Response:
        """Hand the answers out, as ``fairgate assess --answers`` reads them."""
        sheet = sheet_to_read(desk, key, template)
        scored = sheet.scored
        given = Answers(scored.values, _subject(key, sheet))
        written = answers_text(given, scored.template, scored.file.digest, scored.level)
        return _file(written, f"{key}-{template}.yaml")

    @routes.get("/issues/<key>/assessment/<template>/fairgate.yaml")
    def starter(key: str, template: str) -> Response:
        """Hand the starter policy out."""
        sheet = sheet_to_read(desk, key, template)
        written = policy(sheet.scored, _subject(key, sheet))
        if not written:
            abort(HTTPStatus.NOT_FOUND, _("This level asks for no promise, so there is no policy."))
        return _file(written, "fairgate.yaml")

    @routes.post("/issues/<key>/assessment/<template>/import")
    def take_in(key: str, template: str) -> Redirect:
        """Take all answers from a file."""
        sheet = sheet_to_edit(desk, key, template)
        sent = request.files.get(FILE)
        data = sent.read() if sent else b""
        if not data:
            abort(HTTPStatus.BAD_REQUEST, _("Choose a file with answers first."))
        try:
            scored = _read(data, sheet)
        except (UserError, UserErrors) as error:
            abort(HTTPStatus.BAD_REQUEST, str(error))
        try:
            desk.save(key, template, revision(), scored, person())
        except Refused as refused:
            refuse(refused, sheet)
        return back(key, template, _("The answers of the file are taken."))

    @routes.get("/issues/<key>/assessment/<template>/approval.json")
    def approval(key: str, template: str) -> Response:
        """Hand out the signed approval that holds."""
        sheet = sheet_to_read(desk, key, template)
        case = sheet.case
        holds = case is not None and case.state is State.APPROVED
        if case is None or not holds or not case.envelope or (case.until or 0) <= desk.clock():
            abort(HTTPStatus.NOT_FOUND, _("There is no signed approval that holds."))
        named = {"Content-Disposition": f'attachment; filename="{key}-approval.json"'}
        return Response(case.envelope, mimetype="application/json", headers=named)


def _read(data: bytes, sheet: Sheet) -> Scored:
    file = sheet.scored.file
    stamp = stamp_of(data, FILE)
    if stamp.id == file.content.id:
        check_version(stamp, file.content, file.digest, FILE)
    values = read_answers(data, FILE, file.content).values
    wrong = [UserError(w.problem, w.cure, FILE, place=w.place) for w in too_long(values)]
    if wrong:
        raise UserErrors(wrong)
    return score_values(file, values)


def _subject(key: str, sheet: Sheet) -> str:
    return f"{key} {sheet.summary}".strip()


def _file(text: str, name: str) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="application/yaml", headers=named)
