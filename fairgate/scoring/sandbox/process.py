"""Running a sandbox's command to its end, or to one of its limits, and stopping all of it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from fairgate.errors import UserError
from fairgate.scoring.job import MEBIBYTE, Completed, Limits
from fairgate.scoring.sandbox.inside import tree
from fairgate.scoring.sandbox.intake import Parcel, Tail

LOOK_EVERY = 0.05
TOO_LONG = "took longer than"

Check = Callable[[], str]
"""Says why a run has to be stopped, or nothing."""


def run(
    command: Callable[[int], Sequence[str]], limits: Limits, out: str, check: Check = str
) -> Completed:
    """Run a command whose last act is to send a parcel home.

    Parameters
    ----------
    command : callable
        Makes the command, given the descriptor for the parcel.
    limits : Limits
        What it may use. Time, the memory of all its processes together and how much it prints
        are watched from here.
    out : str
        Where the files of the parcel are put.
    check : callable
        Asked while it runs; an answer that is not empty stops the run and says why.

    Raises
    ------
    UserError
        If it ended without a word from the supervisor, mostly since it could not be set up.
    """
    started = time.monotonic()
    home, away = os.pipe()
    try:
        process = _start(command(away), away)
    except OSError as error:
        os.close(home)
        raise UserError(f"the sandbox could not be started: {error}") from None
    finally:
        os.close(away)
    assert process.stdout is not None
    with process.stdout:
        said = Tail(process.stdout, limits.output)
        parcel = Parcel(os.fdopen(home, "rb"), Path(out), limits.output)
        memory = _memory_check(process.pid, limits.memory)
        stopped = _wait(process, started, limits, (memory, said.complaint, parcel.complaint, check))
        code, text = parcel.code(), said.text()
    seconds = time.monotonic() - started
    if stopped.startswith(TOO_LONG):
        return Completed(None, text, seconds, stopped)
    if stopped or parcel.complaint():
        return Completed(-signal.SIGKILL, text, seconds, stopped or parcel.complaint())
    if code is None:
        raise _no_word(process.returncode, text)
    return Completed(code, text, seconds)


def _start(command: Sequence[str], away: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - made by the sandboxes of this package, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={},
        cwd="/",
        pass_fds=(away,),
        start_new_session=True,
    )


def _wait(
    process: subprocess.Popen[bytes], started: float, limits: Limits, checks: Sequence[Check]
) -> str:
    """Wait for the end, and bring it about where need be; answer why, or nothing."""
    try:
        while time.monotonic() < started + limits.seconds:
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_EVERY)
                return ""
            reason = next(filter(None, (check() for check in checks)), "")
            if reason:
                return reason
        return f"{TOO_LONG} {limits.seconds:g} seconds"
    finally:
        if process.returncode is None:
            tree.end(process.pid)
            process.kill()
            process.wait()


def _memory_check(process: int, most: int) -> Check:
    def check() -> str:
        held = tree.resident(tree.descendants(process))
        return f"held more than {most / MEBIBYTE:,.0f} MiB of memory" if held > most else ""

    return check


def _no_word(code: int, said: str) -> UserError:
    last = said.splitlines()[-1] if said else "it said nothing"
    problem = f"the sandbox ended before its program, with code {code}: {last}"
    return UserError(problem, "the program may have ended it; else see whether it is installed")
