"""Seccomp: the kernel refuses system calls by number and by argument, for good.

Rules are compiled to the classic BPF that the kernel takes, so no library is needed.
Source: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from . import libc

FILTER_MODE = 2
KILL, REFUSE, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
LOAD, MASK, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data


@dataclass(frozen=True)
class When:
    """A condition on the low 32 bits of one argument.

    True if ``argument & mask`` is one of ``values``, or, turned round, if it is none of them.
    """

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    turned: bool = False


@dataclass(frozen=True)
class Rule:
    """A system call that is answered with an error: always, or under a condition."""

    number: int
    error: int
    when: When | None = None


def compiled(architecture: int, newest: int, too_new: int, rules: Iterable[Rule]) -> bytes:
    """Compile rules.

    Parameters
    ----------
    architecture : int
        The only one whose calls are let through; another one's end the process.
    newest : int
        Calls of a higher number are answered with the error ``too_new``.
    rules : iterable of Rule
        What is refused below that number.

    Examples
    --------
    >>> len(compiled(0xC000003E, 450, 38, [Rule(41, 1)])) // 8  # instructions
    9
    """
    code = [
        _step(LOAD, ARCHITECTURE),
        _step(EQUAL, architecture, 1, 0),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER),
        _step(AT_LEAST, newest + 1, 0, 1),
        _step(RETURN, REFUSE | too_new),
    ]
    for rule in rules:
        body = _body(rule)
        code += [_step(EQUAL, rule.number & 0xFFFFFFFF, 0, len(body)), *body]
    return b"".join([*code, _step(RETURN, ALLOW)])


def install(program: bytes) -> None:
    """Apply a compiled filter to this thread and whatever it starts."""
    steps = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HP", len(program) // 8, ctypes.addressof(steps))
    libc.prctl(libc.SET_NO_NEW_PRIVILEGES, 1)
    libc.prctl(libc.SET_SECCOMP, FILTER_MODE, ctypes.create_string_buffer(header))


def _body(rule: Rule) -> list[bytes]:
    refuse = _step(RETURN, REFUSE | rule.error)
    if rule.when is None:
        return [refuse]
    when = rule.when
    hit, miss = (1, 0) if when.turned else (0, 1)  # steps from the last comparison to go on
    last = len(when.values) - 1
    return [
        _step(LOAD, ARGUMENTS + 8 * when.argument),
        _step(MASK, when.mask),
        *(
            _step(EQUAL, value & 0xFFFFFFFF, last - place + hit, miss if place == last else 0)
            for place, value in enumerate(when.values)
        ),
        refuse,
        _step(LOAD, NUMBER),
    ]


def _step(operation: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", operation, then, otherwise, value)
