"""What Jira knows, as values; read from its JSON by :mod:`jira_app.jira.parse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Issue:
    """A backlog item, as much of it as triage needs.

    Attributes
    ----------
    key, id : str
        ``ED-1``, and the number behind it, which stays when the issue moves.
    project : str
        Key of its project.
    type, status : str
        Names, in the site's language.
    summary, description_text : str
        Plain text.
    labels, components : tuple of str
        Names.
    updated : datetime or None
        With its time zone.
    flagged : bool
        Whether the field "Flagged" is set.
    risk, gate : str or None
        What these fields show; None if they are empty, or the site has none.
    assignee : str
        Name of the person; empty where there is none.
    """

    key: str
    id: str
    project: str = ""
    type: str = ""
    summary: str = ""
    description_text: str = ""
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    status: str = ""
    updated: datetime | None = None
    flagged: bool = False
    risk: str | None = None
    gate: str | None = None
    assignee: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment: who wrote it (an account id, or a name on Data Center), and its words."""

    id: str
    author: str
    text: str
    created: datetime | None = None


@dataclass(frozen=True)
class Transition:
    """A step that an issue may take now, and the status it leads to, by name and id."""

    id: str
    name: str
    to: str
    to_id: str = ""


@dataclass(frozen=True)
class Move:
    """A change of status that happened.

    Attributes
    ----------
    id : str
        Of the change, in Jira's own history of the issue.
    author : str
        Who moved it: an account id, or a name on Data Center.
    at : datetime or None
        With its time zone.
    before, after : str
        Names of the statuses.
    before_id : str
        Id of the status it came from; empty if Jira does not say.
    """

    id: str
    author: str
    at: datetime | None
    before: str
    after: str
    before_id: str = ""


@dataclass(frozen=True)
class Trail:
    """Where an issue is, and the moves that led there, oldest first."""

    status: str
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Field:
    """A field of this site.

    Attributes
    ----------
    id, name : str
        ``customfield_10021``, and its name.
    type : str
        Of its value: ``array``, ``string``, ``option``.
    custom_type : str
        What made it: ``com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes``; empty
        for Jira's own fields.
    """

    id: str
    name: str
    type: str = ""
    custom_type: str = ""


@dataclass(frozen=True)
class Hit:
    """An issue found by a search, with the fields and properties that were asked for."""

    id: str
    key: str
    fields: Mapping[str, Any]
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class User:
    """An account: its id (Cloud) or name (Data Center), and how it is shown."""

    id: str
    name: str


@dataclass(frozen=True)
class Account:
    """Somebody else's account, as a search for people shows it.

    Attributes
    ----------
    id : str
        Account id (Cloud) or user name (Data Center), by which permissions are asked for.
    email : str
        Empty where its owner hides it.
    active : bool
        Whether it is a person's, and may still sign in.
    """

    id: str
    email: str
    active: bool


@dataclass(frozen=True)
class Server:
    """A Jira: ``Cloud`` or ``Server`` (which is what Data Center says of itself)."""

    url: str
    version: str
    deployment: str
    title: str
