"""An issue's own history, as Jira writes it: ``expand=changelog``, and in webhooks."""

from __future__ import annotations

from typing import Any, Final

from jira_app.twin.model import Change, Issue
from jira_app.twin.shapes import Json, Shapes, stamp

CLOUDS_MOST: Final = 100
"""Entries that Cloud gives with an issue."""


def change(changed: Change) -> dict[str, Any]:
    """Write one changed field; ids where the field has them, as a status does."""
    return {
        "field": changed.field.name if changed.field.custom else changed.field.id,
        "fieldtype": "custom" if changed.field.custom else "jira",
        "fieldId": changed.field.id,
        "from": changed.before_id,
        "fromString": changed.before,
        "to": changed.after_id,
        "toString": changed.after,
    }


def changelog(shapes: Shapes, issue: Issue) -> Json:
    """Write the history: Cloud the newest entries, newest first; Data Center all, oldest first."""
    found = issue.changelog[::-1][:CLOUDS_MOST] if shapes.cloud else issue.changelog
    histories = [
        {
            "id": entry.id,
            "author": shapes.account(entry.by),
            "created": stamp(entry.at),
            "items": [_without_null(change(each)) for each in entry.changes],
        }
        for entry in found
    ]
    total = len(issue.changelog)
    return {"startAt": 0, "maxResults": len(found), "total": total, "histories": histories}


def _without_null(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is null: Atlassian's description of this answer knows texts only."""
    return {name: value for name, value in item.items() if value is not None}
