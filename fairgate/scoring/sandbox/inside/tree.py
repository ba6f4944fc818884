"""Processes that a process has started, directly or not, as /proc tells."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import defaultdict
from pathlib import Path


def descendants(process: int) -> list[int]:
    """Answer the living descendants of a process, without itself, parents first."""
    children: dict[int, list[int]] = defaultdict(list)
    for name in os.listdir("/proc"):  # noqa: PTH208 - names are all that is wanted, ten times a second
        if name.isdigit():
            children[_parent(name)].append(int(name))
    found: list[int] = []
    waiting = [process]
    while waiting:
        born = children.pop(waiting.pop(), [])
        found += born
        waiting += born
    return found


def resident(processes: list[int]) -> int:
    """Answer the bytes of memory that processes hold, files they share left out."""
    return sum(map(_resident, processes))


def end(process: int, seconds: float = 5.0) -> bool:
    """End every descendant of a process, and say whether that succeeded in the given time.

    The process has to be the one that orphans below it are handed to (a reaper), so that
    none escapes by losing its parent.
    """
    deadline = time.monotonic() + seconds
    while alive := descendants(process):
        for one in alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def _parent(name: str) -> int:
    """Parent of a process; -1 for one that has ended."""
    try:
        state = Path("/proc", name, "stat").read_bytes().rpartition(b") ")[2].split()
    except OSError:
        return -1
    return -1 if state[0] in b"ZX" else int(state[1])


def _resident(process: int) -> int:
    try:
        _, held, shared, *_ = Path("/proc", str(process), "statm").read_bytes().split()
    except (OSError, ValueError):
        return 0
    return (int(held) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
