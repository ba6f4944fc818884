"""The command line in this process: the same codes and words, without a new Python each time."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.running import Result, Run

from fairgate.cli.main import main


@pytest.fixture
def fairgate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run ``fairgate`` with the given words in ``tmp_path``."""

    def run(*words: str) -> Result:
        code = main([word for part in words for word in shlex.split(part)])
        return Result(code, *capsys.readouterr())

    with contextlib.chdir(tmp_path):
        yield run
