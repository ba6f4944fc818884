"""The site itself: what is in it, who may see and do what, and what happens when they do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from itertools import count
from typing import Any

from jira_app.twin.edits import Edits, document, shown
from jira_app.twin.model import (
    BROWSE,
    COMMENT,
    CREATE,
    EDIT,
    LINK,
    MOVE,
    Account,
    Change,
    Comment,
    Entry,
    Event,
    FieldKind,
    Issue,
    Project,
    RemoteLink,
    Step,
    Validator,
)
from jira_app.twin.refusal import Refusal, invisible, unsettable

LARGEST_PROPERTY = 32768


class Site:
    """A Jira's state, in memory. Callers hold ``lock`` for as long as an answer must be of a piece.

    Parameters
    ----------
    accounts, projects, fields, steps : iterable
        What is there from the beginning.
    clock : callable
        The time, with its zone.
    ids : iterator of int
        Numbers for what is made.
    """

    def __init__(
        self,
        accounts: Iterable[Account],
        projects: Iterable[Project],
        fields: Iterable[FieldKind],
        steps: Iterable[Step],
        *,
        clock: Callable[[], datetime],
        ids: Iterator[int],
    ) -> None:
        self.lock = threading.RLock()
        self.accounts = tuple(accounts)
        self.projects: dict[str, Project] = {each.key: each for each in projects}
        self.fields: dict[str, FieldKind] = {each.id: each for each in fields}
        self.steps: dict[str, Step] = {each.id: each for each in steps}
        self.issues: dict[str, Issue] = {}
        self.comments: dict[str, tuple[Issue, Comment]] = {}
        self._keys: dict[str, str] = {}
        self.listeners: list[Callable[[Event], None]] = []
        self.clock = clock
        self._ids = ids
        self._changes = count(20001)
        self._numbers = dict.fromkeys(self.projects, 0)
        self._index: dict[str, Issue] | None = None

    def account(self, token: str, email: str | None = None) -> Account | None:
        """Find whose token this is; with an e-mail address, it must be that account's."""
        found = (each for each in self.accounts if each.token == token)
        return next((each for each in found if email in {None, each.email}), None)

    def issue(self, by: Account, ref: str) -> Issue:
        """Find an issue by key or id. 404 hides what one may not browse: Jira's REST pages."""
        issue = self.issues.get(self._keys.get(ref, ref))
        if issue is None or not by.may_with(BROWSE, issue):
            raise invisible()
        return issue

    def visible(self, by: Account, fresh: Iterable[str] = ()) -> list[Issue]:
        """List what one may browse, as search knows it.

        Search is eventually consistent (Jira's REST documentation of ``search/jql``): while
        :meth:`hold_index` holds, it knows what there was then, but for ids in ``fresh``.
        """
        known = dict(self.issues if self._index is None else self._index)
        for issue in self.issues.values():
            if issue.id in fresh:
                known[issue.key] = issue
        return [each for each in known.values() if by.may_with(BROWSE, each)]

    def hold_index(self, hold: bool = True) -> None:  # noqa: FBT001, FBT002 - a switch
        """Let search fall behind from now on, or catch up."""
        with self.lock:
            self._index = deepcopy(self.issues) if hold else None

    def create(self, by: Account, body: Any, version: int) -> Issue:
        """Make an issue; ``jira:issue_created``."""
        given = body.get("fields") if isinstance(body, dict) else None
        given = given if isinstance(given, dict) else {}
        project = self._project_of(given)
        if not by.may(CREATE, project.key):
            raise Refusal(403, "You do not have permission to create issues in this project.")
        rest = {"fields": {name: each for name, each in given.items() if name != "project"}}
        values = Edits(self.fields, version, self.accounts).read(project, rest, {})
        for name, words in (
            ("summary", "You must specify a summary of the issue."),
            ("issuetype", "Specify an issue type"),
        ):
            if name not in values:
                raise Refusal(400, errors={name: words})
        self._numbers[project.key] += 1
        now, key = self.clock(), f"{project.key}-{self._numbers[project.key]}"
        status = next(iter(self.steps.values())).to
        issue = Issue(str(next(self._ids)), key, project, by, status, now, now, values)
        self.issues[key] = issue
        self._keys[issue.id] = key
        self._tell(Event("jira:issue_created", issue, by, now))
        return issue

    def edit(self, by: Account, issue: Issue, body: Any, version: int) -> None:
        """Change fields; ``jira:issue_updated`` with the changelog, if anything changed."""
        if not by.may(EDIT, issue.project.key):
            raise Refusal(403, "You do not have permission to edit issues in this project.")
        edits = Edits(self.fields, version, self.accounts)
        self._set(by, issue, edits.read(issue.project, body, issue.values))

    def set_app_field(self, by: Account, field_id: str, ids: Iterable[str], value: Any) -> None:
        """Set an app's field. Only the app that owns it may (Forge: ``readOnly`` fields)."""
        field = self.fields.get(field_id)
        if not by.app:
            raise Refusal(403, "Only the app that owns the field can set it.")
        if field is None or field.kind != "app":
            raise unsettable(field_id)
        if value is not None and not isinstance(value, str):
            raise Refusal(400, errors={field_id: "The value is not a string."})
        for issue in [self.issue(by, each) for each in ids]:
            self._set(by, issue, {field_id: value})

    def delete(self, by: Account, issue: Issue) -> None:
        """Take an issue away; ``jira:issue_deleted``."""
        del self.issues[issue.key]
        self._tell(Event("jira:issue_deleted", issue, by, self.clock()))

    def set_property(self, by: Account, issue: Issue, name: str, value: Any, size: int) -> bool:
        """Set an entity property and say whether it is new; needs Browse and Edit, no more."""
        self._may_edit_property(by, issue)
        if size > LARGEST_PROPERTY:
            raise Refusal(400, f"The property value exceeds {LARGEST_PROPERTY} bytes.")
        new = name not in issue.properties
        issue.properties[name] = value
        self._tell_property("issue_property_set", by, issue, name)
        return new

    def delete_property(self, by: Account, issue: Issue, name: str) -> None:
        """Take an entity property away; 404 if there is none."""
        self._may_edit_property(by, issue)
        if name not in issue.properties:
            raise Refusal(404, f"The property with key '{name}' does not exist.")
        del issue.properties[name]
        self._tell_property("issue_property_deleted", by, issue, name)

    def comment(
        self, by: Account, issue: Issue, body: Any, properties: Mapping[str, Any], version: int
    ) -> Comment:
        """Add a comment; its properties come with it, so that there is none without them."""
        if not by.may(COMMENT, issue.project.key):
            raise Refusal(400, "You do not have the permission to comment on this issue.")
        if version == 3:
            document("comment", body)
        elif not isinstance(body, str) or not body.strip():
            raise Refusal(400, errors={"comment": "Comment body can not be empty!"})
        now = self.clock()
        comment = Comment(str(next(self._ids)), by, body, now, now, dict(properties))
        issue.comments.append(comment)
        self.comments[comment.id] = (issue, comment)
        self._tell(Event("comment_created", issue, by, now, extra={"comment": comment}))
        return comment

    def link(self, by: Account, issue: Issue, body: Mapping[str, Any]) -> tuple[RemoteLink, bool]:
        """Make a remote link, or change the one of the same ``globalId``; say whether it is new."""
        if not by.may(LINK, issue.project.key):
            raise Refusal(403, "You do not have permission to link issues.")
        global_id = str(body.get("globalId") or "")
        known = (each for each in issue.links if global_id and each.global_id == global_id)
        old = next(known, None)
        if old is not None:
            old.object, old.relationship = body["object"], body.get("relationship")
            return old, False
        link = RemoteLink(next(self._ids), global_id, body["object"], body.get("relationship"))
        issue.links.append(link)
        return link, True

    def open_steps(self, by: Account, issue: Issue) -> list[Step]:
        """List the steps that one may try; validators speak up only when it is tried.

        A condition that refuses hides its step (``jira:workflowCondition``).
        """
        if not by.may(MOVE, issue.project.key):
            return []
        return [
            step
            for step in self.steps.values()
            if (not step.origins or issue.status.name in step.origins)
            and not any(_asked(condition, issue) for condition in step.conditions)
        ]

    def move(self, by: Account, issue: Issue, step_id: str) -> None:
        """Take a step. A validator that refuses, or breaks, stops it with its own message (400)."""
        step = next((each for each in self.open_steps(by, issue) if each.id == step_id), None)
        if step is None:
            raise Refusal(400, f"Transition id '{step_id}' is not valid for this issue.")
        for validator in step.validators:
            refused = _asked(validator, issue)
            if refused:
                raise Refusal(400, refused)
        before, issue.status = issue.status, step.to
        change = Change(self.fields["status"], before.name, step.to.name, before.id, step.to.id)
        self._changed(by, issue, (change,))

    def _set(self, by: Account, issue: Issue, values: Mapping[str, Any]) -> None:
        changes = tuple(
            Change(self.fields[name], shown(issue.values.get(name)), shown(value))
            for name, value in values.items()
            if (issue.values.get(name) or None) != (value or None)
        )
        issue.values.update(values)
        if changes:
            self._changed(by, issue, changes)

    def _changed(self, by: Account, issue: Issue, changes: tuple[Change, ...]) -> None:
        """Write changes into the issue's history, and tell of them."""
        issue.updated = self.clock()
        entry = Entry(str(next(self._changes)), by, issue.updated, changes)
        issue.changelog.append(entry)
        told = Event("jira:issue_updated", issue, by, entry.at, changes, entry.id)
        self._tell(told)

    def _project_of(self, given: Mapping[str, Any]) -> Project:
        wanted = given.get("project")
        wanted = wanted if isinstance(wanted, dict) else {}
        for project in self.projects.values():
            if project.key == wanted.get("key") or project.id == str(wanted.get("id")):
                return project
        raise Refusal(400, errors={"project": "Specify a valid project ID or key"})

    def _may_edit_property(self, by: Account, issue: Issue) -> None:
        if not by.may(EDIT, issue.project.key):
            raise Refusal(403, "You do not have permission to edit issues in this project.")

    def _tell_property(self, event: str, by: Account, issue: Issue, name: str) -> None:
        extra = {"property": {"key": name}}
        self._tell(Event(event, issue, by, self.clock(), extra=extra))

    def _tell(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)


def _asked(validator: Validator, issue: Issue) -> str | None:
    """Ask a validator; one that breaks refuses, as Forge's validators do."""
    try:
        return validator(issue)
    except Exception:  # noqa: BLE001 - a rule of anybody's
        return "The validator of this transition failed."
