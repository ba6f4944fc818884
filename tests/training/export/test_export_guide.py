"""The guide to exports holds: typed word for word, and every form is told."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from fairgate.cli.train.export import export

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "training-export.md"

Shell = Callable[..., subprocess.CompletedProcess[str]]


def test_what_the_guide_types_makes_what_it_says(shell: Shell, tmp_path: Path) -> None:
    """On a machine where nothing was learnt yet; every file is named with its form."""
    text = GUIDE.read_text(encoding="utf-8")
    typed = re.findall(r"^\$ (.*)$", text, re.MULTILINE)
    files = [name for line in typed for name in re.findall(r"--\w+ ([\w-]+\.\w+)", line)]
    result = shell("; ".join([f"export XDG_STATE_HOME={tmp_path}/state", *typed]))
    assert result.returncode == 0, result.stderr
    assert [line.split()[1].rstrip(":") for line in result.stdout.splitlines()] == files
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)


def test_the_guide_names_every_option_but_those_of_every_command() -> None:
    """A form that is added needs a line."""
    text = GUIDE.read_text(encoding="utf-8")
    names = [name for option in export.params for name in option.opts if name.startswith("--")]
    assert [name for name in names if f"`{name}" not in text] == []
