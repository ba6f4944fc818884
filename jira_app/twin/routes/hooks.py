"""Webhooks as administrators register them."""

from __future__ import annotations

from flask import Flask, request

from jira_app.twin.routes.request import Answer, Jira, body, who
from jira_app.twin.webhooks import shape

OLD = "/rest/webhooks/1.0/webhook"
NEW = "/rest/jira-webhook/1.0/webhooks"


def add(app: Flask, jira: Jira) -> None:
    """Add these addresses: Cloud and Data Center to 9 have one, Data Center from 10 another."""
    new = not jira.cloud and int(jira.version.split(".")[0]) >= 10
    path = NEW if new else OLD

    @app.post(path)
    def register() -> Answer:
        """Jira's page on webhooks: 201 with the address of the webhook."""
        webhook = jira.webhooks.register(who(jira, request), body(request))
        return shape(webhook, request.base_url), 201

    @app.get(path)
    def registered() -> Answer:
        """Jira's page on webhooks: all of them, without their secrets."""
        found = jira.webhooks.all(who(jira, request))
        return [shape(each, request.base_url) for each in found], 200

    @app.delete(f"{path}/<int:webhook_id>")
    def remove(webhook_id: int) -> Answer:
        """Jira's page on webhooks: 204."""
        jira.webhooks.remove(who(jira, request), webhook_id)
        return "", 204
