"""Pages of assessments: the form, its steps, files, and checklists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from uuid import uuid4

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug import Response as Redirect

from fairgate.checklist import Library
from jira_app.access import need_issue, person
from jira_app.assessments import checklists, exchange, publishing, steps, words
from jira_app.assessments.desk import Desk, nobody_passed
from jira_app.assessments.fields import heard, shown, taken
from jira_app.assessments.pagefacts import page_facts, result_facts
from jira_app.assessments.readings import Passed, Sheet
from jira_app.assessments.refusal import Refused
from jira_app.assessments.scored import score_values
from jira_app.assessments.view import now_asked
from jira_app.assessments.web import back, revision, sheet_to_edit, sheet_to_read, status
from jira_app.pages import limit_forms

MOST_BYTES: Final = 1_000_000
"""Bytes of a form or a file of answers."""

MOST_PARTS: Final = 5_000
"""Fields of a form: a long table of harms has hundreds of cells."""

Answer = Redirect | str | tuple[Response | str, HTTPStatus]


def assessments(
    *,
    engine: Engine,
    clock: Callable[[], float],
    library: Library,
    signing_key: Path | None = None,
    wake: Callable[[], None] = lambda: None,
    passed: Passed = nobody_passed,
    modules: Mapping[str, str] = MappingProxyType({}),
    new_id: Callable[[], str] = lambda: uuid4().hex,
) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    library : Library
        Templates, checklists and cases.
    signing_key : Path or None
        The private key that signs approvals; without one no rollout can rest on them.
    wake : callable
        Called after a commit that Jira has to be told of.
    passed : callable
        Gives the training modules that a person, named by id, has passed.
    modules : mapping of str to str
        Titles of training modules by id.
    new_id : callable
        Makes the id of an assessment.
    """
    desk = Desk(engine, clock, library, signing_key, wake, passed, new_id, modules)
    routes = Blueprint("assessments", "jira_app.assessments", template_folder="templates")
    limit_forms(routes, MOST_BYTES, MOST_PARTS)
    _add(routes, desk)
    steps.add(routes, desk)
    publishing.add(routes, desk)
    exchange.add(routes, desk)
    checklists.add(routes, desk)
    return routes


def _add(routes: Blueprint, desk: Desk) -> None:
    @routes.get("/issues/<key>/assessment")
    def show(key: str) -> Answer:
        """Show the form, or the choice where there are several."""
        return _overview(desk, need_issue(key))

    @routes.get("/issues/<key>/assessment/<template>")
    def fill(key: str, template: str) -> Answer:
        """Show one form."""
        return _page(desk, key, sheet_to_read(desk, key, template))

    @routes.post("/issues/<key>/assessment/<template>")
    def keep(key: str, template: str) -> Answer:
        """Save the whole form; a page, for browsers without the script."""
        return _keep(desk, key, template)

    @routes.post("/issues/<key>/assessment/<template>/save")
    def save(key: str, template: str) -> Answer:
        """Save as somebody types; JSON, for the script."""
        return _save(desk, key, template)


def _overview(desk: Desk, key: str) -> Answer:
    begun = desk.cases(key)
    names = dict.fromkeys((*desk.project(key).templates, *(case.template for case in begun)))
    if len(names) == 1:
        return _page(desk, key, sheet_to_read(desk, key, *names))
    known = {case.template: case for case in begun}
    files = [desk.file_or_none(name) for name in names]
    return render_template(
        "assessments/overview.html",
        key=key,
        forms=[(file.content, known.get(file.content.id)) for file in files if file],
        checklists=desk.checklists,
    )


def _keep(desk: Desk, key: str, template: str) -> Answer:
    sheet = sheet_to_edit(desk, key, template)
    fields = taken(request.form.lists())
    found = heard(sheet.scored.template, fields)
    refused, code = "", HTTPStatus.BAD_REQUEST
    if not found.wrong:
        answers = score_values(sheet.scored.file, found.values)
        try:
            desk.save(key, template, revision(), answers, person())
        except Refused as error:
            refused, code = words.refusal(error, sheet.scored), status(error)
    if found.wrong or refused:
        # What was typed stays on the page, so that nothing has to be typed again.
        facts = page_facts(desk, key, sheet, values=found.values, fields=fields, wrong=found.wrong)
        return render_template("assessments/form.html", refused=refused, **facts), code
    if request.form.get("then") == "submit":
        where = url_for("assessments.confirm_submit", key=key, template=template)
        return redirect(where, HTTPStatus.SEE_OTHER)
    return back(key, template, _("Saved."))


def _save(desk: Desk, key: str, template: str) -> Answer:
    sheet = sheet_to_edit(desk, key, template)
    found = heard(sheet.scored.template, taken(request.form.lists()))
    if found.wrong:
        wrong = [
            {"question": w.question, "place": w.place, "text": f"{w.problem}: {w.cure}"}
            for w in found.wrong
        ]
        return jsonify(said=_("Not saved."), wrong=wrong), HTTPStatus.BAD_REQUEST
    answers = score_values(sheet.scored.file, found.values)
    try:
        case = desk.save(key, template, revision(), answers, person())
    except Refused as refused:
        return jsonify(said=words.refusal(refused, sheet.scored)), status(refused)
    facts = result_facts(answers, key, sheet.summary, desk.clock())
    asked = now_asked(answers.template, answers.values)
    progress = asked.pop("progress")
    return jsonify(
        **asked,
        revision=case.revision,
        state=case.state,
        said=_("Saved."),
        at=desk.clock(),
        progress={**progress, "said": words.progress(**progress)},
        result=render_template("assessments/result.html", **facts),
    )


def _page(desk: Desk, key: str, sheet: Sheet) -> str:
    values = sheet.scored.values
    facts: dict[str, Any] = page_facts(desk, key, sheet, values=values, fields=shown(values))
    page: str = render_template("assessments/form.html", **facts)
    return page
