"""The parent of the program: waits for it, ends what it left behind, sends home its files."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable

from . import libc, parcel, tree

NOT_STARTED = 127


def supervise(program: Callable[[], None], out: str, pipe: int) -> None:
    """Run a program in a child process, and pack its exit code and files.

    Whatever it started is ended first, however it tried to get away: orphans are handed to
    this process. No other process may look into this one.

    Parameters
    ----------
    program : callable
        Executes another program; returns only if that failed.
    out : str
        Directory whose files are sent.
    pipe : int
        Descriptor they are sent through.
    """
    libc.prctl(libc.SET_CHILD_SUBREAPER, 1)
    libc.prctl(libc.SET_DUMPABLE, 0)
    libc.prctl(libc.SET_DEATH_SIGNAL, int(signal.SIGTERM))
    signal.signal(signal.SIGTERM, _give_up)
    os.set_inheritable(pipe, False)
    code = _finished(_started(program))
    tree.end(os.getpid())
    with contextlib.suppress(BrokenPipeError), os.fdopen(pipe, "wb") as home:
        parcel.pack(code, out, home)


def _started(program: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        program()
    except OSError as error:
        os.write(2, f"could not start it: {error}\n".encode())
    finally:
        os._exit(NOT_STARTED)


def _finished(child: int) -> int:
    """Wait for the program, collecting the orphans that end before it."""
    while True:
        ended, status = os.wait()
        if ended == child:
            return os.waitstatus_to_exitcode(status)


def _give_up(*_: object) -> None:
    tree.end(os.getpid())
    os._exit(1)
