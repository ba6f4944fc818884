"""Search: ``search/jql`` of Cloud, ``search`` of Data Center."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from flask import Flask, request

from jira_app.twin.jql import parse
from jira_app.twin.refusal import Refusal
from jira_app.twin.routes.request import Answer, Jira, body, names, no_expansion, number, who

MOST = 5000
LEGACY_MOST = 1000


def add(app: Flask, jira: Jira) -> None:
    """Add these addresses to the application."""
    path = f"{jira.root}/search/jql" if jira.cloud else f"{jira.root}/search"
    answer = _cloud if jira.cloud else _data_center

    @app.get(path)
    def search_by_query(version: str) -> Answer:
        """Jira's REST documentation of search; parameters in the query."""
        whole = ("maxResults", "startAt", "nextPageToken", "jql", "expand")
        given: dict[str, Any] = {name: request.args.get(name) for name in whole}
        for name, default in (("maxResults", 50), ("startAt", 0)):
            given[name] = number(request, name, default)
        lists = ("fields", "properties", "reconcileIssues")
        return answer(jira, given | {name: names(request, name) for name in lists}, version)

    @app.post(path)
    def search_by_body(version: str) -> Answer:
        """Jira's REST documentation of search; parameters in the body."""
        given = body(request)
        if not isinstance(given, dict):
            raise Refusal(400, "Invalid request payload. Refer to the REST API documentation.")
        return answer(jira, given, version)

    if jira.cloud:

        @app.route(f"{jira.root}/search", methods=["GET", "POST"])
        def gone(version: str) -> Answer:
            """Jira's changelog: the old search of Cloud is gone."""
            del version
            raise Refusal(
                410,
                "The requested API has been removed. Please migrate to the /rest/api/3/search/jql "
                "API.",
            )


def _cloud(jira: Jira, given: dict[str, Any], version: str) -> Answer:
    """Answer a page by token: bounded queries only, ids only unless fields are named."""
    account = who(jira, request)
    no_expansion(given.get("expand"))
    jql = str(given.get("jql") or "")
    query = parse(jql, jira.aliases)
    if not query.bounded:
        raise Refusal(
            400,
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your "
            "query.",
        )
    most = _size(given.get("maxResults"), MOST)
    fresh = {str(each) for each in given.get("reconcileIssues") or ()}
    found = query.find(jira.site.visible(account, fresh))
    start = _start(given.get("nextPageToken"), jql)
    page = found[start : start + min(most, jira.page_limit)]
    end = start + len(page)
    answer: dict[str, Any] = {"issues": _issues(jira, given, version, page)}
    answer["isLast"] = end >= len(found)
    if end < len(found):
        answer["nextPageToken"] = _token(end, jql)
    return answer, 200


def _data_center(jira: Jira, given: dict[str, Any], version: str) -> Answer:
    """Answer a page by number, with a total; all fields unless some are named."""
    account = who(jira, request)
    no_expansion(given.get("expand"))
    query = parse(str(given.get("jql") or ""), jira.aliases)
    found = query.find(jira.site.visible(account))
    start, most = int(given.get("startAt") or 0), _size(given.get("maxResults"), LEGACY_MOST)
    page = found[start : start + min(most, jira.page_limit)]
    wanted = {**given, "fields": given.get("fields") or ["*navigable"]}
    issues = _issues(jira, wanted, version, page)
    return {"startAt": start, "maxResults": most, "total": len(found), "issues": issues}, 200


def _issues(jira: Jira, given: dict[str, Any], version: str, page: list[Any]) -> list[Any]:
    wanted = [str(name) for name in given.get("fields") or ()]
    properties = [str(name) for name in given.get("properties") or ()]
    shapes = jira.shapes(request, version)
    if not wanted and not properties:
        return [{"id": issue.id} for issue in page]
    fields = jira.fields(wanted or ["id"])
    return [shapes.issue(issue, fields, properties) for issue in page]


def _size(given: Any, most: int) -> int:
    size = 50 if given is None else given
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= most:
        raise Refusal(400, f"maxResults must be from 1 to {most}.")
    return size


def _token(place: int, jql: str) -> str:
    """Make a token that says nothing and fits this query only."""
    digest = hashlib.sha256(jql.encode()).hexdigest()[:12]
    return base64.urlsafe_b64encode(f"{digest}:{place}".encode()).decode()


def _start(token: Any, jql: str) -> int:
    if token is None:
        return 0
    try:
        place = int(base64.urlsafe_b64decode(str(token)).decode().rpartition(":")[2])
    except (ValueError, binascii.Error):
        place = -1
    if _token(place, jql) != token:
        raise Refusal(400, "The nextPageToken is not one of this query's.")
    return place
