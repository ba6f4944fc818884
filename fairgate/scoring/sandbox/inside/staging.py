"""What root does before bubblewrap, which then runs as a user who owns nothing.

Root's own processes are under no limit of number, and files that only root may reach have to
be shown to the sandbox: so they are mounted in a place that the other user can reach, in a
mount namespace that nobody else sees, and then root's privileges are given up.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from . import libc, user
from .plan import Stage


def stage_and_execute(plan: Stage) -> None:
    """Mount the sources, become the user, become bubblewrap. Returns never.

    Raises
    ------
    OSError
        If mounts are refused even to root, as in most containers.
    """
    libc.unshare(libc.NEW_MOUNT_NAMESPACE)
    libc.mount("none", "/", "", libc.MOUNT_RECURSIVE | libc.MOUNT_PRIVATE)
    opened = {place: os.open(source, os.O_PATH) for place, source in plan.sources.items()}
    flags = libc.MOUNT_NO_SUID | libc.MOUNT_NO_DEVICES
    libc.mount("fairgate", plan.at, "tmpfs", flags, "mode=755,size=1m")
    for place, descriptor in opened.items():
        _show(descriptor, Path(place))
    user.become(plan.user)
    os.chdir("/")
    os.execve(plan.command[0], plan.command, {})  # noqa: S606 - no shell is the point


def _show(descriptor: int, place: Path) -> None:
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        place.mkdir()
    else:
        place.touch()
    flags = libc.MOUNT_BIND | libc.MOUNT_RECURSIVE
    libc.mount(f"/proc/self/fd/{descriptor}", str(place), "", flags)
    os.close(descriptor)
