"""What an event says, as little of it as is needed: which issue may have changed."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Final

from jira_app.jira import JiraError, issue_key
from jira_app.store.inbox import Hint

EVENTS: Final = frozenset(
    {"avi:jira:created:issue", "avi:jira:updated:issue", "avi:jira:deleted:issue"}
)
"""Events after which an issue is looked at."""

LARGEST: Final = 6 * 2**20
"""Bytes of a body; Forge's own limit for an event is 5 MB."""

NAME: Final = re.compile(r"[a-z][a-z0-9:_-]{0,50}", re.ASCII)


class Malformed(Exception):  # noqa: N818 - what the body is
    """The body is not what Forge sends; the text says where."""


def read(body: bytes, trigger: str, cloud_id: str) -> Hint | None:
    """Read an event; None if it is about nothing that is looked at.

    Parameters
    ----------
    body : bytes
        As it came. Forge's documentation shows the event under ``payload``; bodies without that
        wrapper have been seen, and are read too.
    trigger : str
        End of the path; it names the event where the body does not.
    cloud_id : str
        Of the site.

    Notes
    -----
    A delivery that is repeated differs from the first in ``retryContext`` and in nothing else,
    so the digest that repetitions are known by leaves it out.

    Raises
    ------
    Malformed
        Not JSON, not an object, or an issue's key that is none.

    Examples
    --------
    >>> read(b'{"payload": {"eventType": "avi:jira:created:issue", "issue": {"key": "ED-1"}}}',
    ...      "issues", "site").issue
    'ED-1'
    >>> read(b'{"eventType": "avi:jira:created:issue", "issue": {"key": "../user"}}', "", "site")
    Traceback (most recent call last):
    ...
    jira_app.forge_remote.events.Malformed: issue.key: '../user' is not an issue key like ED-1
    """
    payload = _payload(body)
    named = payload.get("eventType")
    issue = payload.get("issue")
    if (named is not None and named not in EVENTS) or not isinstance(issue, dict):
        return None
    try:
        key = issue_key(str(issue.get("key")))
    except JiraError as error:
        raise Malformed(f"issue.key: {error.message}") from None
    event = str(named) if named else f"forge:{trigger if NAME.fullmatch(trigger) else 'event'}"
    return Hint(key, event, _digest(payload, event, cloud_id))


def _payload(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("the body is not JSON") from None
    payload = found.get("payload", found) if isinstance(found, dict) else None
    if not isinstance(payload, dict):
        raise Malformed("payload: expected an object")
    return payload


def _digest(payload: dict[str, Any], event: str, cloud_id: str) -> str:
    told = {name: value for name, value in payload.items() if name != "retryContext"}
    text = json.dumps([cloud_id, event, told], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
