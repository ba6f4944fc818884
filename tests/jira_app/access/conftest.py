"""A store for tests of who gets in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import new_store
from sqlalchemy import Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Open an empty store."""
    with new_store("sqlite", tmp_path) as store:
        yield store
