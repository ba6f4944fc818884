"""The terminal: colour only where it is wanted, a bar only for those who wait."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

from cli.rows import write_case

from fairgate.cli.terminal import progress

Shell = Callable[..., subprocess.CompletedProcess[str]]


class Screen(io.StringIO):
    """A terminal that remembers what was drawn."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def drawn(stream: io.StringIO, ticks: list[float]) -> str:
    """What progress shows when the clock ticks so."""
    times = iter(ticks)
    with progress("Counting", stream, lambda: next(times)) as show:
        if show is not None:
            show(0.1)
            show(0.5)
    return stream.getvalue()


def test_work_of_less_than_a_second_shows_no_bar() -> None:
    """A flash helps nobody."""
    assert drawn(Screen(), [0.0, 0.4, 0.9]) == ""


def test_longer_work_shows_a_bar_and_takes_it_away() -> None:
    """On the terminal that was given."""
    assert "Counting" in drawn(Screen(), [0.0, 0.4, 1.5])


def test_what_is_no_terminal_gets_no_bar() -> None:
    """A log of a CI job."""
    assert drawn(io.StringIO(), [0.0, 5.0, 9.0]) == ""


def on_a_terminal(shell: Shell, settings: str) -> str:
    """What ``fairgate check`` draws on a real pseudo-terminal."""
    check = "fairgate check --policy fairgate.yaml"
    program = (
        f"import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn({check.split()})))"
    )
    return shell(f'{settings} python -c "{program}"').stdout


def test_colour_is_for_terminals_that_want_it(shell: Shell, tmp_path: Path) -> None:
    """NO_COLOR and dumb terminals are honoured; a pipe is no terminal."""
    write_case(tmp_path, "fail")
    assert "\x1b[" in on_a_terminal(shell, "env -u NO_COLOR TERM=xterm-256color")
    assert "\x1b[" not in on_a_terminal(shell, "NO_COLOR=1 TERM=xterm-256color")
    assert "\x1b[" not in on_a_terminal(shell, "env -u NO_COLOR TERM=dumb")
    assert "\x1b[" not in shell("env -u NO_COLOR fairgate check --policy fairgate.yaml").stdout


def test_the_report_is_as_wide_as_the_terminal(shell: Shell, tmp_path: Path) -> None:
    """COLUMNS says how wide, 80 if nobody does."""
    write_case(tmp_path, "fail")

    def widest(columns: int) -> int:
        result = shell(f"COLUMNS={columns} fairgate check --policy fairgate.yaml")
        return max(len(line) for line in result.stdout.splitlines() if "rule:" not in line)

    assert widest(60) <= 60
    assert 60 < widest(120) <= 120
