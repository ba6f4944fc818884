"""Requests to Jira as values in and out; the only importer of ``atlassian``.

The library makes sessions, headers and addresses. Its own retries stay off: they post comments
twice on a 503 and may sleep for half an hour (see :mod:`jira_app.jira.retry` for ours).
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from jira_app.jira.errors import JiraError, from_answer
from jira_app.jira.retry import Patience, insist
from jira_app.jira.site import JiraSite

if TYPE_CHECKING:
    from requests import Response

REPEATABLE = frozenset({"GET", "PUT", "DELETE"})

Query = Mapping[str, str | int]


@dataclass(frozen=True)
class Pace:
    """How refusals are met: patience, and where waiting and chance come from."""

    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class Transport:
    """Sends requests to one Jira and reads the answers.

    Parameters
    ----------
    site : JiraSite
        Where to, as whom.
    pace : Pace
        Retries.
    """

    def __init__(self, site: JiraSite, pace: Pace) -> None:
        from atlassian import Jira  # noqa: PLC0415 - half a second, for those who talk to Jira
        from atlassian.jira import JiraCloud  # noqa: PLC0415

        # At DEBUG the library writes bodies of requests and answers: people's words.
        logging.getLogger("atlassian.rest_client").setLevel(logging.INFO)
        self._root = f"rest/api/{site.version}"
        self._pace = pace
        login: dict[str, Any] = (
            {"username": site.email, "password": site.token.strip()}
            if site.email
            else {"token": site.token}
        )
        make = JiraCloud if site.is_cloud else Jira
        self._api = make(
            url=site.url.rstrip("/"),
            timeout=site.timeout,
            retry_with_header=False,
            backoff_and_retry=False,
            **login,
        )

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: Query | None = None,
        *,
        repeatable: bool | None = None,
    ) -> Any:
        """Make a request and return the parsed answer, or None where it has no body.

        Parameters
        ----------
        method, path : str
            ``GET`` and ``issue/ED-1``: below the root of the API, its segments escaped already.
        body : object
            Sent as JSON.
        query : mapping of str to str or int
            Not escaped yet.
        repeatable : bool
            Whether doing it twice is doing it once; by default as HTTP says of the method.

        Raises
        ------
        JiraError
            No answer, a refusal, or an answer that is no JSON.
        """
        safe = method in REPEATABLE if repeatable is None else repeatable
        return insist(
            lambda: self._once(method, path, body, query),
            self._pace.patience,
            self._pace.sleep,
            self._pace.chance,
            repeatable=safe,
        )

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    def _once(self, method: str, path: str, body: Any, query: Query | None) -> Any:
        from requests.exceptions import InvalidURL, RequestException  # noqa: PLC0415 - comes with atlassian

        request = f"{method} {path}"
        try:
            answer = self._api.request(
                method=method,
                path=f"{self._root}/{path}",
                data=body,
                params=dict(query) if query else None,
                advanced_mode=True,
                allow_redirects=False,
            )
        except (InvalidURL, UnicodeError) as error:
            raise JiraError("invalid", f"{request}: the address of Jira cannot be right") from error
        except RequestException as error:
            why = type(error).__name__  # the words of the error may repeat addresses and headers
            raise JiraError("down", f"{request}: no whole answer ({why})") from error
        return _read(request, answer)


def _read(request: str, answer: Response) -> Any:
    """Parse an answer, or raise what it refuses."""
    parsed = _json(answer)
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        raise from_answer(request, answer.status_code, answer.headers, parsed, datetime.now(UTC))
    if answer.status_code >= HTTPStatus.MULTIPLE_CHOICES:
        raise JiraError(
            "invalid",
            f"{request}: redirected (status {answer.status_code}); is the address of Jira right?",
            status=answer.status_code,
        )
    if parsed is None and answer.content.strip():
        kind = answer.headers.get("Content-Type", "no content type")[:60]
        raise JiraError("invalid", f"{request}: expected JSON, got {kind!r}: is this Jira?")
    return parsed


def _json(answer: Response) -> Any:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None
