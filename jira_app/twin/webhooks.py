"""Registered webhooks, and which of them hear of an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jira_app.twin.delivery import Deliveries, Webhook
from jira_app.twin.events import EVENTS, envelope
from jira_app.twin.jql import parse
from jira_app.twin.model import ADMIN, Account, Event
from jira_app.twin.refusal import Refusal, unplayed
from jira_app.twin.shapes import Shapes
from jira_app.twin.site import Site

FILTER = "issue-related-events-section"


class Webhooks:
    """Webhooks as an administrator registers them.

    Parameters
    ----------
    site : Site
        Whose events; they are heard from now on.
    deliveries : Deliveries
        Where they go.
    ids : iterator of int
        Numbers for webhooks and changes.
    """

    def __init__(
        self, site: Site, deliveries: Deliveries, ids: Iterator[int], *, cloud: bool
    ) -> None:
        self.registered: dict[int, Webhook] = {}
        self.root = ""
        self._site = site
        self._deliveries = deliveries
        self._ids = ids
        self._cloud = cloud
        site.listeners.append(self._tell)

    def register(self, by: Account, body: Any) -> Webhook:
        """Register one; administrators only."""
        _administrator(by)
        if not isinstance(body, dict):
            raise Refusal(400, "The webhook is not a JSON object.")
        url, events = str(body.get("url") or ""), body.get("events")
        if not url.startswith(("http://", "https://")):
            raise Refusal(400, "The webhook's url is not an address.")
        if not isinstance(events, list) or not events:
            raise Refusal(400, "The webhook names no events.")
        for event in events:
            if event not in EVENTS:
                raise unplayed(f"the event {event!r}")
        jql = str(_mapping(body.get("filters")).get(FILTER) or "")
        if jql:
            parse(jql, {})
        secret = str(body.get("secret") or "")
        name = str(body.get("name") or "webhook")
        webhook = Webhook(next(self._ids), name, url, tuple(events), jql, secret)
        self.registered[webhook.id] = webhook
        return webhook

    def all(self, by: Account) -> list[Webhook]:
        """List them; administrators only."""
        _administrator(by)
        return list(self.registered.values())

    def remove(self, by: Account, webhook_id: int) -> None:
        """Forget one; administrators only."""
        _administrator(by)
        if self.registered.pop(webhook_id, None) is None:
            raise Refusal(404, "There is no such webhook.")

    def _tell(self, event: Event) -> None:
        listening = [each for each in self.registered.values() if event.name in each.events]
        if not listening:
            return
        shapes = Shapes(self.root, 2, self._cloud)
        body = envelope(event, self._site, shapes)
        for webhook in listening:
            if not webhook.jql or parse(webhook.jql, {}).test(event.issue):
                self._deliveries.send(webhook, event.name, body)


def shape(webhook: Webhook, root: str) -> Mapping[str, Any]:
    """Write a webhook as its administration does; the secret is never shown again."""
    return {
        "self": f"{root}/{webhook.id}",
        "name": webhook.name,
        "url": webhook.url,
        "events": list(webhook.events),
        "filters": {FILTER: webhook.jql},
        "enabled": True,
    }


def _administrator(by: Account) -> None:
    if not by.may(ADMIN):
        raise Refusal(403, "Only administrators can register webhooks.")


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
