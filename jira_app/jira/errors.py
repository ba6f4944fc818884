"""What went wrong with Jira, in the few kinds that a caller acts on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Literal

Kind = Literal["gone", "forbidden", "throttled", "down", "invalid", "conflict"]

RETRYABLE: frozenset[Kind] = frozenset({"throttled", "down", "conflict"})
"""Kinds that may pass by themselves; the others need a person."""

KINDS: Mapping[int, Kind] = {
    401: "forbidden",
    403: "forbidden",
    404: "gone",
    408: "down",
    409: "conflict",
    410: "gone",
    425: "down",
    429: "throttled",
}
"""Statuses with a kind of their own; other 4xx and all 3xx are invalid, 5xx is down."""

LONGEST_WORDS = 500
"""Characters of Jira's own words that go into a message."""


@dataclass(eq=False)
class JiraError(Exception):
    """A request to Jira did not do what was asked.

    Attributes
    ----------
    kind : str
        ``gone`` (no such thing, or not visible to this token), ``forbidden`` (token wrong, or
        not permitted), ``throttled``, ``down`` (Jira failed, was late or cut the answer short; it
        may have done what was asked), ``invalid`` (asking again will not help), ``conflict``.
    message : str
        What was asked, and what Jira said about it. Never a token or a body that was sent.
    retry_after : float or None
        Seconds that Jira asks to wait, if it said so.
    pause_all : bool
        Whether the site's whole quota is spent, so that every request has to wait.
    status : int or None
        HTTP status, if there was an answer.

    Examples
    --------
    >>> print(JiraError("gone", "GET issue/ED-1: no such issue", status=404))
    gone: GET issue/ED-1: no such issue
    """

    kind: Kind
    message: str
    retry_after: float | None = None
    pause_all: bool = False
    status: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later."""
        return self.kind in RETRYABLE


def from_answer(
    request: str, status: int, headers: Mapping[str, str], body: Any, now: datetime
) -> JiraError:
    """Read a refusal.

    Parameters
    ----------
    request : str
        What was asked: ``GET issue/ED-1``.
    status : int
        HTTP status.
    headers : mapping of str to str
        Of the answer, with names that ignore case.
    body : object
        Parsed JSON of the answer, or None.
    now : datetime
        For a ``Retry-After`` given as a date.

    Notes
    -----
    Jira's page on rate limiting: a 429 has ``Retry-After`` and ``RateLimit-Reason``; the two
    reasons with ``quota`` in their names concern all requests, the others this one.

    Examples
    --------
    >>> error = from_answer("GET field", 429, {"Retry-After": "7",
    ...     "RateLimit-Reason": "jira-quota-tenant-based"}, None, datetime.now(UTC))
    >>> error.kind, error.retry_after, error.pause_all
    ('throttled', 7.0, True)
    """
    kind = KINDS.get(status) or (
        "down" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid"
    )
    said = _said(body) or f"HTTP status {status}"
    return JiraError(
        kind=kind,
        message=f"{request}: {said}",
        retry_after=seconds(headers.get("Retry-After"), now),
        pause_all=kind == "throttled" and "quota" in headers.get("RateLimit-Reason", ""),
        status=status,
    )


def seconds(header: str | None, now: datetime) -> float | None:
    """Read ``Retry-After``: seconds or a date, never negative, None where it says nothing.

    Examples
    --------
    >>> noon = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    >>> seconds("Mon, 02 Nov 2026 12:00:30 GMT", noon), seconds("soon", noon)
    (30.0, None)
    """
    if not header:
        return None
    try:
        wait = float(header)
    except ValueError:
        try:
            then = parsedate_to_datetime(header)
        except ValueError:
            return None
        wait = (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds()
    return max(0.0, wait) if math.isfinite(wait) else None


def _said(body: Any) -> str:
    """Collect Jira's own words: ``errorMessages`` and ``errors`` of an ErrorCollection."""
    if not isinstance(body, dict):
        return ""
    words = [str(each) for each in body.get("errorMessages") or ()]
    errors = body.get("errors")
    if isinstance(errors, dict):
        words += [f"{name}: {text}" for name, text in errors.items()]
    if not words and isinstance(body.get("message"), str):
        words = [body["message"]]
    return "; ".join(words)[:LONGEST_WORDS]
