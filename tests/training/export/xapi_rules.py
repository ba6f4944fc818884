"""What xAPI 1.0.3 requires of a statement, as far as ours go; requirements by section of its Data.

Learning Locker's checker knows the shapes, but neither that scores lie between their ends, nor that
a name is said once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fairgate.training.export.actors import agent

AMARA = agent("mailto:amara@example.org")

FINGERPRINTS = {"mbox", "mbox_sha1sum", "openid", "account"}
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[A-Za-z0-9]{1,8})*")


def told(text: str) -> list[dict[str, Any]]:
    """Read statements."""
    return [json.loads(line) for line in text.splitlines()]


def broken(statement: dict[str, Any]) -> list[str]:
    """List the requirements that a statement breaks."""
    return [
        *_top(statement),
        *_actor(statement["actor"]),
        *_verb(statement["verb"]),
        *_activity(statement["object"]),
        *_result(statement.get("result", {})),
        *_context(statement.get("context", {})),
    ]


def _top(statement: dict[str, Any]) -> Iterator[str]:
    allowed = {"id", "actor", "verb", "object", "result", "context", "timestamp"}
    if statement.keys() - allowed:
        yield "2.4: other properties, or ones that only a store sets"
    if str(UUID(statement["id"])) != statement["id"]:
        yield "2.4.1: id is a UUID in its usual form"
    if "timestamp" in statement:
        if not DATE_TIME.fullmatch(statement["timestamp"]):
            yield "2.4.7, 4.5: timestamp is as RFC 3339 has it"
        datetime.fromisoformat(statement["timestamp"])
    if _nulls(statement):
        yield "2.2: no value is null"


def _actor(actor: dict[str, Any]) -> Iterator[str]:
    if len(FINGERPRINTS & actor.keys()) != 1:
        yield "2.4.2.1: an agent has exactly one inverse functional identifier"
    if not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", actor.get("mbox", "mailto:a@b")):
        yield "2.4.2.3: mbox is a mailto IRI"
    account = actor.get("account")
    if account is not None:
        if account.keys() != {"homePage", "name"} or not account["name"]:
            yield "2.4.2.4: an account has a home page and a name"
        elif urlsplit(account["homePage"]).scheme not in {"http", "https"}:
            yield "2.4.2.4: homePage is an IRL"


def _verb(verb: dict[str, Any]) -> Iterator[str]:
    yield from _iri(verb["id"], "2.4.3")
    yield from _words(verb["display"], "2.4.3")


def _activity(activity: dict[str, Any]) -> Iterator[str]:
    yield from _iri(activity["id"], "2.4.4.1")
    definition = activity.get("definition", {})
    for name in ("name", "description"):
        yield from _words(definition.get(name, {}), "2.4.4.1")
    if "type" in definition:
        yield from _iri(definition["type"], "2.4.4.1")
    if "choices" in definition:
        names = [choice["id"] for choice in definition["choices"]]
        if len(set(names)) < len(names) or any(re.search(r"\s", name) for name in names):
            yield "2.4.4.1: ids of choices are distinct, and without white space"
        for pattern in definition["correctResponsesPattern"]:
            if not set(pattern.split("[,]")) <= set(names):
                yield "2.4.4.1: a right response is made of choices"
        if definition["interactionType"] not in {"choice", "sequencing"}:
            yield "2.4.4.1: choices belong to choice and sequencing"


def _result(result: dict[str, Any]) -> Iterator[str]:
    score = result.get("score", {"scaled": 0, "raw": 0, "min": 0, "max": 1})
    if not -1 <= score["scaled"] <= 1:
        yield "2.4.5.1: scaled lies between -1 and 1"
    if not score["min"] <= score["raw"] <= score["max"] or score["min"] >= score["max"]:
        yield "2.4.5.1: raw lies between min and max"
    for name in ("success", "completion"):
        if not isinstance(result.get(name, True), bool):
            yield f"2.4.5: {name} is a boolean"
    for name in result.get("extensions", {}):
        yield from _iri(name, "4.1")


def _context(context: dict[str, Any]) -> Iterator[str]:
    for name, activities in context.get("contextActivities", {}).items():
        if name not in {"parent", "grouping", "category", "other"}:
            yield "2.4.6.2: a context activity of no kind"
        for activity in activities:
            yield from _activity(activity)
    for name in context.get("extensions", {}):
        yield from _iri(name, "4.1")


def _iri(text: str, section: str) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text):
        yield f"{section}: {text!r} is no IRI with a scheme"


def _words(words: dict[str, str], section: str) -> Iterator[str]:
    for language, text in words.items():
        if not LANGUAGE.fullmatch(language) or not text:
            yield f"{section}: words are said in a language of RFC 5646"


def _nulls(part: Any) -> bool:
    if isinstance(part, dict):
        return any(map(_nulls, part.values()))
    return any(map(_nulls, part)) if isinstance(part, list) else part is None
