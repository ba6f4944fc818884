"""The twin's own addresses, below ``/twin/``: what real Jira has not, and needs no token."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from flask import Flask, request

from jira_app.twin.delivery import Deliveries
from jira_app.twin.refusal import Refusal
from jira_app.twin.routes.request import Answer, Jira, body
from jira_app.twin.rules import Rule, attach, detach
from jira_app.twin.trouble import Trouble, Troubles


def add(app: Flask, jira: Jira, troubles: Troubles, deliveries: Deliveries) -> None:
    """Add these addresses to the application."""

    @app.get("/twin/")
    def state() -> Answer:
        """Say what is there: issues, webhooks, attempts to deliver."""
        issues = [
            {
                "key": each.key,
                "status": each.status.name,
                "comments": len(each.comments),
                "properties": each.properties,
            }
            for each in jira.site.issues.values()
        ]
        hooks = [each.url for each in jira.webhooks.registered.values()]
        attempts = [asdict(each) for each in deliveries.attempts[-100:]]
        return {"issues": issues, "webhooks": hooks, "attempts": attempts}, 200

    @app.post("/twin/trouble")
    def plan() -> Answer:
        """Plan trouble: the attributes of :class:`Trouble` as JSON."""
        troubles.plan(_made(Trouble, body(request)))
        return "", 204

    @app.delete("/twin/trouble")
    def calm() -> Answer:
        """Forget all trouble."""
        troubles.calm()
        return "", 204

    @app.post("/twin/delivery")
    def manners() -> Answer:
        """Change how webhooks are delivered: the attributes of :class:`Manners` as JSON."""
        given = body(request)
        deliveries.manners = _made(lambda **rest: replace(deliveries.manners, **rest), given)
        return "", 204

    @app.post("/twin/rules")
    def attach_rule() -> Answer:
        """Attach a rule to a transition: the attributes of :class:`Rule` as JSON."""
        attach(jira.site, _made(Rule, body(request)))
        return "", 204

    @app.delete("/twin/rules")
    def detach_rules() -> Answer:
        """Take all rules off all transitions."""
        detach(jira.site)
        return "", 204

    @app.post("/twin/index")
    def index() -> Answer:
        """Let search fall behind, or catch up: ``{"hold": true}``."""
        given = body(request)
        jira.site.hold_index(isinstance(given, dict) and given.get("hold") is True)
        return "", 204


def _made(make: Any, given: Any) -> Any:
    try:
        return make(**given)
    except (TypeError, ValueError) as error:
        raise Refusal(400, f"This is not understood: {error}") from error
