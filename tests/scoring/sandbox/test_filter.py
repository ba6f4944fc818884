"""The system-call filter, run step by step as the kernel would, for both machines."""

from __future__ import annotations

import errno
import os
import struct

import pytest

from fairgate.scoring.sandbox.inside.calls import (
    ARCHITECTURES,
    JUDGED,
    REFUSED,
    REFUSED_BESIDE_OTHERS,
    numbers,
)
from fairgate.scoring.sandbox.inside.refusals import filter_program

OWN, OTHER = 1000, 1001
ALLOWED, KILLED = "allowed", "killed"
MACHINES = pytest.mark.parametrize("machine", sorted(ARCHITECTURES))


def answer(
    program: bytes, machine: str, number: int, *arguments: int, architecture: int = 0
) -> str:
    """Answer what the kernel would: allowed, killed or the name of an error."""
    words = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<IIQ6Q", number, architecture or ARCHITECTURES[machine], 0, *words)
    steps = list(struct.iter_unpack("<HBBI", program))
    place, held = 0, 0
    while True:
        operation, then, otherwise, value = steps[place]
        place += 1
        if operation == 0x20:
            held = struct.unpack_from("<I", data, value)[0]
        elif operation == 0x54:
            held &= value
        elif operation in (0x15, 0x35):
            true = held == value if operation == 0x15 else held >= value
            place += then if true else otherwise
        else:
            assert operation == 0x06
            named = {0x7FFF0000: ALLOWED, 0x80000000: KILLED}
            return named.get(value) or errno.errorcode[value & 0xFFFF]


def ask(machine: str, call: str, *arguments: int, beside: int | None = OWN) -> str:
    """Answer for a call by its name."""
    known = {
        name: number
        for table in (REFUSED, REFUSED_BESIDE_OTHERS, JUDGED)
        for name, number in numbers(table, machine).items()
    }
    return answer(filter_program(machine, beside=beside), machine, known[call], *arguments)


@MACHINES
@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        ("socket", (2, 1), "EPERM"),
        ("ptrace", (16, OTHER), "EPERM"),
        ("clone3", (), "ENOSYS"),
        ("clone", (0x01200011,), ALLOWED),
        ("clone", (0x003D0F00,), ALLOWED),
        ("clone", (0x10000011,), "EPERM"),
        ("clone", (0x40000011,), "EPERM"),
        ("ioctl", (0, 0x5412), "EPERM"),
        ("ioctl", (0, 0x541C), "EPERM"),
        ("ioctl", (0, 0x5401), ALLOWED),
        ("kill", (OWN, 9), ALLOWED),
        ("kill", (OTHER, 9), "EPERM"),
        ("kill", (2**64 - 1, 9), "EPERM"),
        ("kill", (0, 9), "EPERM"),
        ("tgkill", (OWN, OWN, 6), ALLOWED),
        ("tgkill", (OTHER, OTHER, 6), "EPERM"),
        ("prlimit64", (0, 7), ALLOWED),
        ("prlimit64", (OWN, 7), ALLOWED),
        ("prlimit64", (OTHER, 7), "EPERM"),
        ("fcntl", (3, 8, OTHER), "EPERM"),
        ("fcntl", (3, 10, 9), "EPERM"),
        ("fcntl", (3, 15, 0), "EPERM"),
        ("fcntl", (3, 2, 1), ALLOWED),
        ("openat", (0, 0, os.O_RDONLY), ALLOWED),
        ("openat", (0, 0, os.O_RDONLY | os.O_TRUNC), "EPERM"),
        ("openat", (0, 0, os.O_WRONLY | os.O_TRUNC | os.O_CREAT), ALLOWED),
        ("fchmod", (3, 0o777), "EPERM"),
    ],
)
def test_beside_others(machine: str, call: str, arguments: tuple[int, ...], expected: str) -> None:
    """Where the program shares its user with the judge."""
    assert ask(machine, call, *arguments) == expected


@MACHINES
@pytest.mark.parametrize("call", ["kill", "fchmod", "prlimit64", "fcntl", "openat"])
def test_in_a_namespace_it_is_freer(machine: str, call: str) -> None:
    """Nobody else is there to be harmed."""
    assert ask(machine, call, OTHER, 8, os.O_TRUNC, beside=None) == ALLOWED


@MACHINES
def test_calls_newer_than_the_table_are_unknown(machine: str) -> None:
    """So are those of x32, whose numbers begin above."""
    program = filter_program(machine, beside=None)
    assert answer(program, machine, 450) == ALLOWED
    assert answer(program, machine, 451) == "ENOSYS"
    assert answer(program, machine, 0x40000029) == "ENOSYS"


@MACHINES
def test_calls_of_another_architecture_end_the_program(machine: str) -> None:
    """A program for i386 would otherwise number its calls differently."""
    program = filter_program(machine, beside=None)
    assert answer(program, machine, 1, architecture=0x40000003) == KILLED


@MACHINES
def test_the_kernel_takes_a_program_of_this_length(machine: str) -> None:
    """It has room for 4,096 steps."""
    assert len(filter_program(machine, beside=OWN)) // 8 < 4096


def test_a_machine_that_is_not_known_is_an_error() -> None:
    """Numbers are never guessed."""
    with pytest.raises(KeyError):
        filter_program("riscv64", beside=None)
