"""What a Jira site consists of, as far as the twin plays one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BROWSE, CREATE, EDIT = "BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES"
COMMENT, MOVE, LINK, ADMIN = "ADD_COMMENTS", "TRANSITION_ISSUES", "LINK_ISSUES", "ADMINISTER"
EVERYTHING = frozenset({BROWSE, CREATE, EDIT, COMMENT, MOVE, LINK, ADMIN})
MEMBER = EVERYTHING - {ADMIN}
EVERYWHERE = "*"


@dataclass(frozen=True)
class Account:
    """Somebody with a token, and what they may do where.

    Attributes
    ----------
    permissions : mapping of str to frozenset of str
        Project key, or ``*`` for all, to names of permissions.
    app : bool
        Whether this is the app that owns the site's app fields.
    active : bool
        Whether the account may still sign in.
    hidden : frozenset of str
        Keys of issues that issue-level security hides from this account.
    """

    id: str
    name: str
    email: str
    token: str = field(repr=False)
    permissions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    app: bool = False
    active: bool = True
    hidden: frozenset[str] = frozenset()

    def may(self, permission: str, project: str = EVERYWHERE) -> bool:
        """Say whether a permission is held in a project."""
        held = self.permissions.get(project, frozenset())
        return permission in held | self.permissions.get(EVERYWHERE, frozenset())

    def may_with(self, permission: str, issue: Issue) -> bool:
        """Say whether a permission is held for an issue, which security may hide."""
        return issue.key not in self.hidden and self.may(permission, issue.project.key)


@dataclass(frozen=True)
class Project:
    """A project, its components and types of issue."""

    id: str
    key: str
    name: str
    components: tuple[str, ...] = ()
    types: tuple[str, ...] = ("Story", "Task", "Bug", "Epic")


@dataclass(frozen=True)
class Status:
    """A status of the workflow; ``category`` is ``new``, ``indeterminate`` or ``done``."""

    id: str
    name: str
    category: str


@dataclass(frozen=True)
class FieldKind:
    """A field of the site.

    Attributes
    ----------
    kind : str
        ``text``, ``document``, ``labels``, ``components``, ``type``, ``option``, ``options``,
        ``user``, ``app`` (read-only for everybody but the app) or ``shown`` (read-only for all).
    custom : str
        Type key of a custom field; empty for Jira's own.
    """

    id: str
    name: str
    kind: str
    type: str
    custom: str = ""
    options: tuple[str, ...] = ()


@dataclass
class Comment:
    """A comment; its body is ADF, or text if it came through version 2."""

    id: str
    author: Account
    body: Any
    created: datetime
    updated: datetime
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass
class RemoteLink:
    """A link to a page elsewhere."""

    id: int
    global_id: str
    object: dict[str, Any]
    relationship: str | None = None


@dataclass
class Issue:
    """An issue; ``values`` holds its fields by id, as they were given."""

    id: str
    key: str
    project: Project
    creator: Account
    status: Status
    created: datetime
    updated: datetime
    values: dict[str, Any]
    properties: dict[str, Any] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    links: list[RemoteLink] = field(default_factory=list)
    changelog: list[Entry] = field(default_factory=list)


Validator = Callable[[Issue], str | None]
"""Says why an issue may not take a step, or nothing."""


@dataclass(frozen=True)
class Step:
    """A transition that leads to ``to`` from anywhere, or from some statuses.

    Attributes
    ----------
    validators : tuple of Validator
        Asked when somebody tries; they refuse with their own words.
    conditions : tuple of Validator
        Asked before that; where one refuses, the transition is not shown.
    origins : tuple of str
        Names of the statuses from which it leads; empty: all.
    """

    id: str
    name: str
    to: Status
    validators: tuple[Validator, ...] = ()
    conditions: tuple[Validator, ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A field before and after, as people read it, and by id where it has one."""

    field: FieldKind
    before: str | None
    after: str | None
    before_id: str | None = None
    after_id: str | None = None


@dataclass(frozen=True)
class Entry:
    """What one person changed at once, in an issue's own history."""

    id: str
    by: Account
    at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Event:
    """Something that happened to an issue, for whoever listens.

    Attributes
    ----------
    name : str
        ``jira:issue_updated``, ``comment_created`` ...
    extra : mapping
        What the webhook's envelope carries besides issue and user.
    change_id : str
        Of the entry in the issue's history, if there are changes.
    """

    name: str
    issue: Issue
    by: Account
    at: datetime
    changes: tuple[Change, ...] = ()
    change_id: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
