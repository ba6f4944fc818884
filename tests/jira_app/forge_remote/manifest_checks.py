"""What Atlassian's checker of manifests misses: events, scopes of tokens, expressions, routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

EVENTS = {
    "avi:jira:created:issue",
    "avi:jira:updated:issue",
    "avi:jira:deleted:issue",
    "avi:forge:installed:app",
    "avi:forge:upgraded:app",
}
"""Those that the app knows what to do with; each was looked up in Forge's documentation."""

TOKEN_SCOPES = {
    "appSystemToken": "read:app-system-token",
    "appUserToken": "read:app-user-token",
}
RULES = ("jira:workflowValidator", "jira:workflowCondition")

VARIABLES = {"issue", "user", "project", "transition", "workflow", "config", "null", "true"}
"""What Jira hands to an expression of a validator or condition, and what it has words for."""

PART = re.compile(
    r"""\s*(?: (?P<text>'[^'\\]*'|"[^"\\]*")
      | (?P<member>\.\s*[A-Za-z_]\w*) | (?P<name>[A-Za-z_]\w*)
      | (?P<number>\d+(?:\.\d+)?) | (?P<open>[\[(]) | (?P<close>[\])])
      | (?P<sign>==|!=|<=|>=|&&|\|\||[<>!?:+\-,]) )""",
    re.VERBOSE,
)
VARIABLE = re.compile(r"\$\{(\w+)\}")
MEMBERS = re.compile(r"customfield_\d+|key|id|status|name", re.ASCII)
LONGEST_KEY = 23


def complaints(manifest: dict[str, Any], routes: set[str]) -> Iterator[str]:
    """Say what is wrong with a manifest; ``routes`` are the paths that the app answers."""
    modules = manifest["modules"]
    scopes = set(manifest["permissions"]["scopes"])
    for trigger in modules["trigger"]:
        yield from (f"unknown event {each}" for each in trigger["events"] if each not in EVENTS)
        if "avi:jira:updated:issue" in trigger["events"] and not _ignores_self(trigger):
            yield f"{trigger['key']} answers its own changes"
    for endpoint in modules["endpoint"]:
        yield from _of_endpoint(endpoint, scopes, routes)
    given = {each["key"]: each["default"] for each in manifest["environment"]["variables"]}
    for rule in (rule for kind in RULES for rule in modules[kind]):
        written = VARIABLE.sub(lambda name: given.get(name[1], name[0]), rule["expression"])
        yield from (f"{rule['key']}: {each}" for each in of_expression(written))
    names = [each["key"] for module in modules.values() for each in module]
    yield from (f"{name} twice" for name in sorted({n for n in names if names.count(n) > 1}))


def _ignores_self(trigger: dict[str, Any]) -> bool:
    return trigger.get("filter", {}).get("ignoreSelf") is True


def _of_endpoint(endpoint: dict[str, Any], scopes: set[str], routes: set[str]) -> Iterator[str]:
    if len(endpoint["key"]) > LONGEST_KEY:
        yield f"{endpoint['key']} is too long"
    for token, scope in TOKEN_SCOPES.items():
        if endpoint.get("auth", {}).get(token, {}).get("enabled") and scope not in scopes:
            yield f"{endpoint['key']} needs {scope}"
    path = endpoint.get("route", {}).get("path")
    if path is not None and path not in routes:
        yield f"{endpoint['key']} leads to {path}, which the app does not have"


def of_expression(text: str) -> Iterator[str]:
    """Say what is wrong with an expression: signs, brackets, names."""
    at, depth = 0, 0
    while text[at:].strip():
        found = PART.match(text, at)
        if not found:
            yield f"cannot be read from {text[at:]!r}"
            return
        at = found.end()
        depth += bool(found["open"]) - bool(found["close"])
        if depth < 0:
            break
        if found["name"] and found["name"] not in VARIABLES:
            yield f"unknown name {found['name']}"
        if found["member"] and not MEMBERS.fullmatch(found["member"].lstrip(". ")):
            yield f"unknown part {found['member']}"
    if depth:
        yield "brackets do not match"
