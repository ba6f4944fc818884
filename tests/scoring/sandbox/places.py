"""Where programs are run: a sandbox, or none, as a user; and what this machine lacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scoring.sandbox import users

from fairgate.errors import UserError
from fairgate.scoring.job import MEBIBYTE, Completed

HERE = Path(__file__).parent
CONFIDENTIAL = "correct-horse-battery-staple"
PLACES = [(sandbox, user) for sandbox in ("bubblewrap", "landlock") for user in ("root", "plain")]
OLD_KERNEL = ("landlock-1", "plain")  # the interface of Linux 5.13
LIMITS = {"memory": 1024 * MEBIBYTE, "seconds": 20.0, "processes": 32, "output": 8 * MEBIBYTE}


@dataclass(frozen=True)
class Place:
    """Where a program is run: in which sandbox (None: in none), started by which user."""

    sandbox: str | None
    user: str
    folder: Path
    files: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, **limits: float) -> Completed:
        """Run a command with a secret in the environment of whoever starts it."""
        request = {
            "sandbox": self.sandbox,
            "command": command,
            "readable": self.files,
            "out": str(self.folder / "out"),
            "environment": {"GIVEN": "yes"},
            "limits": LIMITS | limits,
        }
        host = (sys.executable, str(HERE / "host.py"), json.dumps(request))
        ended = subprocess.run(
            [*users.prefix(self.user), *host],
            env={"PATH": os.environ["PATH"], "TOKEN": CONFIDENTIAL, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        answer = json.loads(ended.stdout)
        if "refused" in answer:
            raise UserError(answer["refused"])
        return Completed(**answer)

    def python(self, program: str, *arguments: str, **limits: float) -> Completed:
        """Run a program of Python."""
        return self.run(sys.executable, "-I", "-c", program, *arguments, **limits)

    def out(self) -> dict[str, bytes]:
        """What came home."""
        return {path.name: path.read_bytes() for path in (self.folder / "out").iterdir()}


def prepared(sandbox: str | None, user: str, folder: Path) -> Place:
    """Make the folder the user's own."""
    (folder / "out").mkdir()
    if os.geteuid() == 0 and user == "plain":
        for path in (folder, folder / "out"):
            os.chown(path, users.PLAIN, users.PLAIN)
    return Place(sandbox, user, folder)


def skip_where_missing(sandbox: str, user: str) -> None:
    """Skip the test, with the reason, where this machine lacks the sandbox or the user."""
    reason = users.missing(user) or refusal(sandbox, user)
    if reason:
        pytest.skip(f"{sandbox} as {user}: {reason}")


@cache
def refusal(sandbox: str, user: str) -> str:
    """Say why a sandbox cannot be had by a user here, or nothing."""
    program = (
        "import os, sys\n"
        "from fairgate.scoring.sandbox.find import find_sandbox\n"
        "find_sandbox([sys.argv[1]], search=os.environ['PATH'])\n"
    )
    command = [*users.prefix(user), sys.executable, "-c", program, sandbox.partition("-")[0]]
    ended = subprocess.run(
        command,
        env={"PATH": os.environ["PATH"]},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if ended.returncode == 0 else ended.stderr.strip().rpartition("\n")[2]


def loaded(path: Path) -> Any:
    """Read JSON."""
    return json.loads(path.read_text(encoding="utf-8"))
