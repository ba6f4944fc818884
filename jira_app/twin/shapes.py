"""Jira's JSON for what the site holds, in version 2 or 3, of Cloud or Data Center."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jira_app.jira.adf import to_adf, to_text
from jira_app.twin.model import (
    Account,
    Comment,
    FieldKind,
    Issue,
    Project,
    RemoteLink,
    Status,
    Step,
)

CATEGORIES = {
    "new": (2, "To Do", "blue-gray"),
    "indeterminate": (4, "In Progress", "yellow"),
    "done": (3, "Done", "green"),
}

Json = dict[str, Any]


def stamp(time: datetime) -> str:
    """Write a time as Jira does: milliseconds, and a zone without a colon.

    Examples
    --------
    >>> from datetime import UTC
    >>> stamp(datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    '2026-11-02T09:30:00.000+0000'
    """
    return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03d}{time:%z}"


@dataclass(frozen=True)
class Shapes:
    """Writes values as JSON.

    Attributes
    ----------
    root : str
        Address of the site, for ``self`` links.
    version : int
        Of the API: texts are ADF in 3, plain in 2.
    cloud : bool
        Accounts have an ``accountId`` on Cloud, a ``key`` and ``name`` on Data Center.
    """

    root: str
    version: int
    cloud: bool

    def link(self, path: str) -> str:
        """Give the address of something."""
        return f"{self.root}/rest/api/{self.version}/{path}"

    def text(self, value: Any) -> Any:
        """Write a description or comment as this version does."""
        if value is None:
            return None
        if self.version == 2:
            return to_text(value)
        return to_adf(value) if isinstance(value, str) else value

    def account(self, account: Account) -> Json:
        """Write an account."""
        shown: Json = {"displayName": account.name, "active": account.active}
        if account.email:  # its owner may hide it
            shown["emailAddress"] = account.email
        if not self.cloud:
            address = self.link(f"user?username={account.id}")
            return {"self": address, "key": account.id, "name": account.id, **shown}
        return {
            "self": self.link(f"user?accountId={account.id}"),
            "accountId": account.id,
            "accountType": "app" if account.app else "atlassian",
            "timeZone": "UTC",
            **shown,
        }

    def project(self, project: Project) -> Json:
        """Write a project."""
        return {
            "self": self.link(f"project/{project.id}"),
            "id": project.id,
            "key": project.key,
            "name": project.name,
            "projectTypeKey": "software",
            "simplified": False,
        }

    def status(self, status: Status) -> Json:
        """Write a status."""
        number, name, colour = CATEGORIES[status.category]
        category = {
            "self": self.link(f"statuscategory/{number}"),
            "id": number,
            "key": status.category,
            "colorName": colour,
            "name": name,
        }
        return {
            "self": self.link(f"status/{status.id}"),
            "id": status.id,
            "name": status.name,
            "description": "",
            "statusCategory": category,
        }

    def step(self, step: Step) -> Json:
        """Write a transition."""
        return {
            "id": step.id,
            "name": step.name,
            "to": self.status(step.to),
            "hasScreen": False,
            "isGlobal": True,
            "isInitial": False,
            "isAvailable": True,
            "isConditional": False,
        }

    def comment(self, issue: Issue, comment: Comment) -> Json:
        """Write a comment."""
        return {
            "self": self.link(f"issue/{issue.id}/comment/{comment.id}"),
            "id": comment.id,
            "author": self.account(comment.author),
            "body": self.text(comment.body),
            "updateAuthor": self.account(comment.author),
            "created": stamp(comment.created),
            "updated": stamp(comment.updated),
        }

    def remote_link(self, issue: Issue, link: RemoteLink) -> Json:
        """Write a remote link."""
        body: Json = {
            "id": link.id,
            "self": self.link(f"issue/{issue.key}/remotelink/{link.id}"),
            "object": link.object,
        }
        if link.global_id:
            body["globalId"] = link.global_id
        if link.relationship:
            body["relationship"] = link.relationship
        return body

    def field(self, field: FieldKind) -> Json:
        """Write a field of the site."""
        schema: Json = {"type": field.type}
        if field.type == "array":
            schema["items"] = {"components": "component", "options": "option"}.get(
                field.kind, "string"
            )
        if field.custom:
            schema |= {"custom": field.custom, "customId": int(field.id.rpartition("_")[2])}
        else:
            schema["system"] = field.id
        return {
            "id": field.id,
            "key": field.id,
            "name": field.name,
            "custom": bool(field.custom),
            "orderable": True,
            "navigable": True,
            "searchable": True,
            "clauseNames": [field.id],
            "schema": schema,
        }

    def issue(
        self,
        issue: Issue,
        fields: Iterable[FieldKind],
        properties: Iterable[str] = (),
    ) -> Json:
        """Write an issue with these fields and properties."""
        body: Json = {
            "expand": "",
            "id": issue.id,
            "self": self.link(f"issue/{issue.id}"),
            "key": issue.key,
            "fields": {field.id: self._value(issue, field) for field in fields},
        }
        names = [name for name in properties if name in issue.properties]
        if names:
            body["properties"] = {name: issue.properties[name] for name in names}
        return body

    def _value(self, issue: Issue, field: FieldKind) -> Any:
        value = issue.values.get(field.id)
        match field.kind:
            case "shown":
                return self._shown(issue)[field.id]
            case "document":
                return self.text(value)
            case "labels":
                return value or []
            case "components":
                return [self._part(issue.project.components, name) for name in value or ()]
            case "type":
                part = self._part(issue.project.types, str(value))
                value = {"self": self.link(f"issuetype/{part['id']}"), **part, "subtask": False}
            case "user":
                value = self.account(value) if value else None
            case "option":
                value = self._option(field, value) if value else None
            case "options":
                value = [self._option(field, each) for each in value] if value else None
        return value

    def _shown(self, issue: Issue) -> Json:
        return {
            "project": self.project(issue.project),
            "status": self.status(issue.status),
            "created": stamp(issue.created),
            "updated": stamp(issue.updated),
            "creator": self.account(issue.creator),
            "reporter": self.account(issue.creator),
        }

    def _part(self, names: tuple[str, ...], name: str) -> Json:
        return {"id": str(10000 + names.index(name)), "name": name}

    def _option(self, field: FieldKind, value: str) -> Json:
        number = str(10000 + field.options.index(value))
        return {"self": self.link(f"customFieldOption/{number}"), "id": number, "value": value}
