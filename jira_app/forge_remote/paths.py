"""Which addresses a page inside Jira may lead to: pages of this app, and of one issue's no other.

That an issue may not be read is decided where it is read (:func:`jira_app.access.need_issue`);
what is refused here never gets that far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from jira_app.jira.keys import KEY

PAGES: Final = frozenset(
    {"admin", "assessments", "board", "evidence_pages", "issues", "register", "training"}
)
"""Blueprints whose pages are shown inside Jira."""

STARTS: Final = {
    "jira:issueContext": "/issues/{issue}",
    "jira:issuePanel": "/issues/{issue}/assessment",
    "jira:projectPage": "/board?project={project}",
    "jira:globalPage": "/board",
    "jira:adminPage": "/admin",
}
"""Where a module begins: what ``/`` means to it."""

LONGEST: Final = 4000


class Elsewhere(Exception):  # noqa: N818 - where it leads
    """The address is none of a page that may be shown here; the text says why."""


@dataclass(frozen=True)
class Page:
    """A page that exists.

    Attributes
    ----------
    path, query : str
        Of its address.
    blueprint : str
        Which part of the app it belongs to.
    """

    path: str
    query: str
    blueprint: str


def start(place: str, issue: str | None, project: str | None) -> str:
    """Give the first page of a module."""
    pattern = STARTS.get(place, STARTS["jira:globalPage"])
    if ("{issue}" in pattern and not issue) or ("{project}" in pattern and not project):
        pattern = STARTS["jira:globalPage"]
    return pattern.format(issue=issue, project=project)


def local(address: str) -> tuple[str, str]:
    r"""Split an address into path and query, if nobody can read it as anything but a path here.

    Examples
    --------
    >>> local("/issues/ED-1/assessment?step=2#risk")
    ('/issues/ED-1/assessment', 'step=2')
    >>> local("//example.org/board")
    Traceback (most recent call last):
    ...
    jira_app.forge_remote.paths.Elsewhere: expected the path of a page, such as /board
    """
    plain = address.isascii() and address.isprintable() and not set(' \\"<>') & set(address)
    if not plain or len(address) > LONGEST or not address.startswith("/"):
        raise Elsewhere("expected the path of a page, such as /board")
    parts = urlsplit(address)
    if address.startswith("//") or parts.scheme or parts.netloc:
        raise Elsewhere("expected the path of a page, such as /board")
    read = _unquoted(parts.path)
    odd = "\\" in read or "//" in read or not read.isprintable()
    if odd or {".", ".."} & set(read.split("/")):
        raise Elsewhere("the path leads out of where it seems to lead")
    return parts.path, parts.query


def find(routes: Map, address: str, method: str, bound: str, pages: frozenset[str] = PAGES) -> Page:
    """Find a page that may be shown.

    Parameters
    ----------
    routes : werkzeug.routing.Map
        The app's.
    address, method : str
        What is asked for.
    bound : str
        The one issue that it may be about; empty: any, and Jira is asked.
    pages : frozenset of str
        Blueprints that have pages.

    Raises
    ------
    Elsewhere
        There is none.
    """
    path, query = local(address)
    try:
        endpoint, values = routes.bind("app.invalid").match(path, method)
    except HTTPException:  # not found, another method, or a redirect to another spelling
        raise Elsewhere("there is no such page") from None
    blueprint = str(endpoint).partition(".")[0]
    if blueprint not in pages:
        raise Elsewhere("there is no such page")
    if bound and not _named(path, values) <= {bound}:
        raise Elsewhere("there is no such page")
    return Page(path, query, blueprint)


def _named(path: str, values: Any) -> set[str]:
    """Collect the issues that an address names, in whatever part of the path."""
    parts = [*_unquoted(path).split("/"), *(str(value) for value in values.values())]
    return {part for part in parts if KEY.fullmatch(part)}


def _unquoted(path: str) -> str:
    """Read a path as the most forgiving server would: until nothing is escaped any more."""
    for _ in range(5):
        read = unquote(path)
        if read == path:
            return read
        path = read
    raise Elsewhere("the path is escaped over and over")
