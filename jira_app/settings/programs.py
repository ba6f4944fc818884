"""Programs that call the API or are called: CI, Forge, the flag server."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fairgate.errors import UserError
from jira_app.access.github import read_repositories
from jira_app.access.tokens import Token, read_tokens
from jira_app.settings.model import Jobs, Unleash
from jira_app.settings.names import (
    API_TOKENS_FILE,
    CI_AUDIENCE,
    CI_REPOSITORIES,
    FORGE_APP_ID,
    UNLEASH_TOKEN,
    UNLEASH_URL,
)

CI = (CI_AUDIENCE, CI_REPOSITORIES)
UNLEASH = (UNLEASH_URL, UNLEASH_TOKEN)

_ARI = "ari:cloud:ecosystem::app/"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def tokens(given: Mapping[str, str]) -> tuple[Token, ...]:
    """Read the tokens file, where there is one."""
    return read_tokens(given[API_TOKENS_FILE]) if API_TOKENS_FILE in given else ()


def jobs(given: Mapping[str, str]) -> Jobs | None:
    """Read whose jobs at GitHub may hand in evidence."""
    if any(name not in given for name in CI):
        return None
    return Jobs(given[CI_AUDIENCE], read_repositories(given[CI_REPOSITORIES]))


def forge_app(given: Mapping[str, str]) -> str:
    """Read the id of the Forge app, with or without what stands before it in the manifest."""
    text = given.get(FORGE_APP_ID, "")
    if text and not _UUID.fullmatch(text.removeprefix(_ARI)):
        problem = f"expected the id of a Forge app, got {text[:100]!r}"
        cure = f"copy app.id of manifest.yml: {_ARI}..."
        raise UserError(problem, cure, place=FORGE_APP_ID)
    return text and _ARI + text.removeprefix(_ARI)


def unleash(given: Mapping[str, str]) -> Unleash | None:
    """Read where the flag server is."""
    if any(name not in given for name in UNLEASH):
        return None
    address = given[UNLEASH_URL].rstrip("/")
    if not address.startswith(("https://", "http://")):
        problem = f"expected the address of the Unleash server, got {address[:200]!r}"
        raise UserError(problem, "write it as https://unleash.example.org", place=UNLEASH_URL)
    return Unleash(address, given[UNLEASH_TOKEN])
