"""Jira's JSON into values: forgiving about what is missing, strict about what is needed.

Cloud (version 3) and Data Center (version 2) differ in the text of descriptions and comments and
in the name of an account; both are read here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jira_app.jira.adf import to_text
from jira_app.jira.errors import JiraError
from jira_app.jira.values import Account, Comment, Field, Hit, Issue, Server, Transition, User

FLAGGED = "Flagged"
CHECKBOXES = "multicheckboxes"
PERSON = "atlassian"


def timestamp(text: Any) -> datetime | None:
    """Read a time of Jira's, whose zone has no colon.

    Examples
    --------
    >>> timestamp("2023-04-27T22:12:46.451+0300").isoformat()
    '2023-04-27T22:12:46.451000+03:00'
    """
    try:
        return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        return None


def issue(found: Any, flagged_field: str = "", risk_field: str = "", gate_field: str = "") -> Issue:
    """Read an issue.

    Parameters
    ----------
    found : object
        Jira's JSON.
    flagged_field, risk_field, gate_field : str
        Ids of these, which differ from site to site; empty where there is none.

    Raises
    ------
    JiraError
        Of kind ``invalid``: this is no issue.

    Examples
    --------
    >>> issue({"id": "1", "key": "ED-1", "fields": {"summary": "Score applicants"}}).summary
    'Score applicants'
    """
    body = _object(found, "an issue")
    fields = _part(body, "fields")
    return Issue(
        key=_text(body, "key", "an issue"),
        id=_text(body, "id", "an issue"),
        project=_name(fields.get("project"), "key"),
        type=_name(fields.get("issuetype")),
        summary=str(fields.get("summary") or ""),
        description_text=to_text(fields.get("description")),
        labels=tuple(str(label) for label in _list(fields.get("labels"))),
        components=_names(fields.get("components")),
        status=_name(fields.get("status")),
        updated=timestamp(fields.get("updated")),
        flagged=bool(flagged_field and fields.get(flagged_field)),
        risk=_shown(fields.get(risk_field)) if risk_field else None,
        gate=_shown(fields.get(gate_field)) if gate_field else None,
        assignee=_name(fields.get("assignee"), "displayName"),
    )


def hit(found: Any) -> Hit:
    """Read one result of a search."""
    body = _object(found, "a search result")
    key = str(body.get("key") or "")
    return Hit(
        _text(body, "id", "a search result"), key, _part(body, "fields"), _part(body, "properties")
    )


def comment(found: Any) -> Comment:
    """Read a comment.

    Examples
    --------
    >>> comment({"id": "7", "author": {"accountId": "ann"}, "body": "plain"}).text
    'plain'
    """
    body = _object(found, "a comment")
    return Comment(
        id=_text(body, "id", "a comment"),
        author=_account(_part(body, "author")),
        text=to_text(body.get("body")),
        created=timestamp(body.get("created")),
    )


def transitions(found: Any) -> tuple[Transition, ...]:
    """Read the steps that an issue may take."""
    listed = _list(_object(found, "transitions").get("transitions"))
    return tuple(
        Transition(
            _text(each, "id", "a transition"),
            _name(each),
            _name(each.get("to")),
            _name(each.get("to"), "id"),
        )
        for each in listed
        if isinstance(each, dict)
    )


def fields(found: Any) -> tuple[Field, ...]:
    """Read the fields of a site."""
    return tuple(
        Field(
            id=_text(each, "id", "a field"),
            name=_name(each),
            type=str(_part(each, "schema").get("type") or ""),
            custom_type=str(_part(each, "schema").get("custom") or ""),
        )
        for each in _list(found)
        if isinstance(each, dict)
    )


def flagged_field(known: Iterable[Field]) -> str:
    """Find "Flagged", whose id differs from site to site, by its name and type; empty: none.

    Examples
    --------
    >>> flagged_field([Field("customfield_10021", "Flagged", "array", "x:multicheckboxes")])
    'customfield_10021'
    """
    found = (each for each in known if each.name == FLAGGED)
    return next((each.id for each in found if each.custom_type.endswith(CHECKBOXES)), "")


def user(found: Any) -> User:
    """Read an account."""
    body = _object(found, "an account")
    return User(_account(body), str(body.get("displayName") or ""))


def server(found: Any) -> Server:
    """Read what a Jira says of itself."""
    body = _object(found, "serverInfo")
    names = ("baseUrl", "version", "deploymentType", "serverTitle")
    return Server(*(str(body.get(name) or "") for name in names))


def permissions(found: Any) -> dict[str, bool]:
    """Read which permissions an account has."""
    listed = _part(_object(found, "permissions"), "permissions")
    return {
        name: each.get("havePermission") is True
        for name, each in listed.items()
        if isinstance(each, dict)
    }


def accounts(found: Any) -> tuple[Account, ...]:
    """Read the accounts that a search found; those of apps and of customers count as inactive.

    Examples
    --------
    >>> accounts([{"accountId": "5b", "accountType": "atlassian", "active": True}])
    (Account(id='5b', email='', active=True),)
    """
    return tuple(
        Account(
            str(each.get("accountId") or each.get("name") or ""),
            str(each.get("emailAddress") or ""),
            each.get("active") is True and each.get("accountType", PERSON) == PERSON,
        )
        for each in _list(found)
        if isinstance(each, dict)
    )


def issues(found: Any) -> tuple[Issue, ...]:
    """Read the issues of a bulk request; those that may not be seen are not among them."""
    return tuple(issue(each) for each in _list(_object(found, "issues").get("issues")))


def granted(found: Any, permission: str) -> frozenset[int]:
    """Read the ids of issues for which an account has a permission."""
    listed = _list(_object(found, "permissions").get("projectPermissions"))
    return frozenset(
        number
        for each in listed
        if isinstance(each, dict) and each.get("permission") == permission
        for number in _list(each.get("issues"))
        if isinstance(number, int)
    )


def _object(found: Any, what: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise JiraError("invalid", f"expected {what} in Jira's answer, got {type(found).__name__}")
    return found


def _text(body: dict[str, Any], name: str, what: str) -> str:
    value = body.get(name)
    if not isinstance(value, str | int) or value == "":
        raise JiraError("invalid", f"{what} in Jira's answer has no {name!r}")
    return str(value)


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _name(found: Any, key: str = "name") -> str:
    return str(found.get(key) or "") if isinstance(found, dict) else ""


def _names(found: Any) -> tuple[str, ...]:
    return tuple(name for name in map(_name, _list(found)) if name)


def _account(found: dict[str, Any]) -> str:
    return str(found.get("accountId") or found.get("key") or found.get("name") or "")


def _shown(value: Any) -> str | None:
    """Show a field's value: text, or the value of a select list's option."""
    if isinstance(value, dict):
        value = value.get("value")
    return str(value) if value else None
