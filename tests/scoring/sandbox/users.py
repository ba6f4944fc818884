"""Running a test's process as root, or as a user who owns nothing on this machine."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PLAIN = 43210 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
BECOMING = ["--reuid", str(PLAIN), "--regid", str(PLAIN), "--clear-groups"]
NEEDED = (ROOT, Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parents[1])


def missing(user: str) -> str:
    """Say why this machine cannot run as such a user, or nothing."""
    if user == "root" and os.geteuid() != 0:
        return "the tests are not run as root"
    return ""


def prefix(user: str) -> list[str]:
    """Answer the command that runs another as a user."""
    if user == "root" or os.geteuid() != 0:
        return []
    becoming = f'exec setpriv {" ".join(BECOMING)} -- "$@"'
    script = "\n".join(["set -e", *opened(), becoming])
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"]


def opened() -> list[str]:
    """Answer shell lines that let everybody reach Python and this checkout.

    In a mount namespace that ends with the process, each directory that is closed to others
    is covered by one that is open and holds what is needed, and nothing more.
    """
    closed: dict[Path, list[Path]] = {}
    for path in NEEDED:
        barrier = next((up for up in [*path.parents][::-1] if not up.stat().st_mode & 1), None)
        if barrier is not None:
            closed.setdefault(barrier, []).append(path)
    lines = []
    for barrier, paths in closed.items():
        lines += ["cover=$(mktemp -d)", "mount -t tmpfs -o mode=755 cover $cover"]
        for path in paths:
            place = shlex.quote(str(path.relative_to(barrier)))
            lines.append(f"mkdir -p $cover/{place}")
            lines.append(f"mount --bind {shlex.quote(str(path))} $cover/{place}")
        lines.append(f"mount --rbind $cover {shlex.quote(str(barrier))}")
    return lines
