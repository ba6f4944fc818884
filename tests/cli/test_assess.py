"""``fairgate assess``: files, formats, codes, and a conversation through a real terminal."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from cli.running import Run

from fairgate.policyfile import read_policy

CASES = Path(__file__).parents[1] / "cases/assessment"
PATIENCE = 60
OWN_TERMINAL = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by whoever runs behind a shell
os.setsid()
os.close(os.open(os.ttyname(0), os.O_RDWR))  # now control-c reaches this process
python = sys.executable
os.execv(python, [python, "-m", "fairgate.cli.main", *sys.argv[1:]])
"""
SAYS = """\
error: a.yaml:7: answers["preflight.screen.decides"]: expected one of nothing, helps, decides, \
unsure, got 'noting' (did you mean nothing?)
error: a.yaml:9: answers["preflight.screen.door"]: expected one of stays, moves, unsure, \
got 'stay' (did you mean stays?)
"""
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(("name", "level"), [("css", "none"), ("push", "low"), ("credit", "high")])
def test_json_has_what_the_contract_names(fairgate: Run, name: str, level: str) -> None:
    """Level, score, red lines, obligations, missing; exit code 0 whatever the level."""
    result = fairgate("assess preflight --format json --answers", str(CASES / f"{name}.yaml"))
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert {"level", "score", "red_lines", "obligations", "missing"} <= set(found)
    assert (found["level"], found["missing"], found["complete"]) == (level, [], True)
    assert (found["score"] == 0) == (level == "none")


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_people_read_level_red_lines_duties_and_why(fairgate: Run, format_: str) -> None:
    """In both formats."""
    path = str(CASES / "credit.yaml")
    out = fairgate("assess preflight --answers", path, "--format", format_).out
    shown = " ".join(out.replace("*", "").split())
    for words in ("Level: high", "Red lines", "What this asks for", "vulnerability 3", "72.9"):
        assert words in shown


def test_the_policy_of_the_decision_is_written(fairgate: Run) -> None:
    """Valid, with the limits that the duties name."""
    result = fairgate("assess preflight --policy-out p.yaml --answers", str(CASES / "credit.yaml"))
    assert (result.code, result.err) == (0, "Wrote p.yaml.\n")
    limits = {rule.metric: rule.limit for rule in read_policy("p.yaml").policy.rules}
    assert limits == {"selection_rate": 0.8, "false_omission_rate": 0.1}


def test_no_file_is_written_over(fairgate: Run, tmp_path: Path) -> None:
    """Neither by a policy nor by answers."""
    (tmp_path / "p.yaml").write_text("mine", encoding="utf-8")
    for option in ("--policy-out", "--save"):
        result = fairgate("assess preflight", option, "p.yaml --answers", str(CASES / "css.yaml"))
        assert (result.code, result.out) == (2, "")
        assert result.err == "error: p.yaml: this file is there already (name another file)\n"
    assert (tmp_path / "p.yaml").read_text(encoding="utf-8") == "mine"


def test_no_policy_is_half_written(fairgate: Run, tmp_path: Path) -> None:
    """A harmless change promises nothing."""
    result = fairgate("assess preflight --policy-out p.yaml --answers", str(CASES / "css.yaml"))
    assert (result.code, result.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("preflight", "Say --answers FILE, or --ask to be asked."),
        ("prefligth --ask", "did you mean preflight?"),
        ("preflight --answers nowhere.yaml", "nowhere.yaml: there is no such file"),
        ("nowhere.yaml --ask", "nowhere.yaml: there is no such file"),
        ("preflight --ask --content nowhere", "nowhere: there is no such folder"),
    ],
)
def test_a_wrong_request_is_refused(fairgate: Run, words: str, says: str) -> None:
    """With code 2, and nothing on standard output."""
    result = fairgate(f"assess {words}")
    assert (result.code, result.out) == (2, "")
    assert says in result.err


