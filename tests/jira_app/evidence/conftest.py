"""The app that takes evidence, on an empty store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jira_app import envelopes
from tests.jira_app.apihouse import House
from tests.jira_app.databases import new_store


@pytest.fixture
def house(tmp_path: Path, keys: envelopes.Keys) -> Iterator[House]:
    """Serve the app on SQLite."""
    with new_store("sqlite", tmp_path, patience=0.2) as engine:
        yield House(engine, keys.public)
