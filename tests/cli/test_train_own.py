"""A module of one's own: every command that is printed about it can be typed as it stands."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.running import Result, Run

SAMPLE = Path(__file__).resolve().parents[1] / "cases" / "training" / "90-names-on-forms"
NAME = SAMPLE.name


@pytest.fixture
def train(fairgate: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run ``fairgate train`` where ``our modules`` has one, with progress in ``tmp_path``."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(SAMPLE, tmp_path / "our modules" / NAME)

    def run(words: str) -> Result:
        return fairgate("train", words)

    return run


def printed(text: str, begin: str) -> str:
    """Find a command that was printed, over several lines perhaps; from its second word."""
    words = " ".join(text.split())
    assert begin in words, text
    return f"{begin}{words.partition(begin)[2]}".split(")")[0].removeprefix("fairgate train ")


def test_start_and_check_need_no_more_than_is_printed(train: Run, tmp_path: Path) -> None:
    """Inside of the folder, beside it, and by the module's id."""
    made = train("start 90 --content 'our modules'")
    assert f"Made {NAME}." in made.out
    assert made.out.endswith("  fairgate train check\n")
    mark = json.loads((tmp_path / NAME / ".fairgate-exercise.json").read_bytes())
    assert mark["content"] == [str(tmp_path / "our modules")]
    assert train(f"check {NAME}").code == 3
    assert train("check 90").code == 3
    os.chdir(tmp_path / NAME)
    assert "Hint" in train("check").out


def test_the_whole_way_is_typed_as_it_is_printed(train: Run, tmp_path: Path) -> None:
    """From the last hint to the solution, from the last step to the quiz."""
    train("start 90 --content 'our modules'")
    said = [train(f"check {NAME}").out for _ in range(3)][-1]
    solution = printed(said, "fairgate train show 90 --part solution").split(" Another ")[0]
    assert "+outcome: Fail" in train(solution).out
    shutil.copytree(SAMPLE / "exercise" / "solution", tmp_path / NAME, dirs_exist_ok=True)
    quiz = printed(train(f"check {NAME}").out, "fairgate train quiz 90")
    (tmp_path / "no.yaml").write_text("answers: {}\n", encoding="utf-8")
    assert train(f"{quiz} --answers no.yaml").code == 3


def test_a_missing_exercise_says_how_to_begin_it(train: Run) -> None:
    """With the folder that the module is in."""
    begin = printed(train("check 90 --content 'our modules'").err, "fairgate train start 90")
    assert begin == "start 90 --content 'our modules'"
    assert train(begin).code == 0


def test_a_plan_names_commands_with_the_folder(train: Run) -> None:
    """Run sheets, and folders for twelve."""
    plan = train("agenda --minutes 60 --modules 90 --people 12 --content 'our modules'").out
    show = "show 90 --part run-sheet --content 'our modules'"
    start = "start 90 --people 12 --out session --content 'our modules'"
    for command in (show, start):
        assert f"fairgate train {command}" in " ".join(plan.split())
        assert train(command).code == 0


def test_a_folder_that_is_gone_is_told_with_a_cure(train: Run, tmp_path: Path) -> None:
    """As where a trainer's folders were copied to somebody else's machine."""
    train("start 90 --content 'our modules'")
    (tmp_path / "our modules").rename(tmp_path / "moved")
    result = train(f"check {NAME}")
    assert (result.code, result.out) == (2, "")
    assert f"{NAME}/.fairgate-exercise.json: this exercise was begun with modules in" in result.err
    assert "say where they are now: --content DIR" in result.err
    assert train(f"check {NAME} --content moved").code == 3


def test_a_mark_with_other_folders_than_text_is_told(train: Run, tmp_path: Path) -> None:
    """Somebody edited it."""
    train("start 90 --content 'our modules'")
    mark = tmp_path / NAME / ".fairgate-exercise.json"
    data = json.loads(mark.read_bytes()) | {"content": [7]}
    mark.write_text(json.dumps(data), encoding="utf-8")
    assert "this file was changed" in train(f"check {NAME}").err


def test_a_module_named_twice_is_planned_once(train: Run) -> None:
    """By its id and by its name; nothing of it is left out."""
    plan = train(f"agenda --minutes 90 --modules 90,90,{NAME} --content 'our modules'").out
    assert plan.count("Mend the form (exercise") == 1
    assert "Left out" not in plan


def test_a_name_that_there_is_not_leads_to_the_list_with_own_modules(train: Run) -> None:
    """Which the module is in, if it is anywhere."""
    told = printed(train("show 99 --content 'our modules'").err, "fairgate train list")
    assert "Names on forms" in train(told).out
    alone = train("show 81").err
    assert "no module called '81' (see fairgate train list; your own need --content DIR)" in alone


def test_a_new_module_takes_an_id_that_is_free(train: Run, tmp_path: Path) -> None:
    """One that is taken would block every command that reads both."""
    train("new 81-our-forms --out 'our modules'")
    for name, said in (
        ("01-ours", "there is a built-in module 01 already (take 82)"),
        ("81-again", "81-our-forms has the id 81 already (take 82)"),
        ("90-again", f"{NAME} has the id 90 already (take 82)"),
    ):
        result = train(f"new {name} --out 'our modules'")
        assert (result.code, result.out) == (2, "")
        assert said in result.err
        assert not (tmp_path / "our modules" / name).exists()
    assert train("new 82-more --out 'our modules'").code == 0
    assert train("new 81-elsewhere --out 'no modules yet'").code == 0
    assert "81" in train("list --content 'our modules'").out


def test_a_new_module_is_linted_as_it_is_printed(train: Run) -> None:
    """In a folder with a space in its name."""
    lint = printed(train("new 81-our-forms --out 'our modules'").out, "fairgate train lint")
    assert "our modules/81-our-forms/module.yaml" in train(lint).err


def test_a_folder_inside_of_another_is_looked_at_once(train: Run) -> None:
    """``lint our our/90-names-on-forms`` says nothing about itself."""
    result = train(f"lint --no-run 'our modules' {shlex.quote(f'our modules/{NAME}')}")
    assert (result.code, result.err) == (0, "")


def test_a_page_for_others_says_that_the_module_is_somebodys_own(
    train: Run, tmp_path: Path
) -> None:
    """In words: a path of the author's machine would help nobody."""
    train("export 90 --html page.html --content 'our modules'")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "ask whoever gave you this page for the folder" in page
    assert "our modules" not in page
    train("export 03 --html page.html")
    assert "ask whoever gave you this page" not in (
        (tmp_path / "page.html").read_text(encoding="utf-8")
    )
