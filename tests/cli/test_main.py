"""The command line as a whole: help, versions, errors, pipes, commands of other packages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest

from fairgate import __version__
from fairgate.cli.main import COMMANDS, cli, main

Shell = Callable[..., subprocess.CompletedProcess[str]]


def command(name: str) -> click.Command:
    """Load a command as the group does."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    loaded = getattr(import_module(module), attribute)
    assert isinstance(loaded, click.Command)
    return loaded


def test_help_lists_every_command_and_every_exit_code(shell: Shell) -> None:
    """At 80 columns, and so that nobody has to look the codes up."""
    result = shell("fairgate --help")
    assert result.returncode == 0
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)
    assert all(f"\n    {code}  " in result.stdout for code in (0, 2, 3, 4))
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_own_help_reads_well(name: str) -> None:
    """It begins with a sentence, describes every option, and fits into 80 columns."""
    context = click.Context(command(name), info_name=name, parent=click.Context(cli))
    text = command(name).get_help(context)
    assert max(map(len, text.splitlines())) <= 80
    options = [p for p in command(name).params if isinstance(p, click.Option) and not p.hidden]
    assert [option.name for option in options if not option.help] == []
    assert (command(name).help or "").split("\n\n")[0].rstrip().endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_in_the_list_is_one_short_sentence(name: str) -> None:
    """The list is written without loading the commands."""
    summary = COMMANDS[name][1]
    assert summary.endswith(".")
    assert len(summary) <= 60


def test_help_is_asked_for_in_two_ways(shell: Shell) -> None:
    """``-h`` of any command, too."""
    assert shell("fairgate check -h").stdout == shell("fairgate check --help").stdout


def test_version(shell: Shell) -> None:
    """The one that evidence states."""
    assert shell("fairgate --version").stdout == f"fairgate {__version__}\n"


def test_an_unknown_command_names_the_nearest(shell: Shell) -> None:
    """Code 2: the request is wrong."""
    result = shell("fairgate chekc")
    assert result.returncode == 2
    assert "There is no command 'chekc'. Did you mean check?" in result.stderr
    assert "Did you mean" not in shell("fairgate zzz").stderr


@pytest.mark.parametrize("words", ["", "check", "check --polic x", "check --policy", "--bogus"])
def test_a_wrong_request_is_code_two(shell: Shell, words: str) -> None:
    """Never 1, which means a crash."""
    result = shell(f"fairgate {words}")
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)
    assert result.stderr


def test_every_complaint_is_a_line_on_stderr(shell: Shell, tmp_path: Path) -> None:
    """And nothing is on stdout."""
    (tmp_path / "p.yaml").write_text("version: 1\nnmae: x\n")
    result = shell("fairgate check --policy p.yaml")
    assert (result.returncode, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[-1] == "error: p.yaml:2: nmae: unknown key (did you mean name?)"
    assert len(lines) == 4
    assert all(line.startswith("error: p.yaml:") for line in lines)


def test_a_reader_that_goes_away_is_no_error(shell: Shell) -> None:
    """``| head -1`` prints one line and nothing else."""
    result = shell("set +o pipefail; fairgate --help | head -1")
    assert (result.stdout, result.stderr) == ("Usage: fairgate [OPTIONS] COMMAND [ARGS]...\n", "")


def test_a_full_disk_behind_stdout_is_said(shell: Shell) -> None:
    """Rather than lost."""
    result = shell("fairgate --help > /dev/full")
    assert result.returncode == 2
    assert result.stderr == (
        "error: standard output: could not write to it: no space left on device "
        "(make room on the disk)\n"
    )


def test_a_crash_is_code_one_with_a_traceback(shell: Shell, tmp_path: Path) -> None:
    """So that nobody takes it for a verdict."""
    add_plugin(tmp_path, "crash", "def crash(): raise RuntimeError('a bug')")
    result = shell("PYTHONPATH=. fairgate crash")
    assert result.returncode == 1
    assert result.stderr.rstrip().endswith("RuntimeError: a bug")


def add_plugin(folder: Path, name: str, body: str) -> None:
    """Put a package with a command beside the tests, as pip would."""
    (folder / f"{name}_app.py").write_text(f"import click\n@click.command()\n{body}\n")
    info = folder / f"{name}_app-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-app\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[fairgate.commands]\n{name} = {name}_app:{name} [x]\n")


def test_other_packages_add_commands_that_are_loaded_when_called(
    shell: Shell, tmp_path: Path
) -> None:
    """Their names are in the help; their code is not run for it."""
    add_plugin(tmp_path, "greet", "def greet(): print('greeting')\nprint('loaded')")
    listed = shell("PYTHONPATH=. fairgate --help").stdout
    assert re.search(r"^  greet +From greet-app\.$", listed, re.MULTILINE)
    assert "loaded" not in listed
    assert shell("PYTHONPATH=. fairgate greet").stdout == "loaded\ngreeting\n"


def test_a_command_that_lacks_a_package_says_what_to_install(shell: Shell, tmp_path: Path) -> None:
    """The extra that was left out."""
    add_plugin(tmp_path, "greet", "def greet(): pass\nimport flask_that_is_missing")
    result = shell("PYTHONPATH=. fairgate greet")
    assert result.returncode == 2
    assert result.stderr == (
        "error: the command greet needs flask_that_is_missing, which is not installed "
        '(pip install "greet-app[x]")\n'
    )


def test_completion_scripts_for_shells(shell: Shell) -> None:
    """``_FAIRGATE_COMPLETE=bash_source fairgate`` prints one."""
    result = shell("_FAIRGATE_COMPLETE=bash_source fairgate")
    assert result.returncode == 0
    assert "_fairgate_completion" in result.stdout


def test_main_may_be_called_with_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    """As tests and other programs do."""
    assert main(["--version"]) == 0
    assert main(["check", "--policy", "/nowhere/p.yaml"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("fairgate ")
    assert err.startswith("error: /nowhere/p.yaml: there is no such file")
