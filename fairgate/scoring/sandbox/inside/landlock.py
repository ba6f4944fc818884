"""Landlock: a process gives up every file that is not granted to it, for good.

Source: https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat

from . import libc
from .plan import Grants

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
ASK_VERSION = 1
BENEATH_PATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REMOVE_FILE, MAKE_FILE = 1 << 5, 1 << 8
TRUNCATE = 1 << 14

READ = EXECUTE | READ_FILE | READ_DIR
# A flat directory of plain files: no links, pipes, sockets, devices, and no directories either,
# since a directory that its owner made unreadable would hide how much is in it.
WRITE = READ_FILE | READ_DIR | WRITE_FILE | REMOVE_FILE | MAKE_FILE | TRUNCATE
ON_FILES = EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE

HANDLED = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""File rights that each version of the interface knows, where they grew."""

NO_TCP = 0b11  # bind and connect, from version 4
SCOPED = 0b11  # abstract sockets and signals to processes outside, from version 6


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("directory", ctypes.c_int32))


def version() -> int:
    """Say which version of the interface the kernel has.

    Raises
    ------
    OSError
        Where it has none, or it is switched off.
    """
    return libc.syscall(CREATE_RULESET, None, 0, ASK_VERSION)


def ruleset(grants: Grants) -> int:
    """Make the rules, without applying them yet; answer their descriptor.

    Paths that do not exist are passed over.
    """
    abi = min(version(), grants.abi)
    handled = max(rights for since, rights in HANDLED.items() if since <= abi)
    wanted = _Ruleset(handled, NO_TCP if abi >= 4 else 0, SCOPED if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    rules = libc.syscall(CREATE_RULESET, ctypes.byref(wanted), size, 0)
    for paths, rights in (
        (grants.read, READ),
        (grants.devices, READ_FILE | WRITE_FILE),
        (grants.write, WRITE),
    ):
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                _grant(rules, path, rights & handled)
    return rules


def restrict(rules: int) -> None:
    """Apply rules to this thread and whatever it starts; there is no way back."""
    libc.syscall(RESTRICT_SELF, rules, 0)


def _grant(rules: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= ON_FILES
        beneath = _Beneath(rights, place)
        libc.syscall(ADD_RULE, rules, BENEATH_PATH, ctypes.byref(beneath), 0)
    finally:
        os.close(place)
