"""The house stands as drawn: layers, purity, and what starting up may load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

HEAVY = {
    "cryptography": "signing",
    "duckdb": "reading rows",
    "fairlearn": "mending a model in the demo",
    "jinja2": "the HTML report",
    "numpy": "judging",
    "pandas": "the demo",
    "pydantic": "reading policies",
    "rich": "tables and progress bars",
    "scipy": "judging",
    "sklearn": "the demo",
}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool at the root of the repository."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_no_layer_imports_the_one_above() -> None:
    """The contracts in pyproject.toml hold."""
    linter = Path(sys.executable).with_name("lint-imports")
    result = run(str(linter), "--no-cache")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("module", sorted(HEAVY))
def test_help_does_not_wait_for(module: str) -> None:
    """A module that only some commands need is not loaded to print help."""
    assert module not in loaded_by_help(), f"{module} is for {HEAVY[module]} only"


def loaded_by_help() -> set[str]:
    """Top-level modules in memory after ``fairgate --help``."""
    program = (
        "import contextlib, io, sys\n"
        "from fairgate.cli.main import main\n"
        "sys.argv = ['fairgate', '--help']\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main()\n"
        "print(*sys.modules)\n"
    )
    result = run(sys.executable, "-c", program)
    assert result.returncode == 0, result.stderr
    return {name.partition(".")[0] for name in result.stdout.split()}


def test_scipy_stats_is_never_imported() -> None:
    """It takes a second to load; scipy.special has the quantiles."""
    sources = (ROOT / "fairgate").rglob("*.py")
    guilty = [
        path.name
        for path in sources
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith(("import scipy.stats", "from scipy.stats"))
        or (line.lstrip().startswith("from scipy import") and "stats" in line)
    ]
    assert guilty == []
