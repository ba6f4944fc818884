"""Checklists of an issue: ticks, kept beside its assessments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fairgate.assessment.values import Stamp
from fairgate.checklist import Checklist
from fairgate.content import ContentFile
from fairgate.errors import UserError
from jira_app.access import Permission, need_issue, person
from jira_app.assessments import shelf, words
from jira_app.assessments.case import Case
from jira_app.assessments.desk import Desk
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import digest_of
from jira_app.assessments.step import Record, Step, begin
from jira_app.assessments.web import may_edit, revision, status
from jira_app.projects import project_of, read_project
from jira_app.store.engine import reading

TICK = "t:"
"""Begins the name of a box."""


def add(routes: Blueprint, desk: Desk) -> None:
    """Add the routes."""

    @routes.get("/issues/<key>/checklist/<name>")
    def checklist(key: str, name: str) -> str:
        """Show a checklist."""
        key = need_issue(key)
        return _page(desk, key, _file(desk, name))

    @routes.post("/issues/<key>/checklist/<name>")
    def tick(key: str, name: str) -> Response | tuple[str, HTTPStatus]:
        """Keep the ticks."""
        key = need_issue(key, Permission.EDIT)
        file = _file(desk, name)
        known = {check.id for check in file.content.items()}
        ticked = {box[len(TICK) :] for box in request.form if box.startswith(TICK)}
        if ticked - known:
            unknown = min(ticked - known)[:80]
            problem = _("This checklist has no item %(name)s.", name=unknown)
            abort(HTTPStatus.BAD_REQUEST, problem)
        try:
            _keep(desk, key, file, ticked, revision())
        except Refused as refused:
            page = _page(desk, key, file, ticked, words.refusal(refused))
            return page, status(refused)
        flash(_("Saved."), "done")
        where = url_for("assessments.checklist", key=key, name=name)
        return redirect(where, HTTPStatus.SEE_OTHER)


def _page(
    desk: Desk,
    key: str,
    file: ContentFile[Checklist],
    ticked: set[str] | None = None,
    refused: str = "",
) -> str:
    with reading(desk.engine).begin() as db:
        case = shelf.of_template(db, key, _row_of(file))
        project = read_project(db, project_of(key))
    content = file.content
    ticks = ticked if ticked is not None else {*(case.answers if case else {})}
    items = [check.id for check in content.items()]
    return render_template(
        "assessments/checklist.html",
        key=key,
        checklist=content,
        sources={source.id: source for source in content.sources},
        cases=desk.library.cases,
        ticks=ticks,
        done=sum(name in ticks for name in items),
        all=len(items),
        revision=case.revision if case else 0,
        editor=may_edit(key) and project.enabled,
        refused=refused,
        others=desk.checklists,
    )


def _keep(desk: Desk, key: str, file: ContentFile[Checklist], ticked: set[str], seen: int) -> None:
    now, by = desk.clock(), person().id
    answers = {check.id: True for check in file.content.items() if check.id in ticked}
    with desk.engine.begin() as db:
        if not read_project(db, project_of(key)).enabled:
            raise Refused(Refusal.SWITCHED_OFF)
        before = shelf.of_template(db, key, _row_of(file), to_change=True)
        if seen != (before.revision if before else 0):
            raise Refused(Refusal.CHANGED_MEANWHILE)
        old = before or _new(desk, key, file, by, now)
        step = _step(old, file, answers, by, now)
        if step is not None:
            shelf.write(db, old, step, now)


def _step(
    old: Case, file: ContentFile[Checklist], answers: Mapping[str, Any], by: str, now: float
) -> Step | None:
    if dict(old.answers) == dict(answers):
        return None
    after = replace(
        old,
        answers=answers,
        answers_digest=digest_of(answers),
        template_version=file.content.version,
        template_digest=file.digest,
        revision=old.revision + 1,
        updated=now,
    )
    changed = sorted({*old.answers} ^ {*answers})
    facts = {"template": old.template, "changed": changed, "answers": after.answers_digest}
    return Step(after, (Record("checklist-ticked", by, facts),))


def _new(desk: Desk, key: str, file: ContentFile[Checklist], by: str, now: float) -> Case:
    stamp = Stamp(_row_of(file), file.content.version, file.digest)
    return begin(desk.new_id(), key, stamp, by, now)


def _row_of(file: ContentFile[Checklist]) -> str:
    return f"{shelf.CHECKLIST}{file.content.id}"


def _file(desk: Desk, name: str) -> ContentFile[Checklist]:
    try:
        found: ContentFile[Checklist] = desk.library.file(name, "checklist")
    except UserError:
        abort(HTTPStatus.NOT_FOUND, _("There is no such checklist."))
    return found
