"""System calls that Python has no function for, with errors as OSError."""

from __future__ import annotations

import ctypes
import os

_LIBC = ctypes.CDLL(None, use_errno=True)

SET_DEATH_SIGNAL = 1
SET_DUMPABLE = 4
SET_KEEP_CAPABILITIES = 8
SET_SECCOMP = 22
SET_CHILD_SUBREAPER = 36
SET_NO_NEW_PRIVILEGES = 38
AMBIENT_CAPABILITY = 47

NEW_MOUNT_NAMESPACE = 0x00020000
MOUNT_BIND, MOUNT_RECURSIVE, MOUNT_PRIVATE = 0x1000, 0x4000, 0x40000
MOUNT_NO_SUID, MOUNT_NO_DEVICES = 0x2, 0x4


def prctl(option: int, first: object = 0, second: object = 0) -> None:
    """Change one property of this process."""
    _checked("prctl", _LIBC.prctl(option, _word(first), _word(second), _word(0), _word(0)))


def syscall(number: int, *arguments: object) -> int:
    """Make a system call by its number; integers are passed as machine words."""
    return _checked(f"system call {number}", _LIBC.syscall(number, *map(_word, arguments)))


def unshare(flags: int) -> None:
    """Leave the namespaces that are named by ``flags``."""
    _checked("unshare", _LIBC.unshare(flags))


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or part of one in another place."""
    words = (os.fsencode(source), os.fsencode(target), os.fsencode(kind))
    done = _LIBC.mount(*words, ctypes.c_ulong(flags), os.fsencode(options))
    _checked(f"mount on {target}", done)


def _word(value: object) -> object:
    return ctypes.c_long(value) if isinstance(value, int) else value


def _checked(what: str, result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result
