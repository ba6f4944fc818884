"""Issue keys, checked before they become part of an address."""

from __future__ import annotations

import re
from urllib.parse import quote

from jira_app.jira.errors import JiraError

KEY = re.compile(r"[A-Z][A-Z0-9_]+-[0-9]+", re.ASCII)
LONGEST = 255


def issue_key(text: str) -> str:
    """Return an issue key unchanged, or refuse what is none.

    A client that puts unchecked text into a path can be sent to another endpoint by it.

    Raises
    ------
    JiraError
        Of kind ``invalid``.

    Examples
    --------
    >>> issue_key("ED-1")
    'ED-1'
    >>> issue_key("ED-1/comment?x=")
    Traceback (most recent call last):
    ...
    jira_app.jira.errors.JiraError: invalid: 'ED-1/comment?x=' is not an issue key like ED-1
    """
    if len(text) > LONGEST or not KEY.fullmatch(text):
        raise JiraError("invalid", f"{text[:60]!r} is not an issue key like ED-1")
    return text


def number(text: str | int) -> str:
    """Return an id of Jira's (a decimal number) as text, or refuse what is none.

    Examples
    --------
    >>> number(10001)
    '10001'
    """
    found = str(text)
    if not (found.isascii() and found.isdecimal()):
        raise JiraError("invalid", f"{found[:60]!r} is not an id like 10001")
    return found


def segment(text: str) -> str:
    """Escape any other name for one segment of a path.

    Examples
    --------
    >>> segment("a/b?c")
    'a%2Fb%3Fc'
    """
    if not text or text in {".", ".."} or len(text) > LONGEST:
        raise JiraError("invalid", f"{text[:60]!r} is not a name of 1 to {LONGEST} characters")
    return quote(text, safe="")
