"""Becoming a user who owns nothing."""

from __future__ import annotations

import ctypes
import os
import struct

from . import libc

READ_AND_SEARCH = 2  # CAP_DAC_READ_SEARCH
_VERSION_3 = 0x20080522
_CAPSET = {"x86_64": 126, "aarch64": 91}
_RAISE_AMBIENT = 2


def become(user: int, *, may_read_all: bool = False) -> None:
    """Change user and group, drop every other group and every privilege.

    Parameters
    ----------
    user : int
        User and group id.
    may_read_all : bool
        Keep the one privilege to read past permissions, where this process has it: a
        Python under ``/root`` could not be executed otherwise. Landlock's rules are narrower,
        and no other privilege survives.
    """
    keeps = may_read_all and _permitted() >> READ_AND_SEARCH & 1
    if keeps:
        libc.prctl(libc.SET_KEEP_CAPABILITIES, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if keeps:
        _keep_only(READ_AND_SEARCH)


def _keep_only(capability: int) -> None:
    bit = 1 << capability
    header = ctypes.create_string_buffer(struct.pack("Ii", _VERSION_3, 0))
    sets = ctypes.create_string_buffer(struct.pack("6I", bit, bit, bit, 0, 0, 0))
    libc.syscall(_CAPSET[os.uname().machine], header, sets)
    libc.prctl(libc.AMBIENT_CAPABILITY, _RAISE_AMBIENT, capability)


def _permitted() -> int:
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib costs start-up
        return next(int(line.split()[1], 16) for line in status if line.startswith("CapPrm:"))
