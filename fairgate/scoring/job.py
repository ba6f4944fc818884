"""What is run apart from everything else, what it may use, and what came of it. Plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeAlias

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a model may use before it is stopped.

    Attributes
    ----------
    memory : int
        Bytes of address space of one process.
    seconds : float
        By the wall.
    processes : int
        Processes and threads at once.
    output : int
        Bytes of any one file it writes, and of everything under ``/out``.
    """

    memory: int = 4096 * MEBIBYTE
    seconds: float = 600.0
    processes: int = 128
    output: int = 1024 * MEBIBYTE


@dataclass(frozen=True)
class Job:
    """A program with what it may see.

    Attributes
    ----------
    command : tuple of str
        Program and arguments, by their paths inside.
    readable : mapping of str to str
        Path inside to path on this machine, of files and directories that are shown read-only,
        beside the system's libraries and the running Python, which are always there.
    out : str
        Directory on this machine that the program finds as ``/out``: the only place it can write.
    environment : mapping of str to str
        The whole environment of the program.
    limits : Limits
        What it may use.
    """

    command: tuple[str, ...]
    readable: Mapping[str, str]
    out: str
    environment: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Completed:
    """How a program ended.

    Attributes
    ----------
    code : int or None
        Exit code; negative for a signal; None if it was stopped for taking too long.
    said : str
        The last lines of its output and errors, cleaned of control characters. Never believed.
    seconds : float
        How long it took.
    stopped : str
        Which limit it was stopped for, in words of our own: ``took longer than 600 seconds``.
        Empty if it ended by itself.
    """

    code: int | None
    said: str
    seconds: float
    stopped: str = ""


class Sandbox(Protocol):
    """Something that runs a program apart from everything else."""

    @property
    def name(self) -> str:
        """What it is made of, for reports: ``bubblewrap`` or ``Landlock and seccomp``."""

    def run(self, job: Job) -> Completed:
        """Run a job to its end.

        Raises
        ------
        UserError
            If the sandbox itself cannot be set up, with what to do about it.
        """


SandboxFinder: TypeAlias = Callable[[], Sandbox]
"""Finds the best sandbox that works here; else a ``UserError`` that says what to do."""
