"""The stage, for each test its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from story_stage import Stage, stage


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Stage]:
    """Put everything in its place."""
    with stage(tmp_path) as put_up:
        yield put_up
