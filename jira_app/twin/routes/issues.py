"""Issues: create, read, edit, move; the app's own field."""

from __future__ import annotations

from typing import Any

from flask import request

from jira_app.twin.changelog import changelog
from jira_app.twin.refusal import Refusal, unplayed
from jira_app.twin.routes.request import Answer, Jira, Routes, body, names, no_expansion, who


def create_issue(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: 201 with id and key; 400 names the field that is wrong."""
    given = body(request)
    _only(given, {"fields"})
    issue = jira.site.create(who(jira, request), given, int(version))
    link = jira.shapes(request, version).link(f"issue/{issue.id}")
    return {"id": issue.id, "key": issue.key, "self": link}, 201


def get_issue(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: all fields, or those named; properties and changelog if named."""
    wanted = names(request, "expand")
    no_expansion(",".join(each for each in wanted if each != "changelog"))
    issue = jira.site.issue(who(jira, request), ref)
    fields = jira.fields(names(request, "fields"))
    shapes = jira.shapes(request, version)
    shown = shapes.issue(issue, fields, names(request, "properties"))
    if "changelog" in wanted:
        shown |= {"expand": "changelog", "changelog": changelog(shapes, issue)}
    return shown, 200


def edit_issue(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: 204; the app's field is refused to everybody here."""
    account, given = who(jira, request), body(request)
    _only(given, {"fields", "update"})
    jira.site.edit(account, jira.site.issue(account, ref), given, int(version))
    return "", 204


def transitions(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: steps one may try; an empty list without the permission."""
    no_expansion(request.args.get("expand"))
    account = who(jira, request)
    steps = jira.site.open_steps(account, jira.site.issue(account, ref))
    wanted = request.args.get("transitionId")
    shapes = jira.shapes(request, version)
    shown = [shapes.step(step) for step in steps if wanted in {None, step.id}]
    return {"expand": "transitions", "transitions": shown}, 200


def transition(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: 204; 400 with the words of the rule that refuses."""
    del version
    account, given = who(jira, request), body(request)
    _only(given, {"transition"})
    issue = jira.site.issue(account, ref)
    wanted = given.get("transition")
    if not isinstance(wanted, dict) or "id" not in wanted:
        raise Refusal(400, "Missing 'transition' identifier")
    jira.site.move(account, issue, str(wanted["id"]))
    return "", 204


def set_app_field(jira: Jira, version: str, field_id: str) -> Answer:
    """Forge's documentation of custom fields: only the app that owns the field sets it."""
    del version
    account, given = who(jira, request), body(request)
    updates = given.get("updates") if isinstance(given, dict) else None
    if not jira.cloud:
        raise unplayed("app fields of Data Center")
    if not isinstance(updates, list) or not updates:
        raise Refusal(400, "There are no updates.")
    for update in updates:
        ids = [str(each) for each in update.get("issueIds") or ()]
        jira.site.set_app_field(account, field_id, ids, update.get("value"))
    return "", 204


def _only(given: Any, known: set[str]) -> None:
    """Refuse parts of a request that would change something the twin does not keep."""
    if not isinstance(given, dict):
        raise Refusal(400, "Invalid request payload. Refer to the REST API documentation.")
    others = [name for name, value in given.items() if name not in known and value]
    if others:
        raise unplayed(f"{others[0]!r} in this request")


ROUTES: Routes = (
    ("POST", "issue", create_issue),
    ("GET", "issue/<ref>", get_issue),
    ("PUT", "issue/<ref>", edit_issue),
    ("GET", "issue/<ref>/transitions", transitions),
    ("POST", "issue/<ref>/transitions", transition),
    ("PUT", "app/field/<field_id>/value", set_app_field),
)
