"""``fairgate train``: from a list to a passed quiz, alone and with a room."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.running import Result, Run

SAMPLES = Path(__file__).resolve().parents[1] / "cases" / "training"
NAME = "90-names-on-forms"
Shell = Callable[..., subprocess.CompletedProcess[str]]
RIGHT = "answers: {q1: label, q2: label, q3: label, q4: label, q5: label, q6: [worst, table]}\n"


@pytest.fixture
def train(fairgate: Run, tmp_path: Path) -> Iterator[Run]:
    """Run ``fairgate train`` with the sample module, and progress in ``tmp_path``."""

    def run(words: str) -> Result:
        return fairgate("train", words, f"--content {SAMPLES}")

    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(tmp_path / "state")
    try:
        yield run
    finally:
        os.environ.pop("XDG_STATE_HOME")
        if before is not None:
            os.environ["XDG_STATE_HOME"] = before


def state(tmp_path: Path) -> dict[str, object]:
    """Read what is noted about the sample."""
    path = tmp_path / "state" / "fairgate" / "training.json"
    found: dict[str, object] = json.loads(path.read_bytes())["modules"]["90"]
    return found


def test_a_learner_alone_goes_from_start_to_done(train: Run, tmp_path: Path) -> None:
    """List, start, check with hints, solve, quiz, done."""
    assert "90   50 min  core  40  -         Names on forms" in train("list").out
    assert train("start 90").code == 0
    first = train("check 90")
    assert first.code == 3
    assert "not yet  1. Mend the form" in first.out
    assert "not yet  2. Read the verdict" in first.out
    assert "has no alt" in first.out
    assert "Hint 1 of 2: Listen to what" in first.out
    second = train(f"check {NAME}").out
    assert "Hint 2 of 2: Give the field a label" in second
    assert "--part solution" not in second
    assert "fairgate train show 90 --part solution" in train("check 90").out
    shutil.copytree(SAMPLES / NAME / "exercise" / "solution", tmp_path / NAME, dirs_exist_ok=True)
    solved = train("check 90")
    assert (solved.code, solved.err) == (0, "")
    assert "passed   3. Let the gate pass" in solved.out
    (tmp_path / "right.yaml").write_text(RIGHT, encoding="utf-8")
    passed = train("quiz 90 --answers right.yaml")
    assert (passed.code, passed.out) == (0, "6 of 6 right, 5 needed: passed.\n")
    assert "core  40  done      Names" in train("list").out
    assert state(tmp_path)["steps"] == ["form", "verdict", "policy"]


def test_a_trainer_starts_from_the_end(train: Run) -> None:
    """``--solved``: every step passes, and the learners' folders stay as they are."""
    assert train("start 90 --solved --out solved").code == 0
    assert train(f"check solved/{NAME}").code == 0


def test_start_never_writes_over_what_somebody_did(train: Run, tmp_path: Path) -> None:
    """Exit code 2, and the file as it was."""
    train("start 90")
    mine = tmp_path / NAME / "answers.yaml"
    mine.write_text("outcome: mine\n", encoding="utf-8")
    again = train("start 90")
    assert again.code == 2
    assert f"{NAME}: this folder is there already" in again.err
    assert mine.read_text(encoding="utf-8") == "outcome: mine\n"


def test_a_trainer_makes_twelve_folders(train: Run, tmp_path: Path) -> None:
    """Each with the task, ready to be handed out."""
    result = train("start 90 --people 12 --out session")
    assert result.code == 0
    assert "Made 12 folders in session, each with the exercise" in result.out
    assert "person-01/90-names-on-forms\n  ...\n  session/person-12/" in result.out
    assert len(list((tmp_path / "session").glob(f"person-*/{NAME}/TASK.md"))) == 12


def test_folders_for_few_are_all_named(train: Run) -> None:
    """One folder is one folder, and nothing lies between two neighbours."""
    one = train("start 90 --people 1 --out one").out
    assert one == f"Made 1 folder in one with the exercise:\n  one/person-01/{NAME}\n"
    two = train("start 90 --people 2 --out two").out
    assert two.splitlines()[1:] == [f"  two/person-01/{NAME}", f"  two/person-02/{NAME}"]


