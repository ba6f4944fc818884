"""``fairgate train check``: what has to be done, what may be left out, and one step alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.running import Result, Run

from fairgate.content import home

SAMPLE = Path(__file__).resolve().parents[1] / "cases" / "training" / "90-names-on-forms"
NAME = SAMPLE.name


@pytest.fixture
def train(fairgate: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run ``fairgate train`` with progress in ``tmp_path``."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run(words: str) -> Result:
        return fairgate("train", words)

    return run


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Copy the sample, so that reading the verdict may be left out; return its folder."""
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "our modules" / NAME))
    outline = folder / "module.yaml"
    text = outline.read_text(encoding="utf-8")
    part = "minutes: 10, kind: exercise}"
    assert part in text
    text = text.replace(part, "minutes: 10, kind: exercise, optional: true, steps: [verdict]}")
    text = text.replace("file: answers.yaml\n", "file: answers.yaml\n      optional: true\n")
    outline.write_text(text, encoding="utf-8")
    return folder


def solve(tmp_path: Path, *names: str, module: Path = SAMPLE) -> None:
    """Lay files of the solution into the learner's folder."""
    for name in names:
        shutil.copy(module / "exercise" / "solution" / name, tmp_path / module.name / name)


def noted(tmp_path: Path, module: str = "90") -> dict[str, object]:
    """Read what is noted about a module."""
    path = tmp_path / "state" / "fairgate" / "training.json"
    found: dict[str, object] = json.loads(path.read_bytes())["modules"][module]
    return found


def test_a_module_with_an_optional_step_has_nothing_to_mend(train: Run, ours: Path) -> None:
    """The agenda names the step, and the step says that it may be left out."""
    result = train(f"lint '{ours.parent}'")
    assert (result.code, result.err) == (0, "")


def test_who_leaves_out_what_may_be_left_out_is_done(
    train: Run, ours: Path, tmp_path: Path
) -> None:
    """The step in the middle stays open; the exit code is 0, and the day is noted."""
    train("start 90 --content 'our modules'")
    first = train(f"check {NAME}")
    assert first.code == 3
    assert "not yet  1. Mend the form\n" in first.out
    assert "not yet  2. Read the verdict (may be left out)" in first.out
    assert "not yet  3. Let the gate pass" in first.out
    solve(tmp_path, "form.html", module=ours)
    assert "Let the gate pass, in fairgate.yaml:" in train(f"check {NAME}").out
    solve(tmp_path, "fairgate.yaml", module=ours)
    done = train(f"check {NAME}")
    assert done.code == 0
    assert "What has to be done is done. Next: fairgate train quiz 90" in done.out
    assert "Read the verdict, in answers.yaml:" in done.out
    assert "Hint 1 of 2: Run fairgate check" in done.out
    assert noted(tmp_path)["exercise"]
    assert noted(tmp_path)["steps"] == ["form", "policy"]


def test_a_learner_of_inclusive_design_who_sorts_nobody_is_done(train: Run, tmp_path: Path) -> None:
    """Ninety minutes leave out "Ten people", which is the first step."""
    (module,) = (home() / "training").glob("03-*")
    train("start 03")
    solve(tmp_path, "page.html", "criteria.yaml", module=module)
    assert train("check 03").code == 0
    assert train("check 03 --step people").code == 3


@pytest.mark.parametrize("name", ["3", "policy"])
def test_one_step_is_looked_at_alone(train: Run, tmp_path: Path, name: str) -> None:
    """By number or id, before those that come first; they are as they were noted."""
    train(f"start 90 --content '{SAMPLE.parent}'")
    result = train(f"check {NAME} --step {name}")
    assert result.code == 3
    assert "3. Let the gate pass" in result.out
    assert "1. Mend the form" not in result.out
    assert "Hint 1 of 2: Who decided here" in result.out
    solve(tmp_path, "fairgate.yaml")
    passed = train(f"check {NAME} --step {name}")
    assert passed.code == 0
    assert f"The whole exercise: fairgate train check {NAME}" in passed.out
    assert noted(tmp_path)["steps"] == ["policy"]
    assert noted(tmp_path)["exercise"] == ""


def test_a_step_that_there_is_not_is_told(train: Run) -> None:
    """With the nearest, or with what there is."""
    train(f"start 90 --content '{SAMPLE.parent}'")
    near = train(f"check {NAME} --step polcy")
    assert (near.code, near.out) == (2, "")
    assert "there is no step called 'polcy' (did you mean policy?)" in near.err
    assert "name a number from 1 to 3, or an id" in train(f"check {NAME} --step 7").err


def test_the_next_open_step_may_come_first(train: Run) -> None:
    """The command that is printed does what it says."""
    train(f"start 90 --content '{SAMPLE.parent}'")
    assert f"Another step first: fairgate train check {NAME} --step 2" in (
        train(f"check {NAME}").out
    )


def test_an_exercise_of_another_version_is_told_first(
    train: Run, ours: Path, tmp_path: Path
) -> None:
    """Files may have changed; the cure keeps what was done."""
    train("start 90 --content 'our modules'")
    outline = ours / "module.yaml"
    text = outline.read_text(encoding="utf-8")
    outline.write_text(text.replace('version: "', 'version: "9'), encoding="utf-8")
    result = train(f"check {NAME}")
    assert result.code == 3
    said = " ".join(result.out.split())
    assert said.startswith("This exercise was begun with version 1.0.0 of the module, and here is")
    assert f"fairgate train start 90 --out new --content '{tmp_path}/our modules'" in said
