"""Which sandbox works here: tried for real, and if none does, why and what to do."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fairgate.errors import UserError
from fairgate.scoring.job import MEBIBYTE, Job, Limits, Sandbox
from fairgate.scoring.sandbox.bubblewrap import Bubblewrap, find_bubblewrap
from fairgate.scoring.sandbox.inside.calls import ARCHITECTURES
from fairgate.scoring.sandbox.landlock import Landlock
from fairgate.scoring.sandbox.remedies import remedy

ORDER = ("bubblewrap", "landlock")
"""The best first."""

_PROBE = """
import socket, sys
try:
    socket.socket()
except OSError:
    pass
else:
    sys.exit("sockets can be opened in it")
try:
    open(sys.argv[1]).close()
except OSError:
    pass
else:
    sys.exit("files outside can be read in it")
with open(sys.argv[2], "w") as answer:
    answer.write(sys.argv[3])
"""
_PROBE_LIMITS = Limits(seconds=30.0, output=MEBIBYTE)


def find_sandbox(
    order: Sequence[str] = ORDER, *, search: str | None = None, root: bool | None = None
) -> Sandbox:
    """Answer the first sandbox that holds a small program that tries to get out.

    Parameters
    ----------
    order : sequence of str
        Which to try: ``bubblewrap``, ``landlock``.
    search : str, optional
        Directories where ``bwrap`` may be, as in ``PATH``; the system's by default.
    root : bool, optional
        Whether this process is root; asked of the system by default.

    Raises
    ------
    UserError
        If none works: why each was refused, and what to do. There is no going on without.
    """
    as_root = os.geteuid() == 0 if root is None else root
    refused: list[str] = []
    for name in order:
        try:
            sandbox = candidate(name, search=search, root=as_root)
            probe(sandbox)
        except UserError as error:
            refused.append(f"{name}: {error.problem}")
        else:
            return sandbox
    problem = "no sandbox works on this machine: " + "; ".join(refused or ["none was asked for"])
    raise UserError(problem, remedy(refused))


def candidate(name: str, *, search: str | None = None, root: bool = False) -> Sandbox:
    """Answer a sandbox by its name, not yet tried.

    Raises
    ------
    UserError
        If this system or machine has nothing of the kind.
    """
    if not sys.platform.startswith("linux"):
        raise UserError(f"it is for Linux, and this is {sys.platform}")
    if os.uname().machine not in ARCHITECTURES:
        known = ", ".join(ARCHITECTURES)
        raise UserError(f"it knows the system calls of {known}, not of {os.uname().machine}")
    if name == "bubblewrap":
        return Bubblewrap(find_bubblewrap(search), root)
    if name == "landlock":
        _needs_landlock()
        return Landlock(root)
    raise UserError(f"expected bubblewrap or landlock, got {name!r}")


def probe(sandbox: Sandbox) -> None:
    """Run a program that tries two ways out and then writes a word, and look for the word.

    Raises
    ------
    UserError
        If it got out, or the word did not arrive.
    """
    word = secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix="fairgate-") as folder:
        outside, out = Path(folder, "outside"), Path(folder, "out")
        outside.write_text("not to be read", encoding="utf-8")
        out.mkdir()
        program = (sys.executable, "-I", "-S", "-c", _PROBE, str(outside), "/out/answer", word)
        ended = sandbox.run(Job(program, {}, str(out), limits=_PROBE_LIMITS))
        answer = out / "answer"
        if not answer.is_file() or answer.read_text(encoding="utf-8") != word:
            said = ended.stopped or ended.said.strip().rpartition("\n")[2] or f"code {ended.code}"
            raise UserError(f"a trial run failed: {said}")


def _needs_landlock() -> None:
    from fairgate.scoring.sandbox.inside import landlock  # noqa: PLC0415 - loads libc, Linux only

    try:
        landlock.version()
    except OSError as error:
        raise UserError(f"the kernel has no Landlock, or not switched on ({error})") from None
