"""An office in a new store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from assessing import MakeOffice, Office
from databases import new_store


@pytest.fixture
def make_office(tmp_path: Path) -> Iterator[MakeOffice]:
    """Make offices over one new SQLite store."""
    with new_store("sqlite", tmp_path) as engine:
        yield lambda **parts: Office(engine, **parts)


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """Make an office without a signing key."""
    return make_office()
