"""Each sandbox, as each user, that this machine offers; the others are skipped by name."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scoring.sandbox.places import PLACES, Place, prepared, skip_where_missing

collect_ignore_glob = [] if sys.platform.startswith("linux") else ["test_*.py"]


@pytest.fixture
def place_of() -> Iterator[Callable[..., Place]]:
    """Make places whose folder any user can reach."""
    made = []

    def make(sandbox: str | None, user: str) -> Place:
        folder = Path(tempfile.mkdtemp(prefix="fairgate-test-"))
        made.append(folder)
        return prepared(sandbox, user, folder)

    yield make
    for folder in made:
        shutil.rmtree(folder)


@pytest.fixture(params=PLACES, ids="-as-".join)
def place(request: pytest.FixtureRequest, place_of: Callable[..., Place]) -> Place:
    """A sandbox as a user, that is to be had here."""
    skip_where_missing(*request.param)
    return place_of(*request.param)


@pytest.fixture(params=["bubblewrap", "landlock"])
def sandbox(request: pytest.FixtureRequest, place_of: Callable[..., Place]) -> Place:
    """A sandbox as the user who runs the tests: where nothing depends on the user."""
    user = "root" if os.geteuid() == 0 else "plain"
    skip_where_missing(request.param, user)
    return place_of(request.param, user)
