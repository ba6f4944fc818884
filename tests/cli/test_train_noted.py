"""``fairgate train check``: what is noted of a look at an exercise, and where."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from cli.running import Result, Run

SAMPLE = Path(__file__).resolve().parents[1] / "cases" / "training" / "90-names-on-forms"
NAME = SAMPLE.name


@pytest.fixture
def train(fairgate: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``fairgate train`` with the sample module, and progress in ``tmp_path``."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run(words: str) -> Result:
        return fairgate("train", words, f"--content {SAMPLE.parent}")

    return run


def solve(folder: Path, *names: str) -> None:
    """Lay files of the solution into a folder; without names all of it."""
    solution = SAMPLE / "exercise" / "solution"
    for name in names or [path.name for path in solution.iterdir()]:
        shutil.copy(solution / name, folder / name)


def test_the_trainers_solution_is_nobodys_learning(train: Run, tmp_path: Path) -> None:
    """A folder that was handed out solved notes nothing, and says so."""
    train("start 90 --solved --out solved")
    result = train(f"check solved/{NAME}")
    assert result.code == 0
    assert "Nothing is noted: this folder was made with --solved." in result.out
    assert not (tmp_path / "state").exists()


def test_a_rehearsal_notes_nothing(train: Run, tmp_path: Path) -> None:
    """``--no-record``: neither progress nor hints that were given."""
    train("start 90")
    mark = (tmp_path / NAME / ".fairgate-exercise.json").read_bytes()
    for _ in range(2):
        result = train("check 90 --no-record")
        assert result.code == 3
        assert "Hint 1 of 2" in result.out
        assert "Nothing is noted.\n" in result.out
    assert (tmp_path / NAME / ".fairgate-exercise.json").read_bytes() == mark
    assert not (tmp_path / "state").exists()


def test_each_folder_begins_with_the_first_hint(train: Run) -> None:
    """Two people at one machine, or a trainer who tried it before them."""
    train("start 90 --people 2 --out room")
    assert "Hint 1 of 2" in train(f"check room/person-01/{NAME}").out
    assert "Hint 2 of 2" in train(f"check room/person-01/{NAME}").out
    assert "Hint 1 of 2" in train(f"check room/person-02/{NAME}").out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to anything")
def test_a_folder_that_cannot_be_written_is_checked_all_the_same(
    train: Run, tmp_path: Path
) -> None:
    """As on a shared drive: the hint is the first one each time."""
    train("start 90")
    (tmp_path / NAME).chmod(0o500)
    for _ in range(2):
        assert "Hint 1 of 2" in train("check 90").out
    (tmp_path / NAME).chmod(0o700)


@pytest.mark.parametrize("tries", ["{form: 1}", [1], {"form": -1}, {"form": "1"}, {"form": True}])
def test_a_count_that_is_none_is_told(train: Run, tmp_path: Path, tries: object) -> None:
    """Somebody edited the mark."""
    train("start 90")
    mark = tmp_path / NAME / ".fairgate-exercise.json"
    mark.write_text(json.dumps({**json.loads(mark.read_bytes()), "tries": tries}))
    assert "this file was changed" in train(f"check {NAME}").err


def test_progress_of_an_earlier_version_is_read(train: Run, tmp_path: Path) -> None:
    """It counted hints by module; what was done stays done, and hints begin anew."""
    train("start 90")
    noted = {"steps": ["form"], "tries": {"form": 7}, "exercise": "2026-11-01", "quiz": "",
             "best": 0.5, "attempts": 1}  # fmt: skip
    path = tmp_path / "state" / "fairgate" / "training.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"schema": "fairgate/progress/v1", "modules": {"90": noted}}))
    assert "Hint 1 of 2" in train("check 90").out
    assert json.loads(path.read_bytes())["modules"]["90"]["exercise"] == "2026-11-01"


@pytest.mark.parametrize("deleted", [True, False])
def test_data_that_were_changed_use_up_no_hint(
    train: Run, tmp_path: Path, *, deleted: bool
) -> None:
    """No hint mends that: the file is copied again, by the command that is printed."""
    train("start 90")
    solve(tmp_path / NAME, "form.html", "answers.yaml")
    data = tmp_path / NAME / "predictions.csv"
    whole = data.read_bytes()
    data.write_bytes(b"")
    if deleted:
        data.unlink()
    for _ in range(2):
        said = train(f"check {NAME}").out
        assert "predictions.csv: this file has to stay as it was at the start" in said
        assert "Hint" not in said
        assert "Copy it again: fairgate train start 90 --out fresh --content" in said
    assert train("start 90 --out fresh").code == 0
    shutil.copy(tmp_path / "fresh" / NAME / "predictions.csv", data)
    assert data.read_bytes() == whole
    assert "Hint 1 of 2" in train("check 90").out


def test_an_answer_that_was_deleted_uses_up_no_hint(train: Run, tmp_path: Path) -> None:
    """Inside of the exercise, the fresh copy goes beside it."""
    train("start 90")
    (tmp_path / NAME / "form.html").unlink()
    os.chdir(tmp_path / NAME)
    said = train("check").out
    assert "form.html: there is no such file" in said
    assert "Hint" not in said
    assert "Copy it again: fairgate train start 90 --out ../fresh" in said
    assert train("start 90 --out ../fresh").code == 0


def test_an_exercise_inside_of_an_exercise_is_refused(train: Run, tmp_path: Path) -> None:
    """People run start where they are; nothing is made."""
    train("start 90")
    os.chdir(tmp_path / NAME)
    for words in ("start 90", "start 90 --people 2 --out data/room"):
        result = train(words)
        assert result.code == 2
        assert "you are in an exercise already" in result.err
        assert "go up, or name --out with a folder outside of it" in result.err
    assert not list((tmp_path / NAME).glob("*/*"))


def test_check_above_several_exercises_names_them_all(train: Run, tmp_path: Path) -> None:
    """Also where each person has a folder."""
    train("start 01 90 --people 2 --out room")
    said = train("check room").err
    for person in ("person-01", "person-02"):
        assert f"{person}/01-where-unfairness-enters" in said
        assert f"{person}/{NAME}" in said
    train("start 90")
    assert f"go into {NAME}, room" not in train("check").err
    os.chdir(tmp_path / "room" / "person-01")
    assert f"go into one of: 01-where-unfairness-enters, {NAME}" in train("check").err


def test_steps_that_pass_one_by_one_lead_to_the_whole(train: Run, tmp_path: Path) -> None:
    """Else everything passes, and nothing says that it is done."""
    train("start 90")
    solve(tmp_path / NAME)
    for step in ("1", "2"):
        assert "To have it noted" not in train(f"check 90 --step {step}").out
    last = train("check 90 --step 3")
    assert "All steps pass. To have it noted: fairgate train check 90" in last.out
    assert "All done" in train("check 90").out
    assert "To have it noted" not in train("check 90 --step 3").out
