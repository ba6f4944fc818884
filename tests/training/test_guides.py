"""The guides for trainers and authors hold: typed word for word, and their examples are valid."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import yaml

from fairgate.training.library import find_module
from fairgate.training.models import AgendaItem, Step
from fairgate.training.module import OUTLINE, TEXTS
from fairgate.training.quiz import score
from fairgate.training.steps import FORMS, expect_of
from fairgate.training.tools.release import RolloutFile, decided

DOCS = Path(__file__).resolve().parents[2] / "docs" / "how-to"
EXIT = re.compile(r"# exit code (\d)")

Shell = Callable[..., subprocess.CompletedProcess[str]]


def blocks(name: str, language: str) -> list[str]:
    """Code blocks of one language on a page."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def typed(name: str) -> list[str]:
    """What a reader types, in order; installing is done already."""
    lines = "".join(blocks(name, "console")).splitlines()
    return [line.removeprefix("$ ") for line in lines if not line.startswith("$ pip")]


def follow(shell: Shell, tmp_path: Path, commands: list[str]) -> None:
    """Type commands one after the other, in the folder that they lead to."""
    where = "."
    for command in commands:
        if command.startswith("cd "):
            where = f"{where}/{command.removeprefix('cd ')}"
            continue
        said = EXIT.search(command)
        words = f"export XDG_STATE_HOME={tmp_path}/state; cd {where}; {command}"
        result = shell(words)
        assert result.returncode == int(said[1] if said else 0), f"{command}\n{result.stderr}"


def test_a_new_trainer_gets_to_a_session_word_for_word(shell: Shell, tmp_path: Path) -> None:
    """Up to the headline about the session itself; a plan, twelve folders, the papers."""
    commands = typed("training-run.md")
    follow(
        shell, tmp_path, commands[: commands.index("fairgate train show 01 --part solution") + 1]
    )
    assert len(list((tmp_path / "session").glob("person-*/*/TASK.md"))) == 12
    assert "<h1" in (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert (tmp_path / "session" / "run-sheet.md").stat().st_size > 500


def test_a_new_author_gets_to_what_is_missing(shell: Shell, tmp_path: Path) -> None:
    """The skeleton is read, and lint names every file that still has its words."""
    new, lint, schema, *_ = typed("training-write.md")
    follow(shell, tmp_path, [new, schema])
    result = shell(lint)
    assert result.returncode == 2
    found = {line.split("our-forms/")[1].split(":")[0] for line in result.stderr.splitlines()}
    assert found == {OUTLINE, "quiz.yaml", *TEXTS} - {"exercise/task.md"}
    again = shell(new)
    assert again.returncode == 2
    assert "this folder is there already" in again.stderr


def test_answers_of_the_guide_are_answers_of_the_quiz() -> None:
    """Both questions are there, and what the guide chooses is right."""
    (written,) = blocks("training-run.md", "yaml")
    answers = yaml.safe_load(written)["answers"]
    chosen = {name: [one] if isinstance(one, str) else one for name, one in answers.items()}
    assert score(find_module("01").quiz, chosen).right == len(answers)


def test_examples_of_the_guide_are_valid() -> None:
    """They can be copied as they are."""
    agenda, spare, exercise, rollout = blocks("training-write.md", "yaml")
    assert [AgendaItem.model_validate(item).minutes for item in yaml.safe_load(agenda)["agenda"]]
    (letters,) = yaml.safe_load(spare)["agenda"]
    assert AgendaItem.model_validate(letters).steps == ["letters"]
    (step,) = yaml.safe_load(exercise)["exercise"]["steps"]
    assert expect_of(Step.model_validate(step)).limits == {"four-fifths": 0.8}
    assert decided(RolloutFile.model_validate(yaml.safe_load(rollout))).ceiling == 10


def test_the_guide_names_every_tool_and_key() -> None:
    """A tool that is added needs a line in the table."""
    text = (DOCS / "training-write.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)$", text, re.MULTILINE))
    for tool, form in FORMS.items():
        keys = [*form.options.model_fields, *form.expect.model_fields]
        assert [key for key in keys if f"`{key}`" not in rows[tool]] == [], tool
