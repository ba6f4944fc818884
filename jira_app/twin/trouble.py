"""Bad days on demand: 429, 503, late answers, answers cut short.

Jira's page on rate limiting says what a 429 carries: ``Retry-After``, ``X-RateLimit-*`` and
``RateLimit-Reason``; a 503 may carry ``Retry-After``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

QUOTA = "jira-quota-tenant-based"
REASONS = (
    QUOTA,
    "jira-quota-global-based",
    "jira-burst-based",
    "jira-per-issue-on-write",
)


@dataclass(frozen=True)
class Trouble:
    """What goes wrong, with which requests, how often.

    Attributes
    ----------
    what : str
        ``429``, ``503``, ``slow`` (the answer waits), ``cut`` (carried out, the answer is cut off
        in the middle), ``lost`` (carried out, answered with 503).
    times : int or None
        How many requests it hits; None: all from now on.
    every : int
        Of the requests that match, each how-many-th.
    method, path : str
        Only requests of this method, with this in their path.
    reason : str
        ``RateLimit-Reason`` of a 429.
    retry_after : int or None
        Seconds in ``Retry-After``.
    seconds : float
        How long a slow answer waits.
    """

    what: Literal["429", "503", "slow", "cut", "lost"]
    times: int | None = 1
    every: int = 1
    method: str = ""
    path: str = ""
    reason: str = "jira-burst-based"
    retry_after: int | None = None
    seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.what not in {"429", "503", "slow", "cut", "lost"}:
            raise ValueError(self.what)
        if self.reason not in REASONS or self.every < 1 or not 0 <= self.seconds <= 600:
            raise ValueError(self)

    def hits(self, method: str, path: str) -> bool:
        """Say whether a request is one of those it is about."""
        return self.method.upper() in {"", method} and self.path in path


@dataclass
class _Plan:
    trouble: Trouble
    seen: int = 0
    hit: int = 0

    def over(self) -> bool:
        return self.trouble.times is not None and self.hit >= self.trouble.times


class Troubles:
    """A WSGI layer above the site that makes trouble as planned, one kind a request."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._lock = threading.Lock()
        self._plans: list[_Plan] = []
        self._let_go = threading.Event()

    def plan(self, *troubles: Trouble) -> None:
        """Plan trouble; what was planned first comes first."""
        with self._lock:
            self._plans += [_Plan(trouble) for trouble in troubles]

    def calm(self) -> None:
        """Forget every plan, and let late answers go."""
        with self._lock:
            self._plans.clear()
            waiting, self._let_go = self._let_go, threading.Event()
        waiting.set()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request, or spoil it."""
        trouble = self._next(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
        if trouble is None:
            return self._application(environ, start)
        if trouble.what == "slow":
            self._let_go.wait(trouble.seconds)
            return self._application(environ, start)
        if trouble.what == "cut":
            return self._cut(environ, start)
        if trouble.what == "lost":
            b"".join(self._application(environ, _unheard))
        return _refuse(trouble, start)

    def _cut(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Send half of the body under the header of the whole; the server then hangs up."""
        held: list[tuple[str, list[tuple[str, str]]]] = []

        def hold(status: str, headers: list[tuple[str, str]], _: object = None) -> Any:
            held.append((status, headers))
            return _ignored

        body = b"".join(self._application(environ, hold)) or b" " * 2
        status, headers = held[-1]
        rest = [each for each in headers if each[0].lower() != "content-length"]
        if status.startswith("204"):  # which has no body to cut
            status = "200 OK"
        start(status, [*rest, ("Content-Length", str(len(body)))])
        return [body[: len(body) // 2]]

    def _next(self, method: str, path: str) -> Trouble | None:
        if not path.startswith("/rest/"):
            return None
        with self._lock:
            for plan in self._plans:
                if plan.over() or not plan.trouble.hits(method, path):
                    continue
                plan.seen += 1
                if plan.seen % plan.trouble.every == 0:
                    plan.hit += 1
                    return plan.trouble
        return None


def _refuse(trouble: Trouble, start: StartResponse) -> list[bytes]:
    headers = [("Content-Type", "application/json;charset=UTF-8")]
    if trouble.retry_after is not None:
        headers.append(("Retry-After", str(trouble.retry_after)))
    if trouble.what == "429":
        status, words = "429 Too Many Requests", "Rate limit exceeded."
        headers += [
            ("RateLimit-Reason", trouble.reason),
            ("X-RateLimit-Limit", "100"),
            ("X-RateLimit-Remaining", "0"),
        ]
    else:
        status, words = "503 Service Unavailable", "Jira is being restarted."
    body = json.dumps({"errorMessages": [words], "errors": {}}).encode()
    start(status, [*headers, ("Content-Length", str(len(body)))])
    return [body]


def _unheard(*_: object) -> Any:
    return _ignored


def _ignored(_: bytes) -> object:
    return None
