"""Sources are told by their titles where a text comes without a list of them."""

from __future__ import annotations

from pathlib import Path

from fairgate.training.exercise import TASK, hand_out
from fairgate.training.module import read_module

WCAG = "W3C: WCAG 2.2, success criterion 3.3.2"


def test_the_task_of_an_exercise_tells_its_sources(sample: Path, tmp_path: Path) -> None:
    """Learners get it without the lesson."""
    task = sample / "exercise" / "task.md"
    task.write_text(f"{task.read_text('utf-8')}\nLabels help [@wcag], `[@wcag]`.\n", "utf-8")
    (folder,) = hand_out([read_module(sample)], tmp_path / "work")
    text = (folder / TASK).read_text("utf-8")
    assert text.endswith(f"Labels help ({WCAG}), `[@wcag]`.\n")
