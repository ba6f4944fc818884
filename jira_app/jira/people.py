"""Whose account an e-mail address is, and which issues an account may browse or edit.

The account that asks needs "Browse users and groups" and, to ask about others, "Administer
Jira" (Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from jira_app.jira import parse
from jira_app.jira.errors import JiraError
from jira_app.jira.keys import issue_key
from jira_app.jira.transport import Query, Transport
from jira_app.jira.values import Account

BULK: Final = 100
"""Issues that one request may ask for."""

MOST_USERS: Final = 1000


def accounts(transport: Transport, email: str, *, cloud: bool) -> tuple[Account, ...]:
    """Find the active accounts of people with exactly this address.

    Jira matches beginnings, and names too; what does not show this very address is left out.
    """
    query: Query = {"query" if cloud else "username": email, "maxResults": MOST_USERS}
    found = parse.accounts(transport.send("GET", "user/search", query=query))
    wanted = email.casefold()
    return tuple(each for each in found if each.active and each.email.casefold() == wanted)


def permitted(
    transport: Transport, account: str, keys: Iterable[str], permission: str, *, cloud: bool
) -> frozenset[str]:
    """Say for which of these issues an account has a permission."""
    wanted = sorted({issue_key(key) for key in keys})
    if not cloud:
        return frozenset(key for key in wanted if _has(transport, account, key, permission))
    ids = dict(_ids(transport, wanted))
    if not ids:
        return frozenset()
    asked = {"issues": sorted(ids), "permissions": [permission]}
    body = {"accountId": account, "projectPermissions": [asked]}
    answer = transport.send("POST", "permissions/check", body, repeatable=True)
    return frozenset(ids[each] for each in parse.granted(answer, permission) if each in ids)


def _ids(transport: Transport, keys: list[str]) -> Iterator[tuple[int, str]]:
    """Give ids and keys; an issue that moved answers to another key, and is left out."""
    for start in range(0, len(keys), BULK):
        asked = keys[start : start + BULK]
        body = {"issueIdsOrKeys": asked, "fields": ["project"]}
        answer = transport.send("POST", "issue/bulkfetch", body, repeatable=True)
        for found in parse.issues(answer):
            if found.key in asked:
                yield int(found.id), found.key


def _has(transport: Transport, account: str, key: str, permission: str) -> bool:
    """Ask Data Center, which lists those who have a permission for one issue; 404: nobody has."""
    query: Query = {
        "username": account,
        "issueKey": key,
        "permissions": permission,
        "maxResults": MOST_USERS,
    }
    try:
        answer = transport.send("GET", "user/permission/search", query=query)
    except JiraError as error:
        if error.kind == "gone":
            return False
        raise
    return any(each.id == account and each.active for each in parse.accounts(answer))
