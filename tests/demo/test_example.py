"""The example project does what its page says, and is the demo's training in small."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import duckdb
import numpy as np
import pytest
from typed import Shell, typed

from fairgate.demo import models
from fairgate.demo.applications import NEEDS, load

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "lending"
EXIT = re.compile(r"# exit code (\d)")

pytestmark = pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDS), reason="needs the extras models and demo"
)


def commands() -> list[str]:
    """List what the page tells the reader to type, installing left out."""
    page = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```console\n(.*?)```", page, flags=re.DOTALL))
    typed = [line.removeprefix("$ ") for line in blocks.splitlines() if line.startswith("$ ")]
    return [command for command in typed if not command.startswith("pip")]


def test_the_example_runs_as_its_page_says(shell: Shell, tmp_path: Path) -> None:
    """Every command ends with the code beside it, or 0; decisions are those of the demo."""
    for name in ("fairgate.yaml", "train.py"):
        shutil.copy(EXAMPLE / name, tmp_path)
    assert len(commands()) > 3
    for command in commands():
        said = EXIT.search(command)
        result = typed(command, shell, tmp_path)
        assert result.returncode == (int(said.group(1)) if said else 0), (
            f"{command}\n{result.stdout}{result.stderr}"
        )
    applications = load()
    for name, recipe in (("baseline", models.IN_USE), ("stricter", models.STRICTER)):
        written = decisions(tmp_path / "build" / f"{name}.parquet")
        assert np.array_equal(written, models.decide(recipe, applications)), name


def decisions(path: Path) -> np.ndarray:
    """Read what was decided, in the order of the applicants."""
    query = "SELECT approved FROM read_parquet(?) ORDER BY id"
    return duckdb.execute(query, [str(path)]).fetchnumpy()["approved"]
