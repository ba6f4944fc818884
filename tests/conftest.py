"""What all tests share: where things are, the command line as a process, what to skip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import browsing
import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
AXE = ROOT / "build" / "tools" / "node_modules" / "axe-core" / "axe.min.js"

# A red run can be repeated, and no clock decides. `make soak` draws ten times as many examples,
# `--hypothesis-profile=explore` searches on.
settings.register_profile(
    "repeatable",
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", parent=settings.get_profile("repeatable"), max_examples=300)
settings.register_profile("explore", parent=settings.get_profile("repeatable"), derandomize=False)
settings.load_profile("repeatable")


def missing(marker: str) -> str:
    """Say what a marked test lacks on this machine, or nothing."""
    if marker == "shared":
        return "" if SHARED.is_dir() else "no ../shared beside this checkout"
    return "" if any(map(shutil.which, browsing.NAMES)) else "no Chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, by name, what this machine cannot run."""
    for marker in ("browser", "shared"):
        reason = missing(marker)
        if reason:
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=reason))


chrome, profile, page = browsing.chrome, browsing.profile, browsing.page


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Read the accessibility checker's own code, for injection into a page."""
    if not AXE.is_file():
        pytest.skip("no axe-core in build/tools: run make browser")
    return AXE.read_text(encoding="utf-8")


Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Run a command line as a reader of the documentation would, in ``tmp_path``.

    The tools of this environment come first on PATH; nothing is coloured, and pages are
    80 columns wide.
    """
    bin_directory = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{bin_directory}{os.pathsep}{os.environ.get('PATH', '')}",
        "NO_COLOR": "1",
        "COLUMNS": "80",
    }

    def run(command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
