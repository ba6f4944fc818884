"""The envelope of a webhook: what Jira posts when something happened.

Jira's page on webhooks: ``timestamp`` in milliseconds, ``webhookEvent``, ``issue_event_type_name``,
``user``, ``issue`` in the shape of version 2, and for an update ``changelog.items``.
"""

from __future__ import annotations

from typing import Any

from jira_app.twin.changelog import change
from jira_app.twin.model import Event
from jira_app.twin.shapes import Shapes
from jira_app.twin.site import Site

TYPES = {
    "jira:issue_created": "issue_created",
    "jira:issue_updated": "issue_updated",
    "comment_created": "issue_commented",
}
EVENTS = (
    "jira:issue_created",
    "jira:issue_updated",
    "jira:issue_deleted",
    "comment_created",
    "issue_property_set",
    "issue_property_deleted",
)
"""Events that the twin sends."""


def envelope(event: Event, site: Site, shapes: Shapes) -> dict[str, Any]:
    """Write an event.

    Parameters
    ----------
    event : Event
        What happened.
    site : Site
        For the fields of the issue.
    shapes : Shapes
        Of version 2.
    """
    body: dict[str, Any] = {
        "timestamp": int(event.at.timestamp() * 1000),
        "webhookEvent": event.name,
        "user": shapes.account(event.by),
        "issue": shapes.issue(event.issue, site.fields.values()),
    }
    if event.name in TYPES:
        body["issue_event_type_name"] = TYPES[event.name]
    if event.changes:
        items = [change(each) for each in event.changes]
        body["changelog"] = {"id": event.change_id, "items": items}
    if "comment" in event.extra:
        body["comment"] = shapes.comment(event.issue, event.extra["comment"])
    if "property" in event.extra:
        body["property"] = dict(event.extra["property"])
    return body
