"""What the page of an assessment is rendered with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, request, url_for

from fairgate.assessment.values import Value
from jira_app.access import person
from jira_app.assessments import words
from jira_app.assessments.case import State
from jira_app.assessments.deciders import needs_reviewer, obstacles, send_back_obstacles
from jira_app.assessments.desk import Desk
from jira_app.assessments.fields import Fields, Wrong
from jira_app.assessments.lifecycle import OPEN
from jira_app.assessments.outcome import outcome
from jira_app.assessments.readings import Sheet
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.scored import Scored
from jira_app.assessments.timeline import timeline
from jira_app.assessments.view import form
from jira_app.assessments.web import may_edit


def page_facts(
    desk: Desk,
    key: str,
    sheet: Sheet,
    *,
    values: Mapping[str, Value],
    fields: Fields,
    wrong: tuple[Wrong, ...] = (),
) -> dict[str, Any]:
    """Gather everything that the page of one assessment shows."""
    case, scored, project = sheet.case, sheet.scored, sheet.project
    now, asking = desk.clock(), person()
    editor = may_edit(key) and project.enabled
    moments = timeline(sheet.entries)
    ids = {moment.actor for moment in moments} | {case.author if case else ""}
    names = desk.names(ids | {case.decided_by or "" if case else ""})
    open_ = case is None or case.state in OPEN
    changing = bool(case and case.state is State.APPROVED and "change" in request.args)
    facts = {
        "key": key,
        "address": url_for("assessments.fill", key=key, template=scored.template.id),
        "case": case,
        "over": bool(case and case.state is State.APPROVED and (case.until or 0) <= now),
        "project": project,
        "template": scored.template,
        "form": form(scored.template, values, fields, wrong, desk.library),
        "wrong": wrong,
        "editor": editor,
        "editing": editor and (open_ or changing or request.method == "POST"),
        "changing": changing,
        "checklists": desk.checklists,
        "moments": moments,
        "who": words.who(names),
        "event": words.event,
        "why": words.WHY,
        "signs": desk.signing_key is not None,
        "new_version": bool(case and case.template_version != scored.template.version),
        "needs_reviewer": needs_reviewer(scored, project),
        **result_facts(scored, key, sheet.summary, now),
    }
    if case is not None:
        passed = desk.passed(asking.id)
        against = obstacles(case, scored, project, asking, passed)
        facts["against_approval"] = [_obstacle(each, sheet) for each in against]
        against = send_back_obstacles(case, scored, project, asking)
        facts["against_sending_back"] = [words.refusal(each, scored) for each in against]
    return facts


def _obstacle(refused: Refused, sheet: Sheet) -> tuple[str, list[tuple[str, str]]]:
    """Say what keeps somebody from approving; training with links to it, where it can be had."""
    reachable = "training.show" in current_app.view_functions
    if refused.why is not Refusal.UNTRAINED or not reachable:
        return words.refusal(refused, sheet.scored, sheet.modules), []
    links = [
        (
            url_for("training.show", module=name) if name in sheet.modules else "",
            words.module(name, sheet.modules),
        )
        for name in refused.names
    ]
    return str(words.REFUSALS[refused.why]), links


def result_facts(scored: Scored, key: str, summary: str, now: float) -> dict[str, Any]:
    """Gather what the region with the result shows."""
    subject = f"{key} {summary}".strip()
    return {
        "result": outcome(scored, subject, now),
        "template": scored.template,
        "missing": scored.result.missing,
    }
