"""Comments, written once for each thing there is to say.

A request that was cut off may have been carried out. Posting again would say it twice, so that
each comment of the app carries a property, its marker, which is looked for first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jira_app.jira import parse
from jira_app.jira.errors import JiraError
from jira_app.jira.keys import issue_key, number
from jira_app.jira.transport import Query, Transport
from jira_app.jira.values import Comment

PROPERTY = "fairgate"
PAGE = 100
MOST_PAGES = 50


class Comments:
    """Comments of the issues of one Jira.

    Parameters
    ----------
    transport : Transport
        Sends requests.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def of(self, key: str, order: str = "created") -> Iterator[Comment]:
        """Read an issue's comments: oldest first, or newest first (``-created``)."""
        path = f"issue/{issue_key(key)}/comment"
        start = 0
        for _ in range(MOST_PAGES):
            query: Query = {"startAt": start, "maxResults": PAGE, "orderBy": order}
            page = self._transport.send("GET", path, query=query)
            found = page.get("comments") or []
            yield from map(parse.comment, found)
            start += len(found)
            if not found or start >= int(page.get("total") or 0):
                return

    def add_once(self, key: str, body: Any, marker: str, author: str) -> str:
        """Post a comment unless this author has posted one of the same marker; return its id.

        The marker travels with the comment in one request, so that there is no comment without.
        """
        own = (each for each in self.of(key, "-created") if each.author == author)
        for each in own:
            if self.marker(each.id) == marker:
                return each.id
        property_ = {"key": PROPERTY, "value": {"marker": marker}}
        made = self._transport.send(
            "POST",
            f"issue/{issue_key(key)}/comment",
            {"body": body, "properties": [property_]},
            repeatable=False,
        )
        return parse.comment(made).id

    def marker(self, comment_id: str) -> str:
        """Read a comment's marker; empty if it has none."""
        path = f"comment/{number(comment_id)}/properties/{PROPERTY}"
        try:
            found = self._transport.send("GET", path)
        except JiraError as error:
            if error.kind == "gone":
                return ""
            raise
        value = found.get("value") if isinstance(found, dict) else None
        return str(value.get("marker") or "") if isinstance(value, dict) else ""
