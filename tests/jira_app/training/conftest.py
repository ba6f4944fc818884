"""A school over a new store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cohort_room import Room
from databases import KINDS, new_store
from learners import MakeSchool, School

from fairgate.signing import generate_keys


@pytest.fixture
def make_school(tmp_path: Path) -> Iterator[MakeSchool]:
    """Make schools over one new SQLite store."""
    with new_store("sqlite", tmp_path) as engine:
        yield lambda **parts: School(engine, **parts)


@pytest.fixture
def school(make_school: MakeSchool) -> School:
    """Open a school without a signing key."""
    return make_school()


@pytest.fixture(params=KINDS)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    """Open a school that signs, over each kind of store in turn."""
    key, _public = generate_keys(tmp_path / "keys")
    with new_store(request.param, tmp_path) as engine:
        yield School(engine, key)


@pytest.fixture(params=KINDS)
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    """Open a school with cohorts, over each kind of store in turn."""
    with new_store(request.param, tmp_path) as engine:
        yield Room(engine)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Room]:
    """Open one where the kind of store makes no difference."""
    with new_store("sqlite", tmp_path) as engine:
        yield Room(engine)
