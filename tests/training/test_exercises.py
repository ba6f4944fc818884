"""Exercises are handed out whole, never over something, and what is done is never lost."""

from __future__ import annotations

import contextlib
import errno
import json
import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from fairgate.errors import UserError
from fairgate.training.exercise import hand_out, people, tried
from fairgate.training.laying import Lay, solved
from fairgate.training.mark import MARK, begun
from fairgate.training.module import Module
from fairgate.training.progress import Done, Progress
from fairgate.training.tools import Desk

DeskAt = Callable[[Path, Path], Desk]


def names(folder: Path) -> set[str]:
    """Files in a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_exercise_comes_with_its_task_and_without_its_solution(
    module: Module, tmp_path: Path
) -> None:
    """What is copied is the start."""
    (folder,) = hand_out([module], tmp_path / "out")
    assert folder.name == "90-names-on-forms"
    assert names(folder) == names(module.start) | {"TASK.md", MARK}
    assert (folder / "answers.yaml").read_bytes() == (module.start / "answers.yaml").read_bytes()
    assert begun(folder).module == begun(folder / ".").module == "90"


def test_the_solution_is_laid_over_the_start(module: Module, tmp_path: Path) -> None:
    """What it changes, what it adds, and what it leaves as it was."""
    (module.solution / "more").mkdir()
    (module.solution / "more" / "notes.md").write_text("new", encoding="utf-8")
    whole = solved(module, tmp_path / "solved")
    assert names(whole) == names(module.start) | {"more/notes.md"}
    for name in names(whole):
        side = module.solution if (module.solution / name).exists() else module.start
        assert (whole / name).read_bytes() == (side / name).read_bytes(), name


def test_a_solved_exercise_is_handed_out_whole_or_not_at_all(
    module: Module, tmp_path: Path
) -> None:
    """It is checked like a learner's; one that cannot be laid leaves nothing behind."""
    (folder,) = hand_out([module], tmp_path / "solved", lay=solved)
    assert (begun(folder).module, begun(folder).solved) == ("90", True)
    assert (folder / "form.html").read_bytes() == (module.solution / "form.html").read_bytes()
    (module.solution / "mended.csv").mkdir()
    with pytest.raises(UserError, match="give it another name"):
        hand_out([module], tmp_path / "room", people(2), solved)
    assert not list(tmp_path.glob("room/*/*"))


def test_an_install_that_nobody_may_write_gives_files_that_somebody_may(
    module: Module, tmp_path: Path
) -> None:
    """Start and solution are read-only, folders too."""
    for side in (module.start, module.solution):
        for path in (*side.rglob("*"), side):
            path.chmod(path.stat().st_mode & ~0o222)
    (folder,) = hand_out([module], tmp_path / "out")
    whole = solved(module, tmp_path / "solved")
    for path in (folder, *folder.rglob("*"), whole, *whole.rglob("*")):
        assert path.stat().st_mode & 0o200, path


def test_a_solution_cannot_lay_a_folder_on_a_file(module: Module, tmp_path: Path) -> None:
    """Nor a file on a folder, which a copy would put inside."""
    (module.solution / "mended.csv").mkdir()
    with pytest.raises(UserError, match=r"mended\.csv: one of this and .* is a folder"):
        solved(module, tmp_path / "solved")
    assert not (tmp_path / "solved").exists()


def test_twelve_people_get_a_folder_each(module: Module, tmp_path: Path) -> None:
    """And nothing waits half-copied beside them."""
    made = hand_out([module], tmp_path / "room", people(12))
    assert len({names(folder) and folder for folder in made}) == 12
    assert [path.name for path in sorted((tmp_path / "room").iterdir())] == list(people(12))
    assert not list(tmp_path.rglob("*.tmp"))


def test_nothing_is_written_over(module: Module, tmp_path: Path) -> None:
    """Not even for the other eleven, where one folder is there."""
    (folder,) = hand_out([module], tmp_path / "room", ["person-07"])
    (folder / "answers.yaml").write_text("outcome: mine\n", encoding="utf-8")
    with pytest.raises(UserError, match="this folder is there already"):
        hand_out([module], tmp_path / "room", people(12))
    assert (folder / "answers.yaml").read_text(encoding="utf-8") == "outcome: mine\n"
    assert [path.name for path in (tmp_path / "room").iterdir()] == ["person-07"]


def unlucky(error: BaseException) -> Lay:
    """Lay an exercise out for the first person, and fail half-way for the second."""

    def lay(_: Module, into: Path) -> Path:
        (into / "half").mkdir(parents=True)
        if into.parent.name == "person-02":
            raise error
        return into

    return lay


def test_a_full_disk_leaves_no_half_session(module: Module, tmp_path: Path) -> None:
    """What was made goes again, up to the folders above; what was there stays."""
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(UserError) as told:
        hand_out([module], tmp_path / "a" / "room", people(3), unlucky(full))
    assert str(told.value).endswith(
        "a/room: could not write it: no space left on device (make room on the disk)"
    )
    assert list(tmp_path.iterdir()) == [module.folder.parent]


