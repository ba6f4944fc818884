"""Which Jira, and how its messages are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from fairgate.errors import UserError
from jira_app.intake.local import is_loopback
from jira_app.jira import JiraSite
from jira_app.settings.names import (
    FORGE_APP_ID,
    GATE_FIELD,
    JIRA_EMAIL,
    JIRA_TOKEN,
    JIRA_URL,
    RISK_FIELD,
    WEBHOOK_SECRET,
)

SHORTEST_SECRET = 16


def half_jira(given: Mapping[str, str]) -> Iterator[UserError]:
    """Name what is missing to talk to Jira."""
    half = "Jira is half configured: this one is missing"
    fields = () if FORGE_APP_ID in given else (RISK_FIELD, GATE_FIELD)  # Forge has its own way in
    others = [name for name in (JIRA_TOKEN, JIRA_EMAIL, *fields) if name in given]
    if JIRA_URL not in given:
        if others:
            yield UserError(half, f"set it, or unset {' and '.join(others)}", place=JIRA_URL)
        return
    if JIRA_TOKEN not in given:
        yield UserError(half, f"set it, or unset {JIRA_URL}", place=JIRA_TOKEN)
    host = urlsplit(given[JIRA_URL]).hostname or ""
    if JIRA_EMAIL not in given and host.endswith((".atlassian.net", "api.atlassian.com")):
        cure = "name the account of the API token; Jira Cloud asks for both"
        yield UserError(half, cure, place=JIRA_EMAIL)


def webhook_secret(given: Mapping[str, str], host: str | None) -> Iterator[UserError]:
    """Say whether messages can be known to come from Jira."""
    secret = given.get(WEBHOOK_SECRET, "")
    cure = "set the secret that you entered in Jira beside the webhook's address"
    if host is not None and not secret and not is_loopback(host):
        problem = f"{host} can be reached from elsewhere, so webhooks have to be signed"
        yield UserError(problem, cure, place=WEBHOOK_SECRET)
    if secret and len(secret) < SHORTEST_SECRET:
        problem = f"expected {SHORTEST_SECRET} characters or more, got {len(secret)}"
        cure = "make one with: openssl rand -hex 32"
        yield UserError(problem, cure, place=WEBHOOK_SECRET)


def site(given: Mapping[str, str]) -> JiraSite:
    """Read address and credentials."""
    return JiraSite(
        given[JIRA_URL],
        given[JIRA_TOKEN],
        email=given.get(JIRA_EMAIL, ""),
        risk_field=given.get(RISK_FIELD, ""),
        gate_field=given.get(GATE_FIELD, ""),
    )
