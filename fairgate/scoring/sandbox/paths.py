"""What every job may read beside its own inputs: the system's libraries and this Python."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

INSIDE = Path(__file__).parent / "inside"

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
PROCESSORS = "/sys/devices/system/cpu"  # onnxruntime and OpenBLAS look up what they run on


def always_readable() -> tuple[str, ...]:
    """Answer the paths that exist on this machine, none of them beneath another.

    Examples
    --------
    >>> "/usr" in always_readable()
    True
    """
    python = Path(sys.executable).resolve().parent.parent
    mine = (sys.prefix, sys.base_prefix, str(python), str(INSIDE))
    found = [path for path in (*SYSTEM, *SETTINGS, PROCESSORS, *mine) if Path(path).exists()]
    return outermost(found)


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Leave out paths that are beneath another.

    Examples
    --------
    >>> outermost(["/usr/local", "/opt/py", "/usr", "/usrlocal"])
    ('/opt/py', '/usr', '/usrlocal')
    """
    kept: list[Path] = []
    for path in sorted(set(map(Path, paths))):
        if not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return tuple(map(str, kept))


def launcher(task: str, plan: str) -> tuple[str, ...]:
    """Answer the command that starts the launcher, inside or outside.

    ``-I -S``: no environment variable, no user's directory and no installed package has a say.
    """
    start = "import sys; sys.path.insert(0, sys.argv[1]); from inside.main import main; "
    program = start + "main(sys.argv[2], sys.argv[3])"
    return (sys.executable, "-I", "-S", "-c", program, str(INSIDE.parent), task, plan)
