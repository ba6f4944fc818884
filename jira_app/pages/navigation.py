"""The links in the head of every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import LazyString, gettext

from jira_app.access.person import Person, Role


@dataclass(frozen=True)
class Link:
    """A page that the head leads to.

    Attributes
    ----------
    endpoint : str
        Of the page, such as ``board.show``.
    text : LazyString
        What people read.
    roles : frozenset of Role
        For whom; empty: for everybody, signed in or not.
    """

    endpoint: str
    text: LazyString
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A link as a template needs it."""

    href: str
    text: str
    here: bool


def links(known: Iterable[Link], person: Person | None) -> Iterator[Shown]:
    """Choose the links for whoever looks; pages that this app does not have are left out."""
    for link in known:
        welcome = not link.roles or (person is not None and person.is_a(*link.roles))
        if welcome and link.endpoint in current_app.view_functions:
            here = request.endpoint == link.endpoint
            yield Shown(url_for(link.endpoint), gettext(str(link.text)), here)
