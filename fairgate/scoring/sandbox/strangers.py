"""Whom root becomes before it runs a program: somebody who owns nothing and runs nothing."""

from __future__ import annotations

import os

FIRST, COUNT = 60578, 606


def stranger(process: int | None = None) -> int:
    """Answer a user id that no system gives to anybody, another for every process that asks.

    One of its own, since the kernel counts tasks by user: two runs at once under ``nobody``
    would count each other's. Source: https://systemd.io/UIDS-GIDS, 60578 to 61183, unused.

    Examples
    --------
    >>> stranger(1), stranger(607)
    (60579, 60579)
    """
    return FIRST + (os.getpid() if process is None else process) % COUNT
