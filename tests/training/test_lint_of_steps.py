"""Steps and agenda agree: what a session leaves out is not insisted on afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fairgate.errors import UserErrors
from fairgate.training.export.pictures import pictures
from fairgate.training.module import read_module

Break = Callable[[str, str, str], list[str]]
PART = "title: Read the verdict, minutes: 10, kind: exercise"
FILE = "file: answers.yaml\n"


def test_a_step_of_a_part_that_may_be_left_out_may_be_left_out(complaints: Break) -> None:
    """Else nobody who left it out is ever done."""
    (said,) = complaints("module.yaml", PART, f"{PART}, optional: true, steps: [verdict]")
    assert "exercise.steps[1]: verdict belongs to a part that may be left out" in said
    assert complaints("module.yaml", FILE, f"{FILE}      optional: true\n") == []


def test_an_exercise_that_may_be_left_out_names_its_steps(complaints: Break) -> None:
    """So that lint can tell."""
    (said,) = complaints("module.yaml", PART, f"{PART}, optional: true")
    assert "agenda[2]: read may be left out, and names no step of the exercise" in said


def test_a_step_of_the_core_has_to_be_done(complaints: Break) -> None:
    """One that is named in both belongs to the core, too."""
    assert complaints("module.yaml", PART, f"{PART}, steps: [verdict]") == []
    (said,) = complaints("module.yaml", FILE, f"{FILE}      optional: true\n")
    assert "exercise.steps[1].optional: verdict belongs to the core" in said


def test_a_step_that_there_is_not_is_found_in_the_agenda(sample: Path) -> None:
    """When the module is read, with the nearest name."""
    outline = sample / "module.yaml"
    text = outline.read_text(encoding="utf-8")
    outline.write_text(text.replace(PART, f"{PART}, steps: [verdit]"), encoding="utf-8")
    with pytest.raises(UserErrors, match=r"no step called 'verdit' \(did you mean verdict\?\)"):
        read_module(sample)


def test_not_every_step_may_be_left_out(sample: Path) -> None:
    """Who did nothing would be done."""
    outline = sample / "module.yaml"
    text = outline.read_text(encoding="utf-8")
    outline.write_text(text.replace("      hints:", "      optional: true\n      hints:"), "utf-8")
    with pytest.raises(UserErrors, match="nobody has to do any"):
        read_module(sample)


def test_the_task_names_files_as_learners_have_them(complaints: Break, sample: Path) -> None:
    """It is copied beside the files of ``start/``, and its pictures are looked for there."""
    link = "[`form.html`](form.html)"
    assert complaints("exercise/task.md", "`form.html`", link) == []
    (said,) = complaints("exercise/task.md", link, "[`form.html`](start/form.html)")
    assert "exercise/task.md:3: there is no file start/form.html" in said
    (sample / "exercise" / "start" / "door.svg").write_text("<svg/>", encoding="utf-8")
    task = sample / "exercise" / "task.md"
    task.write_text("# A door\n\n![A door](door.svg)\n", encoding="utf-8")
    assert list(pictures(read_module(sample), "exercise/task.md")) == ["door.svg"]
