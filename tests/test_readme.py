"""README says what is so: its commands run, its table is right, its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fairgate.verdict import Outcome

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")

Shell = Callable[[str], subprocess.CompletedProcess[str]]

# race, rows, share that gets a yes; of those who should get one, nine in ten are found.
UNFAIR = (("black", 400, 0.30), ("white", 1600, 0.60))


def section(heading: str) -> str:
    """Text between a heading and the next one of its level."""
    return README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def commands(text: str) -> list[str]:
    """List what a reader would type, from the console blocks of a text."""
    blocks = re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL)
    lines = "".join(blocks).splitlines()
    return [line.removeprefix("$ ").split("#")[0].strip() for line in lines if line[:2] == "$ "]


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    """Write loans on which black applicants get a yes half as often as white ones."""
    lines = ["id,race,repaid,approved"]
    for race, rows, rate in UNFAIR:
        for at in range(rows):
            approved = int(at < rows * rate)
            repaid = approved if at % 10 else 1 - approved
            lines.append(f"{len(lines)},{race},{repaid},{approved}")
    path = tmp_path / "predictions.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("predictions")
def test_the_five_lines_run_and_say_fail(shell: Shell, tmp_path: Path) -> None:
    """The example ends as README says an unfair model ends: with exit code 3 and a page."""
    init, plan, check, page = commands(section("In use"))
    for command, expected, said in (
        (init, 0, "fairgate.yaml"),
        (plan, 0, "2,000 rows"),
        (check, 3, "race=black: 30 % get a yes"),
        (page, 3, ""),
    ):
        result = shell(command)
        assert result.returncode == expected, f"{command}\n{result.stdout}{result.stderr}"
        assert said in result.stdout
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_table_of_exit_codes_names_every_outcome(outcome: Outcome) -> None:
    """Each outcome stands in the row of its own code."""
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|", section("In use"), flags=re.MULTILINE)
    said = {name: int(code) for code, names in rows for name in names.strip().split(", ")}
    assert said[outcome.value] == outcome.exit_code


@pytest.mark.parametrize("command", commands(section("Two commands")))
def test_make_knows_the_two_commands(command: str) -> None:
    """A target of that name exists, and says what it does in `make help`."""
    target = command.removeprefix("make ")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:.* ## .+", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_lead_to_files(page: str) -> None:
    """Nothing that a page points to is missing."""
    targets = LINK.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("folder", ["jira_app", "ci_actions", "checklists", "training", "examples"])
def test_a_folder_of_the_house_says_what_it_is_for(folder: str) -> None:
    """Empty or not, it is announced."""
    assert len((ROOT / folder / "README.md").read_text(encoding="utf-8").split()) > 10
