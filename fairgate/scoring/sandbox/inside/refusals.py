"""Which system calls a model has no business making, and what they are answered with."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping

from . import calls
from .seccomp import Rule, When, compiled

_NEW_NAMESPACES = 0x7E020000
_INJECT_INPUT, _SELECTION = 0x5412, 0x541C  # ioctl TIOCSTI, TIOCLINUX
_SIGNAL_OWNER = (8, 10, 15)  # fcntl F_SETOWN, F_SETSIG, F_SETOWN_EX: signals by another door
_EMPTY_WHILE_READING = os.O_TRUNC | os.O_ACCMODE  # early versions of Landlock let O_TRUNC by

_EVERYWHERE: dict[str, When | None] = {
    "clone3": None,  # arguments in memory, which a filter cannot see: answered as unknown
    "openat2": None,
    "clone": When(0, (0,), mask=_NEW_NAMESPACES, turned=True),
    "ioctl": When(1, (_INJECT_INPUT, _SELECTION)),
}


def filter_program(machine: str, *, beside: int | None) -> bytes:
    """Compile the filter for a machine.

    Parameters
    ----------
    machine : str
        As ``os.uname().machine`` says.
    beside : int or None
        The program's own process id, where it runs beside others of the same user with no
        namespace between: then it may signal nobody else, and change no file's permissions.

    Raises
    ------
    KeyError
        Where the calls of this machine are not known.
    """
    rules = [*_flat(calls.REFUSED, machine), *_rules(_EVERYWHERE, machine)]
    if beside is not None:
        rules += _flat(calls.REFUSED_BESIDE_OTHERS, machine)
        rules += _rules(_beside(beside), machine)
    return compiled(calls.ARCHITECTURES[machine], calls.NEWEST, errno.ENOSYS, rules)


def _flat(table: str, machine: str) -> list[Rule]:
    return [Rule(number, errno.EPERM) for number in calls.numbers(table, machine).values()]


def _rules(judged: Mapping[str, When | None], machine: str) -> list[Rule]:
    known = calls.numbers(calls.JUDGED, machine)
    return [
        Rule(known[name], errno.EPERM if when else errno.ENOSYS, when)
        for name, when in judged.items()
        if name in known
    ]


def _beside(own: int) -> dict[str, When | None]:
    return {
        "kill": When(0, (own,), turned=True),
        "tgkill": When(0, (own,), turned=True),
        "prlimit64": When(0, (0, own), turned=True),
        "sched_setaffinity": When(0, (0, own), turned=True),
        "fcntl": When(1, _SIGNAL_OWNER),
        "open": When(1, (os.O_TRUNC,), mask=_EMPTY_WHILE_READING),
        "openat": When(2, (os.O_TRUNC,), mask=_EMPTY_WHILE_READING),
    }
