"""Who changed what in the settings: a chain of the history of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection

from jira_app.access import Person
from jira_app.records import history

CHAIN: Final = "admin"
"""Stands where an issue's key would; no key looks like it."""


def record(db: Connection, event: str, by: Person, now: float, facts: Mapping[str, Any]) -> None:
    """Note a change, in its own transaction; ids and settings only."""
    history.append(db, CHAIN, event, actor=by.id, at=now, facts=facts)
