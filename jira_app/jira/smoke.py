"""One round on a live Jira, which tells whether what the app relies on holds there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from jira_app.jira.adf import to_adf
from jira_app.jira.client import JiraClient
from jira_app.jira.errors import JiraError

NEEDED = ("BROWSE_PROJECTS", "EDIT_ISSUES", "ADD_COMMENTS")
PROPERTY = "fairgate-smoke"
MARKER = "smoke"
COMMENT = "fairgate looked whether it can comment here. It can, and will not say so twice."


@dataclass(frozen=True)
class Check:
    """One thing that was tried, what came of it, and what was seen."""

    name: str
    outcome: Literal["ok", "failed", "skipped"]
    found: str


class Unmet(Exception):  # noqa: N818 - an expectation, not a fault of the program
    """Jira answered, but not as the app needs it."""


def go_round(client: JiraClient, key: str, refused: str, nonce: str) -> Iterator[Check]:
    """Try everything once, and go on after a failure.

    Parameters
    ----------
    client : JiraClient
        The site.
    key : str
        An issue made for trying things.
    refused : str
        Id of a transition that must be refused; empty: that is skipped.
    nonce : str
        A text that no earlier round wrote.
    """
    yield _check("server", lambda: _server(client))
    yield _check("account", lambda: client.myself().name or "nameless")
    yield _check("permissions", lambda: _permissions(client, key))
    yield _check("issue", lambda: _issue(client, key))
    yield _check("flag field", lambda: _flag(client))
    yield _check("property round trip", lambda: _property(client, key, nonce))
    yield _check("search", lambda: _search(client, key))
    yield _check("comment, once", lambda: _comment(client, key))
    if refused:
        yield _check("refused transition", lambda: _refusal(client, key, refused))
    else:
        yield Check("refused transition", "skipped", "no transition was named to be refused")


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, "ok", look())
    except (JiraError, Unmet) as error:
        return Check(name, "failed", str(error))


def _server(client: JiraClient) -> str:
    server = client.server_info()
    cloud = server.deployment == "Cloud"
    if cloud != client.site.is_cloud:
        cure = "an e-mail address is for Cloud, a token alone for Data Center"
        raise Unmet(f"this Jira says it is {server.deployment!r}; {cure}")
    return f"{server.title} {server.version} ({server.deployment})"


def _permissions(client: JiraClient, key: str) -> str:
    held = client.my_permissions(*NEEDED, issue=key)
    missing = [name for name in NEEDED if not held.get(name)]
    if missing:
        raise Unmet(f"the account lacks {', '.join(missing)}")
    return ", ".join(NEEDED)


def _issue(client: JiraClient, key: str) -> str:
    issue = client.issue(key)
    return f"{issue.key}: {issue.summary[:60]}"


def _flag(client: JiraClient) -> str:
    names = {field.name for field in client.fields()}
    return "Flagged" if "Flagged" in names else "none; labels will have to do"


def _property(client: JiraClient, key: str, nonce: str) -> str:
    client.set_property(key, PROPERTY, {"nonce": nonce})
    found = client.get_property(key, PROPERTY)
    client.delete_property(key, PROPERTY)
    if found != {"nonce": nonce}:
        raise Unmet("what was read is not what was written")
    return "written, read, taken away"


def _search(client: JiraClient, key: str) -> str:
    found = [hit.key for hit in client.search(f"key = {key}")]
    if found != [key]:
        raise Unmet(f"expected {key}, found {found}")
    return key


def _comment(client: JiraClient, key: str) -> str:
    first, second = (client.add_comment(key, to_adf(COMMENT), MARKER) for _ in range(2))
    if first != second:
        raise Unmet(f"the same comment was posted twice: {first} and {second}")
    return f"comment {first}"


def _refusal(client: JiraClient, key: str, refused: str) -> str:
    try:
        client.transition(key, refused)
    except JiraError as error:
        if error.kind == "invalid":
            return error.message
        raise
    raise Unmet(f"the transition {refused} was let through")
