"""GitLab's REST API: notes of a merge request.

https://docs.gitlab.com/api/notes/#merge-requests. A job's own token may not write notes, so
they need a project access token with the scope ``api``, as ``FAIRGATE_GITLAB_TOKEN``.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ci_actions.publish.sticky import Comment
from ci_actions.publish.web import Answer, Http, TellingError

NEEDS_ANOTHER = (
    "no note on the merge request: a job's own token may not write one. Make a project access "
    "token with the scope api and give it as the masked variable FAIRGATE_GITLAB_TOKEN"
)
_MOST_PAGES = 50


class GoneError(TellingError):
    """What was asked for is not there."""


@dataclass(frozen=True)
class MergeRequestNotes:
    """The notes of one merge request, for :func:`ci_actions.publish.sticky.stick`.

    Attributes
    ----------
    http : Http
        Sends requests.
    api : str
        ``https://gitlab.com/api/v4``, as ``CI_API_V4_URL`` has it.
    project : str
        Id or path of the project that is merged into.
    number : int
        The merge request's, within its project.
    token : str
        Never shown.
    """

    http: Http
    api: str
    project: str
    number: int
    token: str = field(repr=False)

    def mine(self) -> Iterator[Comment]:
        """Yield the notes of the token's owner, whom GitLab names."""
        me = self._request("GET", f"{self.api}/user").json()
        if not isinstance(me, dict) or not isinstance(me.get("id"), int):
            raise TellingError("GitLab does not say whose token this is")
        for item in self._pages():
            author = item.get("author")
            if isinstance(author, dict) and author.get("id") == me["id"]:
                yield _comment(item)

    def create(self, body: str) -> Comment:
        """Write a note."""
        return _comment(self._request("POST", self._notes, {"body": body}).json())

    def update(self, comment: Comment, body: str) -> None:
        """Change a note."""
        self._request("PUT", f"{self._notes}/{comment.id}", {"body": body})

    def delete(self, comment: Comment) -> None:
        """Take a note away; another job may have been quicker."""
        with contextlib.suppress(GoneError):
            self._request("DELETE", f"{self._notes}/{comment.id}")

    @property
    def _notes(self) -> str:
        project = quote(self.project, safe="")
        return f"{self.api}/projects/{project}/merge_requests/{self.number}/notes"

    def _pages(self) -> Iterator[Mapping[str, Any]]:
        page = "1"
        for _ in range(_MOST_PAGES):
            query = f"?per_page=100&page={page}&sort=asc&order_by=created_at"
            answer = self._request("GET", self._notes + query)
            items = answer.json()
            if not isinstance(items, list):
                raise TellingError("GitLab's answer is no list of notes")
            yield from (item for item in items if isinstance(item, dict))
            page = answer.headers.get("x-next-page", "")
            if not re.fullmatch(r"[0-9]{1,6}", page):
                return

    def _request(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> Answer:
        headers = {
            "Content-Type": "application/json",
            "PRIVATE-TOKEN": self.token,
            "User-Agent": "fairgate",
        }
        content = None if body is None else json.dumps(body).encode()
        answer = self.http.send(method, url, headers, content)
        if 200 <= answer.status < 300:
            return answer
        said = f"GitLab answered {answer.status} to {method} {url.partition('?')[0]}"
        kind = GoneError if answer.status == 404 else TellingError
        raise kind(f"{said}: {answer.said()}")


def _comment(item: Any) -> Comment:
    if isinstance(item, dict) and isinstance(item.get("id"), int):
        return Comment(item["id"], str(item.get("body") or ""))
    raise TellingError("GitLab's answer is no note")