def test_wrong_answers_are_refused_all_at_once(fairgate: Run, tmp_path: Path) -> None:
    """With file, line, place, value and cure."""
    text = (CASES / "css.yaml").read_text(encoding="utf-8")
    text = text.replace("decides: nothing", "decides: noting").replace("door: stays", "door: stay")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    result = fairgate("assess preflight --answers a.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err == SAYS


def test_answers_to_an_older_form_are_scored_anew_only_when_asked(
    fairgate: Run, tmp_path: Path
) -> None:
    """And then it says what differs."""
    text = (CASES / "css.yaml").read_text(encoding="utf-8")
    text = text.replace('"1.0.0"', '"0.4.0"').replace("answers:", "level: low\nanswers:", 1)
    (tmp_path / "a.yaml").write_text(text.replace("notice: nobody", "notice: x"), encoding="utf-8")
    refused = fairgate("assess preflight --answers a.yaml")
    assert refused.code == 2
    assert "say --rescore" in refused.err
    found = fairgate("assess preflight --answers a.yaml --rescore --format json")
    changed = json.loads(found.out)["rescored"]
    assert (found.code, changed["level_before"], changed["level_after"]) == (0, "low", "none")
    assert changed["unfit"] == changed["unanswered"] == ["preflight.screen.notice"]
    assert "level low -> none" in fairgate("assess preflight --answers a.yaml --rescore").out


def test_an_own_form_is_used_by_file_and_by_folder(fairgate: Run, tmp_path: Path) -> None:
    """Under its own name."""
    (tmp_path / "own").mkdir()
    form = (CASES / "small.yaml").read_bytes()
    (tmp_path / "own" / "small.yaml").write_bytes(form)
    answers = 'schema: fairgate/answers/v1\ntemplate: {id: small, version: "1.2.0"}\n'
    (tmp_path / "a.yaml").write_text(answers + "answers: {small.people: nobody}\n")
    for words in ("own/small.yaml", "small --content own"):
        result = fairgate(f"assess {words} --answers a.yaml --format json")
        assert json.loads(result.out)["level"] == "none"


def test_answers_may_come_through_a_pipe(shell: Shell) -> None:
    """From standard input, by the name of a dash."""
    text = (CASES / "push.yaml").read_text(encoding="utf-8")
    result = shell("fairgate assess preflight --answers - --format json", stdin=text)
    assert json.loads(result.stdout)["level"] == "low", result.stderr


def test_a_piped_conversation_leaves_standard_output_to_the_result(shell: Shell) -> None:
    """What is asked goes to standard error."""
    lines = "Split the stylesheet\n1\n1\n1\n1\n"
    result = shell("fairgate assess preflight --ask --format json", stdin=lines)
    assert json.loads(result.stdout)["level"] == "none"
    assert "A number, 1 to 4:" in result.stderr


def test_an_end_in_the_middle_keeps_what_was_answered(shell: Shell, tmp_path: Path) -> None:
    """The same command goes on, and the result is not shown before its time."""
    command = "fairgate assess preflight --ask --save a.yaml"
    left = shell(command, stdin="Split the stylesheet\n1\n")
    assert (left.returncode, left.stdout) == (130, "")
    assert "Answers are in a.yaml; the same command goes on." in left.stderr
    done = shell(command, stdin="1\n1\n1\n")
    assert done.returncode == 0, done.stderr
    assert "Level: none" in done.stdout
    saved = yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8"))
    assert len(saved["answers"]) == 5
    assert saved["level"] == "none"


class Terminal:
    """A child on a real pseudo-terminal: waits for prompts, types lines, reads the rest."""

    def __init__(self, words: list[str], folder: Path) -> None:
        self.end, child = pty.openpty()
        environment = {**os.environ, "TERM": "dumb", "COLUMNS": "80", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, *words],
            cwd=folder, stdin=child, stdout=child, stderr=child, env=environment,
        )  # fmt: skip
        os.close(child)
        self.shown = ""

    def until(self, pattern: str) -> str:
        """Wait for words; what was shown since the last time."""
        while not (found := re.search(pattern, self.shown)):
            more = self._more()
            assert more, f"{pattern!r} did not come: {self.shown[-400:]}"
            self.shown += more
        seen, self.shown = self.shown[: found.end()], self.shown[found.end() :]
        return seen

    def type(self, line: str) -> None:
        """Type a line when asked."""
        self.until(r"\n[^\n]*: $")
        os.write(self.end, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C until it is heard.

        A signal between the prompt and the read waits for the next key, as in any Python program.
        """
        heard: list[int] = []
        while not heard:
            os.write(self.end, b"\x03")
            heard, _, _ = select.select([self.end], [], [], 1)

    def rest(self) -> str:
        """All that is shown until the end."""
        while more := self._more():
            self.shown += more
        self.process.wait(PATIENCE)
        os.close(self.end)
        return self.shown

    def _more(self) -> str:
        ready, _, _ = select.select([self.end], [], [], PATIENCE)
        assert ready, f"nothing came: {self.shown[-400:]}"
        try:
            return os.read(self.end, 65536).decode(errors="replace")
        except OSError as error:
            if error.errno == errno.EIO:  # Linux says so when the child is gone
                return ""
            raise


def typed(name: str) -> list[str]:
    """What a person types to give the answers of an example."""
    form = yaml.safe_load((CASES.parents[2] / "checklists/assessments/preflight.yaml").read_text())
    asked = [question for section in form["sections"] for question in section["questions"]]
    answers = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))["answers"]
    lines: list[str] = []
    for question in asked:
        answer, names = answers.get(question["id"]), [c["id"] for c in question.get("choices", ())]
        if question["kind"] == "matrix" and answer:
            lines += [
                " ".join(str(names.index(v)) for v in row.values()) for row in answer.values()
            ]
        elif isinstance(answer, dict):
            lines += ["-", answer["not_applicable"]]
        elif isinstance(answer, list):
            lines.append(" ".join(str(names.index(each) + 1) for each in answer))
        elif answer:
            lines.append(str(names.index(answer) + 1) if names else answer)
    return lines


@pytest.mark.parametrize(
    ("name", "level", "most"), [("css", "none", 5), ("push", "low", 21), ("credit", "high", 40)]
)
def test_a_newcomer_answers_in_a_real_terminal(
    tmp_path: Path, name: str, level: str, most: int
) -> None:
    """Line by line, as asked; the stylesheet is done after five answers."""
    lines = typed(name)
    assert len(lines) <= most
    terminal = Terminal(["assess", "preflight", "--ask", "--save", "a.yaml"], tmp_path)
    for line in lines:
        terminal.type(line)
    shown = terminal.rest()
    assert f"Level: {level}" in shown, shown[-600:]
    assert terminal.process.returncode == 0
    saved = yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8"))
    expected = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert saved["answers"] == expected["answers"]


def test_control_c_in_a_terminal_keeps_answers(tmp_path: Path) -> None:
    """Code 130, as for every interrupted command."""
    terminal = Terminal(["assess", "preflight", "--ask", "--save", "a.yaml"], tmp_path)
    terminal.type("A new stylesheet")
    terminal.type("?")
    assert "slowest phone" in terminal.until(r"\n[^\n]*: $")
    terminal.interrupt()
    assert "the same command goes on" in terminal.rest()
    assert terminal.process.returncode == 130
    saved = yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8"))
    assert saved["answers"] == {"preflight.screen.change": "A new stylesheet"}
