"""The sandbox without namespaces: Landlock grants files, seccomp filters system calls.

For containers, where namespaces are refused. The program sees this machine's paths, so those
of its job are translated; it shares process numbers with everybody, so it is kept from
signalling anyone. Root gives up its rights first.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fairgate.scoring.job import MEBIBYTE, Completed, Job
from fairgate.scoring.sandbox import process
from fairgate.scoring.sandbox.inside.plan import Bounds, Grants, Plan
from fairgate.scoring.sandbox.lending import lent
from fairgate.scoring.sandbox.paths import always_readable, launcher
from fairgate.scoring.sandbox.strangers import stranger

OUT = "/out"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
FACTS = ("/proc/cpuinfo", "/proc/meminfo")
MOST_FILES = 1000


@dataclass(frozen=True)
class Landlock:
    """Runs jobs beside everything else, with almost everything refused.

    Attributes
    ----------
    root : bool
        Whether this process is root, which then gives up its rights first.
    abi : int
        The newest version of Landlock's interface to use.
    """

    root: bool
    abi: int = 99

    @property
    def name(self) -> str:
        """Its name in reports."""
        return "Landlock and seccomp"

    def run(self, job: Job) -> Completed:
        """Run a job. See :class:`fairgate.scoring.job.Sandbox`.

        Under this sandbox ``/out`` is a flat directory: the program can make, change, rename and
        remove files in it, but no directories and no links.
        """
        with tempfile.TemporaryDirectory(prefix="fairgate-") as own:
            scratch = Path(own, "out")
            scratch.mkdir(0o700)
            readable = job.readable
            if self.root:
                os.chown(scratch, stranger(), stranger())
                Path(own).chmod(0o711)
                readable = lent(readable, Path(own))
            check = disk_check(scratch, job.limits.output)
            return process.run(
                lambda away: self._command(job, readable, own, away), job.limits, job.out, check
            )

    def _command(
        self, job: Job, readable: Mapping[str, str], own: str, away: int
    ) -> tuple[str, ...]:
        out = f"{own}/out"
        paths = {**readable, OUT: out}
        user = stranger() if self.root else os.getuid()
        limits = job.limits
        plan = Plan(
            tuple(translated(word, paths) for word in job.command),
            {name: translated(word, paths) for name, word in job.environment.items()},
            out,
            Bounds(limits.memory, tasks_of(user) + limits.processes, limits.output),
            out,
            away,
            Grants((*always_readable(), *FACTS, *readable.values()), DEVICES, (out,), self.abi),
            shares_user=True,
            user=user if self.root else None,
        )
        return launcher("run", plan.to_json())


def translated(word: str, paths: Mapping[str, str]) -> str:
    """Write a path inside as the path on this machine, where a word is one or begins with one.

    Examples
    --------
    >>> translated("/in/model.pkl", {"/in": "/tmp/a", "/out": "/tmp/b"})
    '/tmp/a/model.pkl'
    >>> translated("--to=/out/scores.npy", {"/in": "/tmp/a", "/out": "/tmp/b"})
    '--to=/tmp/b/scores.npy'
    >>> translated("/input", {"/in": "/tmp/a"})
    '/input'
    """
    option, equals, path = word.partition("=") if word.startswith("-") else ("", "", word)
    for inside in sorted(paths, key=len, reverse=True):
        if path == inside or path.startswith(f"{inside}/"):
            return f"{option}{equals}{paths[inside]}{path[len(inside) :]}"
    return word


def disk_check(scratch: Path, most: int) -> process.Check:
    """Watch what is written: files, and the room left for those that have no name any more."""
    spare = min(most, shutil.disk_usage(scratch).free // 2)

    def check() -> str:
        with os.scandir(scratch) as entries:
            sizes = [_size(entry) for entry in entries]
        if sum(sizes) > most:
            return f"wrote more than {most / MEBIBYTE:,.0f} MiB"
        if len(sizes) > MOST_FILES:
            return f"wrote more than {MOST_FILES} files"
        return "left too little room on the disk" if shutil.disk_usage(scratch).free < spare else ""

    return check


def tasks_of(user: int) -> int:
    """Count the processes and threads that a user has: the kernel's limit counts them too."""
    return sum(_tasks(name, user) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208


def _tasks(process: str, user: int) -> int:
    try:
        lines = Path("/proc", process, "status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    said = dict(line.split(":", 1) for line in lines if line.startswith(("Uid:", "Threads:")))
    return int(said["Threads"]) if int(said["Uid"].split()[0]) == user else 0


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * 512
    except OSError:
        return 0
