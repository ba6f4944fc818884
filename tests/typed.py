"""What pages have their readers type: ``fairgate`` in this process, all else in a shell.

A process takes a second to start and says the same; tests/cli and tests/test_readme.py start
one for each of the commands that pages are full of.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from fairgate.cli.main import main

Shell = Callable[[str], CompletedProcess[str]]

PLAIN = {"NO_COLOR": "1", "COLUMNS": "80"}


def typed(command: str, shell: Shell, folder: Path) -> CompletedProcess[str]:
    """Run one line of a page in a folder, which is the shell's as well."""
    words = shlex.split(command, comments=True)
    if words[0] != "fairgate" or {"|", "<", ">", "&&"} & set(words):
        return shell(command)
    said, complained = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, PLAIN),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        code = main(words[1:])
    return CompletedProcess(words, code, said.getvalue(), complained.getvalue())
