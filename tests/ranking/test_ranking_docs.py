"""What the documentation and the example say of rankings is so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ranking.departments import FILE

from fairgate.ranking.gate.policyfile import parse_ranking_policy

DOCS = FILE.parents[2] / "docs"
Shell = Callable[[str], Any]


def blocks(path: Path, language: str) -> list[str]:
    """Take the code blocks of one language out of a page."""
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(autouse=True)
def _departments(tmp_path: Path) -> None:
    """Put the example's file where its commands look for it."""
    shutil.copy(FILE, tmp_path)


def test_the_example_runs(shell: Shell, tmp_path: Path) -> None:
    """Every command of its page, with the claims around them."""
    said = ""
    for block in blocks(FILE.with_name("README.md"), "console"):
        done = shell(block.replace("$ ", ""))
        assert done.returncode == 0, done.stderr
        said += done.stdout
    page = (tmp_path / "label.html").read_text(encoding="utf-8")
    assert "29\N{NO-BREAK SPACE}%" in page
    assert "FAIL Department Size=Small" in said


def test_the_python_of_the_guide_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Smallest change of the weights, and repairs with their cost."""
    for block in blocks(DOCS / "how-to" / "ranking.md", "python"):
        code = block.replace('"departments.csv"', repr(str(tmp_path / FILE.name)))
        exec(compile(code, "ranking.md", "exec"), {})  # noqa: S102 - the point of the test
    said = capsys.readouterr().out
    assert "20% of all weights will do; mine: False" in said
    assert "smallest change: [0.73 0.23]" in said
    assert said.count("costs ") == 2


def test_the_policy_of_the_guide_is_valid() -> None:
    """It can be copied as it is."""
    (policy,) = blocks(DOCS / "how-to" / "ranking.md", "yaml")
    assert [rule.id for rule in parse_ranking_policy(policy.encode(), "r.yaml").policy.rules] == [
        "first-ten",
        "no-step-back",
    ]
