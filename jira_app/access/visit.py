"""One request by one person: who it is, and which issues it may touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, current_app, g, request
from werkzeug.exceptions import Unauthorized

from jira_app.access.authority import Authority, Permission
from jira_app.access.person import Person, Role
from jira_app.jira import JiraError, issue_key

ENVIRON = "fairgate.visit"
"""Where a Forge request, verified, leaves its visit for the pages; no header can set it."""


@dataclass(frozen=True)
class Visit:
    """Who asks, and from where.

    Attributes
    ----------
    person : Person
        Who asks.
    bound : str
        The one issue of this visit: Jira's token names it and no path can change it. Empty
        outside Jira's issue pages.
    authority : Authority or None
        Asks Jira with the visitor's own token; None: the app's.
    embedded : bool
        Whether the page stands inside Jira, without a head of its own.
    """

    person: Person
    bound: str = ""
    authority: Authority | None = None
    embedded: bool = False


def visit() -> Visit:
    """Say who asks.

    Raises
    ------
    werkzeug.exceptions.Unauthorized
        If nobody signed in; pages then lead to the sign-in.
    """
    found: Visit | None = getattr(g, "visit", None)
    if found is None:
        raise Unauthorized("Sign in first.")
    return found


def person() -> Person:
    """Say which person asks; see :func:`visit`."""
    return visit().person


def need(*roles: Role) -> Person:
    """Give the person who asks, or refuse with 403 if they have none of these roles."""
    asking = person()
    if not asking.is_a(*roles):
        abort(403, f"This is for: {', '.join(roles)}.")
    return asking


def need_issue(key: str, permission: Permission = Permission.BROWSE) -> str:
    """Give the issue's key if the person who asks may see or change it, else refuse.

    A key that is none, an issue that is not there and one that may not be seen are all 404,
    so that nobody learns which issues exist. Jira away: 503.
    """
    try:
        key = issue_key(key)
    except JiraError:
        abort(404, "There is no such issue.")
    if key not in allowed([key], permission):
        seen = permission is Permission.EDIT and key in allowed([key])
        abort(403 if seen else 404, "" if seen else "There is no such issue.")
    return key


def allowed(keys: list[str], permission: Permission = Permission.BROWSE) -> frozenset[str]:
    """Give those of some issues that the person who asks may see or change."""
    asking = visit()
    if asking.bound:
        keys = [key for key in keys if key == asking.bound]
    authority: Authority = asking.authority or current_app.extensions["fairgate.authority"]
    try:
        return authority.allowed(asking.person, keys, permission) if keys else frozenset()
    except JiraError:
        abort(503, "Jira cannot be asked at the moment who may see this.")


def let_in(find: Callable[[], Person | None]) -> None:
    """Set the visit of this request: Forge's, or that of whoever signed in."""
    given = request.environ.get(ENVIRON)
    if isinstance(given, Visit):
        g.visit = given
        return
    found = find()
    g.visit = Visit(found) if found else None
