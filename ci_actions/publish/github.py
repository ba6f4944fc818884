"""GitHub's REST API: comments of a pull request, and the pull request of a run.

https://docs.github.com/rest; the five calls are described in tests/cases/github.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ci_actions.publish.sticky import Comment
from ci_actions.publish.web import Answer, Http, TellingError

VERSION = "2022-11-28"
MOST_PAGES = 50
_NEXT = re.compile(r'<([^<>]+)>\s*;\s*rel="next"')


class ReadOnlyError(TellingError):
    """The token may not write, as that of a pull request from a fork."""


class GoneError(TellingError):
    """What was asked for is not there, or not for this token to see."""


_ERRORS = {403: ReadOnlyError, 404: GoneError, 410: GoneError}


@dataclass(frozen=True)
class GitHub:
    """The API of one repository.

    Attributes
    ----------
    http : Http
        Sends requests.
    api : str
        ``https://api.github.com``, or an enterprise server's.
    repository : str
        ``owner/name``.
    token : str
        Never shown.
    """

    http: Http
    api: str
    repository: str
    token: str = field(repr=False)

    def request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Call the API.

        Raises
        ------
        ReadOnlyError
            If the token may not do this.
        TellingError
            If the answer is no success: method, path, status and GitHub's own words.
        """
        answer = self.http.send(
            method,
            path if path.startswith(f"{self.api}/") else f"{self.api}{path}",
            self._headers(),
            None if body is None else json.dumps(body).encode(),
        )
        if 200 <= answer.status < 300:
            return answer
        said = f"GitHub answered {answer.status} to {method} {urlsplit(path).path}: {answer.said()}"
        if answer.limited:
            raise TellingError(f"{said}; too many requests, and the wait is too long")
        raise _ERRORS.get(answer.status, TellingError)(said)

    def pages(self, path: str) -> Iterator[Mapping[str, Any]]:
        """Yield the items of a list, page by page, as the ``Link`` header leads.

        Raises
        ------
        TellingError
            As :meth:`request`; or if a page is no list, or leads to another place.
        """
        for _ in range(MOST_PAGES):
            answer = self.request("GET", path)
            items = answer.json()
            if not isinstance(items, list):
                raise TellingError(f"GitHub answered no list to GET {urlsplit(path).path}")
            yield from (item for item in items if isinstance(item, dict))
            following = _NEXT.search(answer.headers.get("link", ""))
            if following is None:
                return
            path = following[1]
            if not path.startswith(f"{self.api}/"):  # the token goes nowhere else
                raise TellingError("GitHub's next page is at another address")

    def pull_requests(self, head: str, head_repository: str, branch: str) -> tuple[int, ...]:
        """Find the open pull requests whose head this is, by what GitHub says of them.

        The list by commit leaves out forks, so the list by branch is asked first.

        Parameters
        ----------
        head : str
            Commit.
        head_repository : str
            ``owner/name`` of the repository it is in; a fork, perhaps.
        branch : str
            Its branch there.
        """
        owner = head_repository.partition("/")[0]
        query = urlencode({"state": "open", "head": f"{owner}:{branch}", "per_page": 100})
        places = (f"/pulls?{query}", f"/commits/{quote(head, safe='')}/pulls?per_page=100")
        for place in places:
            items = self.pages(f"/repos/{self.repository}{place}")
            found = tuple(_number(pull) for pull in items if _is(pull, head, head_repository))
            if found:
                return found
        return ()

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "User-Agent": "fairgate",
            "X-GitHub-Api-Version": VERSION,
        }


@dataclass(frozen=True)
class PullRequestComments:
    """The comments of one pull request, for :func:`ci_actions.publish.sticky.stick`.

    Attributes
    ----------
    github : GitHub
        The API.
    number : int
        Of the pull request.
    author : str
        Only this login's comments are one's own: a token that may write could change anybody's.
    """

    github: GitHub
    number: int
    author: str

    def mine(self) -> Iterator[Comment]:
        """Yield the author's comments."""
        place = f"{self._issues}/{self.number}/comments?per_page=100"
        for item in self.github.pages(place):
            user = item.get("user")
            if isinstance(user, dict) and user.get("login") == self.author:
                yield _comment(item)

    def create(self, body: str) -> Comment:
        """Write a comment."""
        place = f"{self._issues}/{self.number}/comments"
        return _comment(self.github.request("POST", place, {"body": body}).json())

    def update(self, comment: Comment, body: str) -> None:
        """Change a comment."""
        self.github.request("PATCH", f"{self._issues}/comments/{comment.id}", {"body": body})

    def delete(self, comment: Comment) -> None:
        """Take a comment away; another run may have been quicker."""
        with contextlib.suppress(GoneError):
            self.github.request("DELETE", f"{self._issues}/comments/{comment.id}")

    @property
    def _issues(self) -> str:
        return f"/repos/{self.github.repository}/issues"


def _comment(item: Any) -> Comment:
    if isinstance(item, dict) and isinstance(item.get("id"), int):
        return Comment(item["id"], str(item.get("body") or ""))
    raise TellingError("GitHub's answer is no comment")


def _is(pull: Mapping[str, Any], head: str, repository: str) -> bool:
    at = pull.get("head")
    if not isinstance(at, dict) or pull.get("state") != "open":
        return False
    home = at.get("repo")
    named = isinstance(home, dict) and home.get("full_name") == repository
    return at.get("sha") == head and named and isinstance(pull.get("number"), int)


def _number(pull: Mapping[str, Any]) -> int:
    return int(pull["number"])
