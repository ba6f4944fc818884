"""``fairgate triage``: JSON lines and a table; from a file or standard input."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from cli.running import Run

Shell = Callable[..., subprocess.CompletedProcess[str]]
LINES = """\
{"id": "A-1", "summary": "Bump the parser", "labels": ["ci"]}
{"id": "A-2", "summary": "Reject tenants by nationality", "description": "Automatic."}
"""


def test_json_has_one_answer_a_line_in_the_order_of_the_file(fairgate: Run, tmp_path: Path) -> None:
    """As the contract has it: id, needs_assessment, risk, signals with id, why and text."""
    (tmp_path / "a.jsonl").write_text(LINES)
    result = fairgate("triage a.jsonl --format json")
    first, second = map(json.loads, result.out.splitlines())
    assert (result.code, result.err) == (0, "")
    assert first == {"id": "A-1", "needs_assessment": False, "risk": "none", "signals": []}
    assert (second["id"], second["needs_assessment"], second["risk"]) == ("A-2", True, "high")
    assert "nationality" in [signal["text"] for signal in second["signals"]]
    assert all(signal["id"] and signal["why"] for signal in second["signals"])


def test_the_table_quotes_and_counts(fairgate: Run, tmp_path: Path) -> None:
    """Items that need nothing are counted only."""
    (tmp_path / "a.jsonl").write_text(LINES)
    out = fairgate("triage a.jsonl").out
    assert out.startswith("!!! high    A-2  Reject tenants by nationality\n")
    assert '"nationality": nationality, origin, citizenship\n' in out
    assert out.endswith("1 of 2 items needs an assessment: 1 high, 0 medium, 0 low.\n")


def test_a_dash_reads_standard_input(shell: Shell) -> None:
    """And a wrong line there is named so."""
    result = shell("fairgate triage - --format json", stdin=LINES)
    assert (result.returncode, len(result.stdout.splitlines())) == (0, 2)
    result = shell("fairgate triage -", stdin=LINES + "{")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: standard input:3: not JSON: '{'")


def test_nothing_is_printed_where_a_line_is_wrong(fairgate: Run, tmp_path: Path) -> None:
    """Half a backlog must not look like a whole one."""
    (tmp_path / "a.jsonl").write_text(LINES + '{"id": "A-3"}\n')
    result = fairgate("triage a.jsonl --format json")
    assert (result.code, result.out) == (2, "")
    assert result.err == ("error: a.jsonl:3: summary: summary is missing (add the item's title)\n")


def test_a_missing_file_is_named(fairgate: Run) -> None:
    """With a cure."""
    result = fairgate("triage nothing.jsonl")
    assert (result.code, result.out) == (2, "")
    assert result.err == "error: nothing.jsonl: there is no such file (check its name)\n"


def test_an_empty_file_has_no_items(fairgate: Run, tmp_path: Path) -> None:
    """Which is an answer."""
    (tmp_path / "a.jsonl").write_text("")
    assert fairgate("triage a.jsonl --format json").out == ""
    assert fairgate("triage a.jsonl").out.startswith("0 of 0 items need an assessment")


def test_what_an_item_holds_cannot_steer_the_terminal(fairgate: Run, tmp_path: Path) -> None:
    """Escape sequences and commands of CI runners are shown, not obeyed."""
    item = {"id": "A\x1b[2J", "summary": "Reject tenants by nationality\n::error::x\x1b]0;x\x07"}
    (tmp_path / "a.jsonl").write_text(json.dumps(item))
    for format_ in ("text", "json"):
        out = fairgate(f"triage a.jsonl --format {format_}").out
        assert "\x1b" not in out
        assert "\n::error" not in out


def test_a_mistake_in_own_signals_is_named(fairgate: Run, tmp_path: Path) -> None:
    """Before any item is judged."""
    (tmp_path / "a.jsonl").write_text(LINES)
    (tmp_path / "s.yaml").write_text("schema: fairgate/signals/v1\nid: x\n")
    result = fairgate("triage a.jsonl --signals s.yaml")
    assert (result.code, result.out) == (2, "")
    assert "s.yaml:1: signals is missing" in result.err
