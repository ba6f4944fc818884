"""A small module that is as it should be, copied so that a test can break it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fairgate.checklist import Case, open_library
from fairgate.training.lint import lint
from fairgate.training.module import Module, read_module
from fairgate.training.tools import Desk

SAMPLE = Path(__file__).resolve().parents[1] / "cases" / "training" / "90-names-on-forms"

Break = Callable[[str, str, str], list[str]]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Copy the sample module; return its folder."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "theirs" / SAMPLE.name))


@pytest.fixture
def module(sample: Path) -> Module:
    """Read the sample module."""
    return read_module(sample)


@pytest.fixture(scope="session")
def cases() -> dict[str, Case]:
    """Every case that comes along, by id."""
    (file,) = open_library(kinds=["cases"]).files
    return {case.id: case for case in file.content.cases}


@pytest.fixture
def complaints(sample: Path, cases: dict[str, Case]) -> Break:
    """Put one text in place of another in a file of the sample, and lint."""

    def broken(name: str, old: str, new: str) -> list[str]:
        path = sample / name
        text = path.read_text(encoding="utf-8")
        assert old in text, "the test breaks nothing"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return [str(error).replace(f"{sample}/", "") for error in lint(read_module(sample), cases)]

    return broken


@pytest.fixture
def desk() -> Callable[[Path, Path], Desk]:
    """Set up a desk on a fixed day, without ``fairgate rank``."""

    def at(folder: Path, start: Path) -> Desk:
        return Desk(folder, start, datetime(2026, 11, 22, 12, tzinfo=UTC))

    return at
