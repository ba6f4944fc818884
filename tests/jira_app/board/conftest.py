"""A board over the seeded store, and people who look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import seeded
from boards import Get, client_of
from databases import new_store
from sqlalchemy import Engine

from jira_app.access import Person


@pytest.fixture(scope="module")
def seeded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Seed a store once; tests only read it."""
    with new_store("sqlite", tmp_path_factory.mktemp("board")) as engine:
        seeded.seed(engine)
        yield engine


@pytest.fixture
def get(seeded_store: Engine) -> Get:
    """Ask the board as somebody: a product manager, unless said otherwise."""
    client = client_of(seeded_store)

    def ask(path: str, person: Person | None = seeded.MANAGER, **visit: Any) -> Any:
        return client.get(path, **seeded.as_(person, **visit))

    return ask
