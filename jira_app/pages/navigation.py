"""The links in the head of every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import current_app, request, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

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
    """A link as a template needs it; ``here`` is what ``aria-current`` says, or empty."""

    href: str
    text: str
    here: str


@dataclass(frozen=True)
class Tab:
    """One page of an issue.

    Attributes
    ----------
    endpoint : str
        Of the page.
    text : LazyString
        What people read.
    values : mapping
        What its address takes besides the ``key``.
    within : tuple of str
        Endpoints whose pages belong to it.
    """

    endpoint: str
    text: LazyString
    values: Mapping[str, str] = field(default_factory=dict)
    within: tuple[str, ...] = ()


TABS: Final = (
    Tab("issues.show", _("Overview"), within=("issues.override",)),
    Tab(
        "assessments.show",
        _("Assessment"),
        within=tuple(f"assessments.{name}" for name in ("fill", "keep", "confirm_submit")),
    ),
    Tab(
        "assessments.checklist",
        _("Checklist"),
        {"name": "inclusive-design"},
        within=("assessments.tick",),
    ),
    Tab("evidence_pages.show", _("Evidence")),
    Tab("issues.past", _("History")),
)


def issue_links(key: str) -> Iterator[Shown]:
    """Lead from each page of an issue to the others; those that are not there are left out."""
    for tab in TABS:
        if tab.endpoint in current_app.view_functions:
            here = "page" if request.endpoint in (tab.endpoint, *tab.within) else ""
            yield Shown(
                url_for(tab.endpoint, key=key, **dict[str, Any](tab.values)), str(tab.text), here
            )


def links(known: Iterable[Link], person: Person | None) -> Iterator[Shown]:
    """Choose the links for whoever looks; pages that this app does not have are left out."""
    for link in known:
        welcome = not link.roles or (person is not None and person.is_a(*link.roles))
        if welcome and link.endpoint in current_app.view_functions:
            yield Shown(url_for(link.endpoint), gettext(str(link.text)), _here(link))


def _here(link: Link) -> str:
    """Whether this is the page itself, or one of the same part of the app."""
    if request.endpoint == link.endpoint:
        return "page"
    part, _, rest = link.endpoint.partition(".")
    return "true" if rest and part == request.blueprint else ""