def test_ctrl_c_leaves_no_half_session(module: Module, tmp_path: Path) -> None:
    """Nor does it take away what somebody else put into the folder."""
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "list.txt").write_text("Amara", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        hand_out([module], tmp_path / "room", people(3), unlucky(KeyboardInterrupt()))
    assert names(tmp_path / "room") == {"list.txt"}
    assert [path.name for path in (tmp_path / "room").iterdir()] == ["list.txt"]


def test_folders_of_own_modules_are_noted(module: Module, tmp_path: Path) -> None:
    """Whole, so that they are found from anywhere; without any the mark is as it was."""
    (folder,) = hand_out([module], tmp_path / "one", own=[module.folder.parent])
    assert begun(folder).own == (module.folder.parent.resolve(),)
    (folder,) = hand_out([module], tmp_path / "two")
    assert json.loads((folder / MARK).read_bytes()).keys() == {"module", "version"}


def test_a_folder_without_an_exercise_says_where_one_is(module: Module, tmp_path: Path) -> None:
    """People run the command one level too high."""
    with pytest.raises(UserError, match="fairgate train start"):
        begun(tmp_path)
    hand_out([module], tmp_path)
    with pytest.raises(UserError, match="go into 90-names-on-forms"):
        begun(tmp_path)


def test_a_mark_that_was_changed_is_told(module: Module, tmp_path: Path) -> None:
    """With a way out that keeps the learner's files."""
    (folder,) = hand_out([module], tmp_path)
    (folder / MARK).write_text("[]", encoding="utf-8")
    with pytest.raises(UserError, match="copy your files"):
        begun(folder)


def test_steps_after_the_first_that_fails_are_not_run(
    module: Module, tmp_path: Path, desk: DeskAt
) -> None:
    """A caller takes as many as it wants."""
    (folder,) = hand_out([module], tmp_path)
    seen: list[str] = []

    def decide(step: object, _: Desk) -> tuple[str, ...]:
        seen.append(step.id)  # type: ignore[attr-defined]
        return ("no",)

    first = next(tried(module.exercise.steps, desk(folder, module.start), decide))
    assert (first.passed, seen) == (False, ["form"])


def test_data_that_were_changed_do_not_pass(module: Module, tmp_path: Path, desk: DeskAt) -> None:
    """Else the gate would be made green by better people."""
    (folder,) = hand_out([module], tmp_path)
    (folder / "predictions.csv").write_text("sex,fits,taken\nf,1,1\nm,1,1\n", encoding="utf-8")
    *_, policy = tried(module.exercise.steps, desk(folder, module.start))
    assert policy.problems == ("predictions.csv: this file has to stay as it was at the start",)


def test_a_promise_that_was_loosened_does_not_pass(
    module: Module, tmp_path: Path, desk: DeskAt
) -> None:
    """Whatever the gate says of the smaller promise."""
    (folder,) = hand_out([module], tmp_path)
    policy = folder / "fairgate.yaml"
    text = policy.read_text(encoding="utf-8")
    loose = text.replace("{at_least: 0.8, must_detect: 0.5}", "{at_least: 0.1, must_detect: 0.01}")
    policy.write_text(loose, encoding="utf-8")
    *_, last = tried(module.exercise.steps, desk(folder, module.start))
    assert last.problems[-1] == "four-fifths: the limit is 0.1, and has to stay 0.8"


def test_hints_are_counted_until_a_step_passes() -> None:
    """And what is passed later needs none."""
    done = Done().failed("a").failed("a").failed("b")
    assert done.tries == {"a": 2, "b": 1}
    assert done.checked(("a",), whole=False, day="2026-11-22").tries == {"b": 1}


def test_the_first_day_and_the_best_result_stay() -> None:
    """A worse second try takes nothing away."""
    done = Done().answered(0.9, passed=True, day="2026-11-22")
    again = done.answered(0.5, passed=False, day="2026-11-23")
    assert (again.quiz, again.best, again.attempts) == ("2026-11-22", 0.9, 2)


def test_progress_survives_a_broken_file(tmp_path: Path) -> None:
    """It is told, and left as it is."""
    path = tmp_path / "state" / "training.json"
    progress = Progress(path)
    with progress.changing("01") as one:
        one[0] = one[0].failed("a")
    assert Progress(path).of("01").tries == {"a": 1}
    whole = path.read_bytes()
    path.write_bytes(whole[:40])
    with pytest.raises(UserError, match="nothing was changed"), progress.changing("01"):
        pass
    assert path.read_bytes() == whole[:40]


def test_progress_of_a_later_version_is_left_as_it_is(tmp_path: Path) -> None:
    """Also where Python runs without its assertions."""
    path = tmp_path / "training.json"
    path.write_text('{"schema": "fairgate/progress/v2", "modules": {}}', encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from fairgate.training.progress import Progress; "
        "Progress(Path(sys.argv[1])).of('01')"
    )
    result = subprocess.run(
        [sys.executable, "-O", "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert "this is no file of progress, or of a later version" in result.stderr


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    """Half a step is no step."""
    progress = Progress(tmp_path / "training.json")
    with contextlib.suppress(RuntimeError), progress.changing("01") as one:
        one[0] = one[0].failed("a")
        raise RuntimeError
    assert progress.all() == {}


def note(path: Path, at: int) -> None:
    """Note a try, from another process."""
    with Progress(path).changing("01") as one:
        one[0] = one[0].failed(f"s{at % 4}")


def test_two_at_a_time_lose_nothing(tmp_path: Path) -> None:
    """Forty tries from four processes are forty tries."""
    path = tmp_path / "training.json"
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(note, [path] * 40, range(40)))
    assert sum(Progress(path).of("01").tries.values()) == 40
    assert json.loads(path.read_bytes())["schema"] == "fairgate/progress/v1"
