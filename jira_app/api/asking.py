"""Who asks: whose token a request carries, and what it is for."""

from __future__ import annotations

from http import HTTPStatus

from flask import request

from jira_app.access import need_issue
from jira_app.access.sender import Authenticate, Scope, Sender
from jira_app.evidence.refused import Refused
from jira_app.jira import JiraError, issue_key
from jira_app.projects import project_of


def sender_for(authenticate: Authenticate, scope: Scope) -> Sender:
    """Give who sends this request, if the token is for that.

    Raises
    ------
    Refused
        With 401 without a token that is known here, 403 if it is for something else.
    """
    sender = authenticate(request.headers.get("Authorization", ""))
    if sender is None:
        detail = "Send a token of this app in the header Authorization: Bearer TOKEN."
        raise Refused(HTTPStatus.UNAUTHORIZED, detail)
    if scope not in sender.scopes:
        raise Refused(HTTPStatus.FORBIDDEN, f"This token has not the scope {scope.value}.")
    return sender


def readable(authenticate: Authenticate, key: str) -> str:
    """Give the key of an issue that a token, or whoever signed in, may read; refuse otherwise."""
    if "Authorization" in request.headers:
        return permitted(sender_for(authenticate, Scope.READ), key)
    return need_issue(key)


def permitted(sender: Sender, key: str) -> str:
    """Give the key of an issue that a token may read; 404 for what is no key, 403 otherwise."""
    try:
        issue = issue_key(key)
    except JiraError as error:
        raise Refused(HTTPStatus.NOT_FOUND, f"{error.message}.") from None
    if not sender.may(Scope.READ, issue):
        raise Refused(HTTPStatus.FORBIDDEN, f"This token is not for {project_of(issue)}.")
    return issue
