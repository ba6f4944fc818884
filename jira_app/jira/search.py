"""Searches, page by page, which end even when Jira's pages do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jira_app.jira import parse
from jira_app.jira.errors import JiraError
from jira_app.jira.transport import Transport
from jira_app.jira.values import Hit

PAGE = 100


def search(
    transport: Transport,
    jql: str,
    fields: tuple[str, ...],
    properties: tuple[str, ...],
    cloud: bool,  # noqa: FBT001 - one of two dialects
) -> Iterator[Hit]:
    """Find issues.

    Cloud's pages follow each other by token and have no total; Data Center's by number.

    Raises
    ------
    JiraError
        ``invalid``: the query is refused, or a page repeats the token of an earlier one.
    """
    body = {"jql": jql, "fields": list(fields), "properties": list(properties), "maxResults": PAGE}
    pages = _by_token(transport, body) if cloud else _by_number(transport, body)
    for page in pages:
        yield from (parse.hit(found) for found in page.get("issues") or ())


def _by_token(transport: Transport, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    token: str | None = None
    while True:
        asked = body if token is None else {**body, "nextPageToken": token}
        page = transport.send("POST", "search/jql", asked, repeatable=True)
        yield page
        token = page.get("nextPageToken")
        if page.get("isLast") or not token:
            return
        if token in seen:
            raise JiraError("invalid", "POST search/jql: Jira repeats a page for ever")
        seen.add(token)


def _by_number(transport: Transport, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    start = 0
    while True:
        page = transport.send("POST", "search", {**body, "startAt": start}, repeatable=True)
        yield page
        start += len(page.get("issues") or ())
        if not page.get("issues") or start >= int(page.get("total") or 0):
            return
