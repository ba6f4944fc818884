"""The house, with a store, Atlassian's keys and a twin of Jira."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import forgehouse
import pytest
from databases import new_store
from flask import Flask
from forge_side import KeyServer, key_server
from sqlalchemy import Engine
from town import Clock

from jira_app.forge_remote import Tokens
from jira_app.twin import JiraTwin


@pytest.fixture
def atlassian() -> Iterator[KeyServer]:
    """Run Atlassian's server of keys."""
    with key_server() as served:
        yield served


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store."""
    with new_store("sqlite", tmp_path) as store:
        yield store


@pytest.fixture
def twin() -> Iterator[JiraTwin]:
    """Run a Jira with three issues."""
    with JiraTwin() as twin:
        for number in (1, 2, 3):
            twin.create_issue("ED", f"Change {number}")
        yield twin


@pytest.fixture
def clock() -> Clock:
    """Make a clock that is moved by hand."""
    return Clock()


@pytest.fixture
def tokens(clock: Clock) -> Iterator[Tokens]:
    """Make a place for tokens, empty at the end."""
    kept = Tokens(clock)
    yield kept
    kept.close()


@pytest.fixture
def done() -> list[str]:
    """Collect what the app did beside answering."""
    return []


@pytest.fixture
def app(
    engine: Engine, atlassian: KeyServer, clock: Clock, tokens: Tokens, done: list[str]
) -> Flask:
    """Make the house."""
    return forgehouse.make(
        engine,
        atlassian.url,
        clock,
        tokens=tokens,
        chores=[lambda: done.append("chore"), lambda: 1 / 0, lambda: done.append("another")],
        wake=lambda: done.append("wake"),
    )
