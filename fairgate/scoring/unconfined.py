"""No sandbox: a process of its own with limits, for formats that run no code of their own."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping

from fairgate.scoring.job import Completed, Job, Limits

_TAIL = 8192


class Unconfined:
    """Runs a job as an ordinary process, with limits on memory, time and files.

    Implements :class:`fairgate.scoring.job.Sandbox`, and keeps nothing in.
    """

    @property
    def name(self) -> str:
        """What reports say."""
        return "no sandbox"

    def run(self, job: Job) -> Completed:
        """Run a job to its end; paths inside become paths on this machine."""
        paths = {**job.readable, "/out": job.out}
        command = [_outside(word, paths) for word in job.command]
        begun = time.monotonic()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(  # noqa: S603 - the child's command, made by running.py
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env=dict(job.environment),
                cwd=job.out,
            )
            _limit(process.pid, job.limits)
            try:
                code: int | None = process.wait(job.limits.seconds)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                process.kill()
                process.wait()
            said.seek(max(said.tell() - _TAIL, 0))
            text = said.read(_TAIL).decode("utf-8", "replace")
        return Completed(code, _clean(text), time.monotonic() - begun)


def _outside(word: str, paths: Mapping[str, str]) -> str:
    """Translate a path inside, or below one, to this machine's.

    Examples
    --------
    >>> _outside("/in/rows/features.parquet", {"/in/rows": "/tmp/x"})
    '/tmp/x/features.parquet'
    """
    for inside, outside in paths.items():
        if word == inside or word.startswith(f"{inside}/"):
            return outside + word[len(inside) :]
    return word


def _limit(process: int, limits: Limits) -> None:
    """Set limits on a process that has just been started."""
    if sys.platform != "linux":
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.prlimit(process, kind, (most, most))


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)
