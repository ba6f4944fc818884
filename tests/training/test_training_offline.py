"""A learner without a network: nothing of an exercise or a quiz asks for one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fairgate.training.library import places

Shell = Callable[..., subprocess.CompletedProcess[str]]

ALONE = """
import sys
from fairgate.cli.main import main

def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        raise RuntimeError(f"asked for a network: {event} {arguments}")

sys.addaudithook(refuse)
sys.exit(main(sys.argv[1:]))
"""


def every(quick: str) -> Iterator[Any]:
    """Name all modules; the others take as long and show the same."""
    for name in (place.folder.name for place in places()):
        yield pytest.param(name, marks=() if name == quick else pytest.mark.soak)


@pytest.mark.parametrize("name", list(every(quick="05-reading-a-verdict")))
def test_an_exercise_and_a_quiz_ask_for_no_network(shell: Shell, tmp_path: Path, name: str) -> None:
    """Start, check and quiz end as they do with one: 0, 3 (not yet), 3 (not passed)."""
    (tmp_path / "alone.py").write_text(ALONE, encoding="utf-8")
    codes = {"start": 0, "check": 3, "quiz": 3}
    for command, code in codes.items():
        more = "--answers -" if command == "quiz" else ""
        words = f"{sys.executable} alone.py train {command} {name} {more}"
        result = shell(f"export XDG_STATE_HOME=$PWD/state; {words}", stdin="answers: {}\n")
        assert result.returncode == code, result.stderr
