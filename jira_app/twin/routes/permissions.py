"""Other people: who they are, and what they may do with which issues."""

from __future__ import annotations

from typing import Any

from flask import request

from jira_app.twin.model import ADMIN, EVERYTHING, Account, Issue
from jira_app.twin.refusal import Refusal, unplayed
from jira_app.twin.routes.request import Answer, Jira, Routes, body, names, number, who

BULK = 100
MOST = 1000


def find_users(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation of user/search: beginnings of names and addresses match."""
    who(jira, request)
    wanted = request.args.get("query" if jira.cloud else "username", "")
    if not wanted:
        raise Refusal(400, "A query parameter must be provided.")
    return _page(jira, version, [each for each in jira.site.accounts if _matches(each, wanted)])


def users_with_permissions(jira: Jira, version: str) -> Answer:
    """Data Center's REST documentation: people who have all the permissions for an issue."""
    account = who(jira, request)
    if jira.cloud:
        raise unplayed("user/permission/search of Cloud")
    if not account.may(ADMIN):
        raise Refusal(403, "You are not permitted to ask about others.")
    wanted, permissions = request.args.get("username", ""), names(request, "permissions")
    _known(permissions)
    issue = jira.site.issue(account, request.args.get("issueKey", ""))
    found = [
        each
        for each in jira.site.accounts
        if _matches(each, wanted) and all(each.may_with(name, issue) for name in permissions)
    ]
    return _page(jira, version, found)


def bulk_fetch(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: by id or key, up to 100; what one may not see is left out."""
    account, given = who(jira, request), body(request)
    wanted = [str(each) for each in given.get("issueIdsOrKeys") or ()]
    others = sorted(given.keys() - {"issueIdsOrKeys", "fields"})
    if others:
        raise unplayed(f"{others[0]!r} of bulkfetch")
    if not 1 <= len(wanted) <= BULK:
        raise Refusal(400, f"issueIdsOrKeys: from 1 to {BULK}.")
    found = {each.id: each for each in _issues(jira, account, wanted)}
    fields = jira.fields([str(name) for name in given.get("fields") or ()])
    shapes = jira.shapes(request, version)
    shown = [shapes.issue(found[each], fields) for each in sorted(found, key=int)]
    return {"issueErrors": [], "issues": shown}, 200


def check(jira: Jira, version: str) -> Answer:
    """Jira's REST documentation: administrators ask for others; unknown ids are ignored."""
    del version
    account, given = who(jira, request), body(request)
    subject = _subject(jira, account, given.get("accountId"))
    asked = given.get("projectPermissions") or []
    _known([name for each in asked for name in each["permissions"]])
    if sum(len(each.get("issues") or ()) for each in asked) > MOST:
        raise Refusal(400, f"More than {MOST} issues.")
    granted = [
        {"permission": name, "projects": [], "issues": _granted(jira, subject, name, each)}
        for each in asked
        for name in each["permissions"]
    ]
    return {"globalPermissions": [], "projectPermissions": granted}, 200


def _subject(jira: Jira, account: Account, wanted: Any) -> Account:
    if wanted in {None, account.id}:
        return account
    if not account.may(ADMIN):
        raise Refusal(403, "Only Jira administrators can perform this operation.")
    for each in jira.site.accounts:
        if each.id == wanted:
            return each
    raise Refusal(400, "The account ID is not valid.")


def _granted(jira: Jira, subject: Account, permission: str, asked: Any) -> list[int]:
    if asked.get("projects"):
        raise unplayed("projects of permissions/check")
    by_id = {each.id: each for each in jira.site.issues.values()}
    found = [by_id[str(each)] for each in asked.get("issues") or () if str(each) in by_id]
    return [int(issue.id) for issue in found if subject.may_with(permission, issue)]


def _issues(jira: Jira, account: Account, wanted: list[str]) -> list[Issue]:
    found = []
    for ref in wanted:
        try:
            found.append(jira.site.issue(account, ref))
        except Refusal:
            continue
    return found


def _matches(account: Account, wanted: str) -> bool:
    words = (account.id, account.email, account.name, *account.name.split())
    return any(word.casefold().startswith(wanted.casefold()) for word in words if word)


def _known(permissions: list[str]) -> None:
    for name in permissions:
        if name not in EVERYTHING:
            raise Refusal(400, errors={name: "Unrecognized permission"})


def _page(jira: Jira, version: str, found: list[Account]) -> Answer:
    start, most = number(request, "startAt", 0), number(request, "maxResults", 50)
    shapes = jira.shapes(request, version)
    return [shapes.account(each) for each in found[start : start + most]], 200


ROUTES: Routes = (
    ("GET", "user/search", find_users),
    ("GET", "user/permission/search", users_with_permissions),
    ("POST", "issue/bulkfetch", bulk_fetch),
    ("POST", "permissions/check", check),
)
