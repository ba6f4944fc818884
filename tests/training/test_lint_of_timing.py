"""The clock of a module: run sheet and slides say what the agenda says."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairgate.checklist import Case
from fairgate.training.lint import lint
from fairgate.training.module import Module, read_module

CLOCK = """
| clock | minutes | part |
|---|---|---|
| 0:00 | 10 | Story |
| 0:10 | 15 | Mend |
| 0:25 | 10 | Read |
| 0:35 | 10 | Yours |
| 0:45 | 5 | Quiz |
"""


def said(module: Module, cases: dict[str, Case]) -> list[str]:
    """Lint again; complaints without the folder's path."""
    found = lint(read_module(module.folder), cases)
    return [str(error).replace(f"{module.folder}/", "") for error in found]


def add(path: Path, text: str) -> None:
    """Add a text to a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_sample_takes_the_minutes_of_this_file(module: Module) -> None:
    """So that what is found below is what a test broke."""
    assert [item.minutes for item in module.outline.agenda] == [10, 15, 10, 10, 5]
    assert (module.minutes, module.core_minutes) == (50, 40)


def test_a_clock_as_in_the_agenda_is_right(module: Module, cases: dict[str, Case]) -> None:
    """And a run sheet may do without one."""
    assert said(module, cases) == []
    add(module.folder / "run-sheet.md", CLOCK)
    assert said(module, cases) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("| 15 |", "| 20 |", "expected a row | 0:10 | 15 | as in the agenda, got | 0:10 | 20 |"),
        ("0:25 |", "0:30 |", "expected a row | 0:25 | 10 | as in the agenda, got | 0:30 | 10 |"),
        ("| 0:45 | 5 | Quiz |\n", "", "expected a row | 0:45 | 5 | as in the agenda, got none"),
        ("Quiz |\n", "Quiz |\n| 0:50 | 5 | More |\n", "expected no further row, got | 0:50 | 5 |"),
    ],
)
def test_a_clock_that_differs_is_told_once(
    module: Module, cases: dict[str, Case], old: str, new: str, problem: str
) -> None:
    """The first row that is wrong; the others mostly follow from it."""
    assert old in CLOCK
    add(module.folder / "run-sheet.md", CLOCK.replace(old, new))
    (one,) = said(module, cases)
    assert one.startswith("run-sheet.md:")
    assert problem in one


@pytest.mark.parametrize("name", ["run-sheet.md", "slides.md"])
def test_a_length_that_the_agenda_does_not_have_is_told(
    module: Module, cases: dict[str, Case], name: str
) -> None:
    """People book a room by it."""
    right = "\n50 minutes, 40 without the optional part\n"
    add(module.folder / name, right)
    assert said(module, cases) == []
    add(module.folder / name, right.replace("40", "45"))
    (one,) = said(module, cases)
    assert one.startswith(f"{name}:")
    assert "expected 50 minutes, 40 without the optional parts" in one
