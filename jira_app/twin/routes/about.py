"""The site and its accounts: serverInfo, myself, permissions, projects, fields, statuses."""

from __future__ import annotations

from flask import request

from jira_app.twin.model import BROWSE, EVERYTHING
from jira_app.twin.refusal import Refusal, invisible
from jira_app.twin.routes.request import Answer, Jira, Routes, names, number, who
from jira_app.twin.shapes import stamp


def server_info(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: serverInfo may be read by anybody."""
    del version
    parts = [int(part) for part in jira.version.split("-")[0].split(".")]
    info = {
        "baseUrl": request.host_url.rstrip("/"),
        "version": jira.version,
        "versionNumbers": parts,
        "deploymentType": jira.deployment,
        "buildNumber": 100000,
        "serverTime": stamp(jira.site.clock()),
        "serverTitle": "JiraTwin",
    }
    return info, 200


def myself(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: the account whose credentials these are."""
    return jira.shapes(request, version).account(who(jira, request)), 200


def my_permissions(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: permissions must be named; an unknown name is 400."""
    del version
    account = who(jira, request)
    wanted = names(request, "permissions")
    if not wanted and jira.cloud:
        raise Refusal(400, "The 'permissions' query parameter is required.")
    unknown = [name for name in wanted if name not in EVERYTHING]
    if unknown:
        raise Refusal(400, f"Unrecognized permission: {unknown[0]}")
    project = "*"
    if "issueKey" in request.args:
        project = jira.site.issue(account, request.args["issueKey"]).project.key
    elif "projectKey" in request.args:
        project = request.args["projectKey"]
        if project not in jira.site.projects or not account.may(BROWSE, project):
            raise Refusal(404, f"No project could be found with key '{project}'.")
    held = {
        name: {
            "id": str(place),
            "key": name,
            "name": name.replace("_", " ").title(),
            "type": "GLOBAL" if name == "ADMINISTER" else "PROJECT",
            "description": "",
            "havePermission": account.may(name, project),
        }
        for place, name in enumerate(wanted or sorted(EVERYTHING))
    }
    return {"permissions": held}, 200


def fields(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: "Flagged" and other custom fields have ids of this jira.site."""
    who(jira, request)
    shapes = jira.shapes(request, version)
    return [shapes.field(field) for field in jira.site.fields.values()], 200


def statuses(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: every status of active workflows."""
    who(jira, request)
    shapes = jira.shapes(request, version)
    return [shapes.status(step.to) for step in jira.site.steps.values()], 200


def projects(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: a page of the projects that one may browse."""
    account = who(jira, request)
    shapes = jira.shapes(request, version)
    seen = [each for each in jira.site.projects.values() if account.may(BROWSE, each.key)]
    start, most = number(request, "startAt", 0), number(request, "maxResults", 50)
    page = [shapes.project(each) for each in seen[start : start + most]]
    last = start + len(page) >= len(seen)
    found = {"startAt": start, "maxResults": most, "total": len(seen)}
    return {**found, "isLast": last, "values": page}, 200


def project(jira: Jira, version: str, ref: str) -> Answer:
    """Jira's REST documentation: 404 for a project that is not there or not visible."""
    account = who(jira, request)
    for each in jira.site.projects.values():
        if ref in {each.key, each.id} and account.may(BROWSE, each.key):
            return jira.shapes(request, version).project(each), 200
    raise invisible()


def labels(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: a page of all labels."""
    del version
    who(jira, request)
    issues = jira.site.issues.values()
    found = sorted({label for each in issues for label in each.values.get("labels") or ()})
    start, most = number(request, "startAt", 0), number(request, "maxResults", 1000)
    page = found[start : start + most]
    last = start + len(page) >= len(found)
    return {
        "startAt": start,
        "maxResults": most,
        "total": len(found),
        "isLast": last,
        "values": page,
    }, 200


ROUTES: Routes = (
    ("GET", "serverInfo", server_info),
    ("GET", "myself", myself),
    ("GET", "mypermissions", my_permissions),
    ("GET", "field", fields),
    ("GET", "status", statuses),
    ("GET", "project/search", projects),
    ("GET", "project/<ref>", project),
    ("GET", "label", labels),
)