@pytest.mark.parametrize("words", ["start 90 --out -", "new 81-our-forms --out -"])
def test_a_dash_is_no_folder(fairgate: Run, tmp_path: Path, words: str) -> None:
    """Elsewhere it is standard output; files of an exercise cannot go there."""
    result = fairgate("train", words)
    assert result.code == 2
    assert "--out - is no folder" in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(shell: Shell, tmp_path: Path) -> None:
    """Not a list of files: one line, and no half session."""
    result = shell("ulimit -f 4; fairgate train start 06 --people 2 --out a/session")
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr) < 300
    assert "a/session: could not write it: file too large" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_without_an_exercise_says_how_to_begin(train: Run) -> None:
    """Not a traceback, not a verdict."""
    result = train("check")
    assert result.code == 2
    assert "begin with: fairgate train start MODULE" in result.err
    assert "begin: fairgate train start 90" in train("check 90").err


def test_an_agenda_fits_the_time(train: Run) -> None:
    """What is in, when, for how many, and what is left out."""
    result = train("agenda --minutes 55 --modules 90 --people 12 --at 14:00")
    assert result.code == 0
    assert "55 minutes for 12 people. The plan takes 50, 5 are to spare." in result.out
    assert "- 14:15 to 14:30: 90 Mend the form (exercise, 6 pairs, 15 minutes)" in result.out
    assert "- 90 Forms of your own: 10 minutes" in result.out
    assert "fairgate train start 90 --people 12 --out session" in result.out


def test_an_agenda_that_cannot_be_says_what_it_takes(train: Run) -> None:
    """Exit code 2."""
    result = train("agenda --minutes 30 --modules 90")
    assert result.code == 2
    assert "30 minutes are too short for the core of Names on forms (it takes 50" in result.err
    result = train("agenda --minutes 15 --modules 90,01")
    assert "15 minutes are too short for any core (Names on forms is the shortest" in result.err


def test_a_wrong_quiz_says_why_and_counts_the_best(train: Run, tmp_path: Path) -> None:
    """Exit code 3; a later worse try takes nothing away."""
    (tmp_path / "right.yaml").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("answers: {q1: placeholder}\n", encoding="utf-8")
    train("quiz 90 --answers right.yaml")
    result = train("quiz 90 --answers wrong.yaml")
    assert result.code == 3
    assert 'placeholder ("A placeholder") is wrong: It goes away while you type.' in result.out
    assert ") is right" not in result.out.replace('") is right', "")
    assert "Not right." in result.out
    assert result.out.count("No answer.") == 5
    assert max(map(len, result.out.splitlines())) <= 100
    assert "0 of 6 right, 5 needed: not passed." in result.out
    assert (state(tmp_path)["best"], state(tmp_path)["attempts"]) == (1.0, 2)


def test_answers_of_somebody_else_are_not_the_trainers(train: Run, tmp_path: Path) -> None:
    """``--no-record``: the same result, and nothing is noted."""
    (tmp_path / "right.yaml").write_text(RIGHT, encoding="utf-8")
    result = train("quiz 90 --answers right.yaml --no-record")
    assert (result.code, result.out) == (0, "6 of 6 right, 5 needed: passed.\n")
    assert not (tmp_path / "state").exists()


def test_answers_that_are_too_long_are_refused(shell: Shell) -> None:
    """Not cut, and then taken for what they are not."""
    much = RIGHT + "#" * 2**20
    result = shell(f"{QUIZ} --answers - --no-record", stdin=much)
    assert result.returncode == 2
    assert "standard input: larger than 1,048,576 bytes" in result.stderr


def test_a_quiz_in_json_names_what_was_asked(train: Run, tmp_path: Path) -> None:
    """Module, version, digest; each question with its objective."""
    (tmp_path / "right.yaml").write_text(RIGHT, encoding="utf-8")
    found = json.loads(train("quiz 90 --answers right.yaml --format json").out)
    assert (found["module"], found["passed"], found["share"]) == ("90", True, 1.0)
    assert found["digest"].startswith("sha256:")
    assert found["items"][5]["chosen"] == ["table", "worst"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("answers: {q7: label}", "a.yaml: answers: there is no question called 'q7'"),
        ("answers: {q1: lable}", "q1 has no option called 'lable' (did you mean label?)"),
        ("answers: [a]", "a.yaml:1: answers: expected keys"),
        ("q1: label", "answers is missing"),
    ],
)
def test_wrong_answer_files_are_refused(train: Run, tmp_path: Path, text: str, said: str) -> None:
    """Nothing is noted."""
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    result = train("quiz 90 --answers a.yaml")
    assert result.code == 2
    assert said in result.err
    assert not (tmp_path / "state").exists()


