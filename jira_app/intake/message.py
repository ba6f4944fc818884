"""What a webhook's body says, as little of it as is needed: which issue may have changed."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from jira_app.jira import JiraError, issue_key
from jira_app.store.inbox import Hint

EVENTS: Final = frozenset(
    {
        "jira:issue_created",
        "jira:issue_updated",
        "jira:issue_deleted",
        "issue_property_set",
        "issue_property_deleted",
    }
)
"""Events after which an issue is looked at; comments and the rest change nothing that is judged."""

IDENTIFIER = "X-Atlassian-Webhook-Identifier"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z_:]{1,64}$")]


class Malformed(Exception):  # noqa: N818 - what the message is
    """The body is not what a webhook of Jira looks like; the text says where."""


class _Issue(BaseModel):
    """The issue; what else Jira says of it is not read."""

    model_config = ConfigDict(strict=True)
    key: str


class _Message(BaseModel):
    """The envelope; what else Jira sends is not read."""

    model_config = ConfigDict(strict=True)
    webhookEvent: Name  # noqa: N815 - Jira's word
    issue: _Issue | None = None


def read(body: bytes, identifier: str | None) -> Hint | None:
    """Read a message; None if it is about nothing that is looked at.

    Parameters
    ----------
    body : bytes
        As it came; it is digested as it is.
    identifier : str or None
        Header ``X-Atlassian-Webhook-Identifier``, the same across Jira's retries.

    Raises
    ------
    Malformed
        Not JSON, not a webhook's shape, or a key that is none.

    Examples
    --------
    >>> read(b'{"webhookEvent": "jira:issue_created", "issue": {"key": "ED-1"}}', "a1").issue
    'ED-1'
    >>> read(b'{"webhookEvent": "jira:issue_created", "issue": {"key": "../user"}}', None)
    Traceback (most recent call last):
    ...
    jira_app.intake.message.Malformed: issue.key: '../user' is not an issue key like ED-1
    """
    try:
        message = _Message.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "body"
        raise Malformed(f"{place}: {first['msg']}") from None
    if message.webhookEvent not in EVENTS or message.issue is None:
        return None
    try:
        key = issue_key(message.issue.key)
    except JiraError as error:
        raise Malformed(f"issue.key: {error.message}") from None
    digest = hashlib.sha256(body).hexdigest()
    return Hint(key, message.webhookEvent, digest, _short(identifier))


def _short(identifier: str | None) -> str | None:
    """Keep an identifier within its column; nobody's is that long, so a digest stands for it."""
    if not identifier:
        return None
    plain = identifier.isascii() and identifier.isprintable() and len(identifier) <= 200
    return (
        identifier if plain else hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()
    )