QUIZ = f"XDG_STATE_HOME=$PWD/state fairgate train quiz 90 --content {SAMPLES}"


def test_a_quiz_is_taken_by_keyboard(shell: Shell) -> None:
    """Letters; what is no letter of the question is asked again; reasons after each."""
    result = shell(QUIZ, stdin="x\nab\na\nb\nB\nb\na\na, b\n")
    assert (result.returncode, result.stdout) == (0, "5 of 6 right, 5 needed: passed.\n")
    assert result.stderr.count("Type one of a, b, then Enter.") == 2
    assert "b) is wrong: It goes away while you type." in result.stderr
    assert "All right letters:" in result.stderr


def test_a_quiz_that_is_left_notes_nothing(shell: Shell, tmp_path: Path) -> None:
    """And says so."""
    result = shell(QUIZ, stdin="a\n")
    assert result.returncode == 130
    assert "Nothing is noted" in result.stderr
    assert not (tmp_path / "state").exists()


def test_show_has_every_text(train: Run, tmp_path: Path) -> None:
    """As it is written; the solution as a difference; the module as a page."""
    folder = SAMPLES / NAME
    for part in ("lesson", "slides", "handout", "run-sheet"):
        assert train(f"show 90 --part {part}").out == (folder / f"{part}.md").read_text()
    assert "+outcome: Fail" in train("show 90 --part solution").out
    assert train("show 90 --part quiz").out == (folder / "quiz.yaml").read_text()
    assert "- Mend a form field that has no label" in train("show 90").out
    train("show 90 --format html --out module.html")
    assert "<h1" in (tmp_path / "module.html").read_text(encoding="utf-8")


def test_a_feedback_form_can_be_taken_along(train: Run) -> None:
    """Every question, boxes to tick, lines to write on."""
    form = train("show 90 --part feedback").out
    assert form.startswith("# Feedback: 90 Names on forms\n\n## 1. ")
    assert "\n- [ ] 5\n" in form
    assert "\n\n___\n\n___\n" in form


@pytest.mark.parametrize("part", ["lesson", "handout", "run-sheet", "task", "feedback"])
def test_what_people_read_becomes_a_page(train: Run, part: str) -> None:
    """One headline of the first level, in the module's language, and no raw Markdown."""
    page = train(f"show 90 --part {part} --format html").out
    assert page.startswith("<!doctype html>")
    assert page.count("<h1") == 1
    assert "\n## " not in page
    assert 'lang="en"' in page


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ("--part slides --format html", "fairgate train export 90 --slides slides.html"),
        ("--part quiz --format html", "fairgate train export 90 --html module.html"),
        ("--part solution --format html", "leave --format out"),
        ("--part lesson --format adf", "leave --format out"),
    ],
)
def test_a_part_without_this_form_is_refused_with_a_cure(train: Run, words: str, cure: str) -> None:
    """Never another form than the one that was asked for."""
    result = train(f"show 90 {words}")
    assert (result.code, result.out) == (2, "")
    assert cure in result.err


def test_lint_of_own_modules_names_file_line_and_cure(fairgate: Run, tmp_path: Path) -> None:
    """Exit code 0 where there is nothing, 2 where there is."""
    own = Path(shutil.copytree(SAMPLES, tmp_path / "ours"))
    clean = fairgate("train lint ours")
    assert (clean.code, clean.out) == (0, "1 module, 6 questions: nothing to mend.\n")
    outline = own / NAME / "module.yaml"
    text = outline.read_text(encoding="utf-8")
    outline.write_text(text.replace("Mend a form", "Know a form"), encoding="utf-8")
    result = fairgate("train lint ours --no-run")
    assert result.code == 2
    assert f"ours/{NAME}/module.yaml:12: objectives[0].text: expected a verb" in result.err


def test_schema_and_readme_are_what_is_published(fairgate: Run) -> None:
    """The commands that make them."""
    assert json.loads(fairgate("train schema quiz").out)["title"] == "fairgate quiz"
    assert fairgate("train readme").out.startswith("# Training\n")
