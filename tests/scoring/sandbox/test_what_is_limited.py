"""A program that takes too much is stopped, all of it, and what it says is not believed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from scoring.sandbox.places import Place

from fairgate.errors import UserError
from fairgate.scoring.job import MEBIBYTE

FORKS = """
import os, time
made = 0
while made < 60:
    try:
        if not os.fork():
            time.sleep(60)
    except BlockingIOError:
        break
    made += 1
open("made", "w").write(str(made))
"""

ESCAPES = """
import os, sys, time
ready, tell = os.pipe()
if not os.fork():
    os.setsid()
    if not os.fork():
        print("running", flush=True)
        os.write(tell, b".")
        for _ in range(600):
            open("beat", "a").write(".")
            time.sleep(0.1)
    os._exit(0)
os.read(ready, 1)
"""


def test_a_program_answers_with_files_and_an_exit_code(place: Place) -> None:
    """The way everything is meant to go."""
    ended = place.python("open('scores', 'w').write('0.5'); print('done'); raise SystemExit(7)")
    assert (ended.code, ended.said, ended.stopped) == (7, "done", "")
    assert place.out() == {"scores": b"0.5"}


def test_inputs_that_only_their_owner_may_read_are_read(sandbox: Place) -> None:
    """Root runs the program as somebody else, who would not be let in."""
    inputs = sandbox.folder / "inputs"
    inputs.mkdir(0o700)
    (inputs / "rows").write_text("1,2")
    (inputs / "rows").chmod(0o600)
    (inputs / "link").symlink_to("rows")
    single = sandbox.folder / "single"
    single.write_text("3")
    single.chmod(0o600)
    sandbox.files.update({"/in": str(inputs), "/one": str(single)})
    program = "import sys; print(*(open(name).read() for name in sys.argv[1:]))"
    ended = sandbox.python(program, "/in/rows", "/in/link", "/one")
    assert (ended.said, ended.code) == ("1,2 1,2 3", 0)
    assert (inputs.stat().st_mode | (inputs / "rows").stat().st_mode) & 0o077 == 0


def test_numpy_works_inside(sandbox: Place) -> None:
    """What every model is made with starts under the limits, threads and all."""
    program = "import numpy; numpy.save('a.npy', numpy.ones((300, 300)) @ numpy.eye(300))"
    ended = sandbox.python(program)
    assert ended.code == 0, ended.said
    assert list(sandbox.out()) == ["a.npy"]


def test_a_signal_is_a_negative_code(sandbox: Place) -> None:
    """As subprocess says it."""
    assert sandbox.python("import os; os.kill(os.getpid(), 11)").code == -11


def test_a_program_that_is_missing_is_said(sandbox: Place) -> None:
    """It ends with the shell's code for that."""
    ended = sandbox.run("/no/such/program")
    assert ended.code == 127
    assert "No such file" in ended.said


def test_forks_end_at_the_limit_even_for_root(place: Place) -> None:
    """The kernel lets root fork for ever; here root is somebody else."""
    place.python(FORKS, processes=20)
    assert 10 <= int(place.out()["made"]) <= 20


def test_without_a_limit_the_forks_go_on(sandbox: Place) -> None:
    """The program above does make sixty where it may."""
    sandbox.python(FORKS, processes=100)
    assert int(sandbox.out()["made"]) == 60


def test_forking_for_ever_ends_with_the_time(place: Place) -> None:
    """Every child forks on; all are gone afterwards."""
    program = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    ended = place.python(program, seconds=1.5, processes=24)
    assert (ended.code, ended.stopped) == (None, "took longer than 1.5 seconds")


def test_memory_of_one_process_is_limited(sandbox: Place) -> None:
    """It finds none left."""
    ended = sandbox.python("bytearray(400 * 2**20)", memory=256 * MEBIBYTE)
    assert ended.code == 1
    assert "MemoryError" in ended.said


def test_memory_of_all_processes_together_is_limited(sandbox: Place) -> None:
    """Each within its limit, together not."""
    program = (
        "import os, time\nfor _ in range(4): os.fork()\nheld = b'x' * (64 * 2**20)\ntime.sleep(30)"
    )
    ended = sandbox.python(program, memory=256 * MEBIBYTE)
    assert ended.stopped == "held more than 256 MiB of memory"
    assert ended.code == -9


def test_sleeping_ends_with_the_time(sandbox: Place) -> None:
    """By the wall, not by the processor."""
    ended = sandbox.python("import time; time.sleep(60)", seconds=0.8)
    assert (ended.code, ended.stopped) == (None, "took longer than 0.8 seconds")
    assert sandbox.out() == {}


def test_printing_for_ever_fills_nothing(sandbox: Place) -> None:
    """A little is kept, the rest is counted, and then it ends."""
    ended = sandbox.run("/usr/bin/yes", "0123456789" * 20)
    assert ended.stopped == "printed more than 8 MiB"
    assert len(ended.said) < 10000


def test_a_large_file_is_not_written(sandbox: Place) -> None:
    """The kernel ends the write at the limit."""
    program = "open('large', 'wb').write(bytes(9 * 2**20))"
    assert sandbox.python(program).code != 0
    assert sum(map(len, sandbox.out().values())) <= 8 * MEBIBYTE


def test_many_files_are_not_written(sandbox: Place) -> None:
    """Each within its limit, together not."""
    program = (
        "import time\n"
        "for n in range(10):\n"
        "    open(str(n), 'wb').write(bytes(2 * 2**20))\n"
        "time.sleep(1)"
    )
    ended = sandbox.python(program)
    assert ended.code != 0
    assert sum(map(len, sandbox.out().values())) <= 8 * MEBIBYTE


def test_links_pipes_and_directories_do_not_come_home(sandbox: Place) -> None:
    """Only plain files do, so nothing in them leads anywhere."""
    program = (
        "import contextlib, os\n"
        "open('plain', 'w').write('x')\n"
        "for make in (lambda: os.symlink('/etc/passwd', 'link'), lambda: os.mkfifo('pipe'),\n"
        "             lambda: os.mkdir('folder'), lambda: os.symlink('..', 'up'),\n"
        "             lambda: os.link('/etc/localtime', 'hard')):\n"
        "    with contextlib.suppress(OSError): make()\n"
    )
    assert sandbox.python(program).code == 0
    assert sandbox.out() == {"plain": b"x"}


def test_workflow_commands_lose_their_force(sandbox: Place) -> None:
    """What a runner would obey is printed as it is spelt."""
    program = (
        r"print('::set-output name=outcome::pass\n::add-mask::x\n##[group]\x1b[31mred\r::error::y')"
    )
    said = sandbox.python(program).said
    assert "::" not in said
    assert "##[" not in said
    assert "\x1b" not in said
    assert "set-output" in said


def test_a_background_process_is_ended_with_the_program(sandbox: Place) -> None:
    """It left its parent, its group and its session, and is gone all the same."""
    mark = secrets.token_hex(8)
    ended = sandbox.python(ESCAPES, mark)
    assert ended.code == 0
    assert "running" in ended.said
    assert ended.seconds < 10
    assert beating(mark) == []


def test_a_background_process_is_ended_with_the_time(place: Place) -> None:
    """The same when the program is stopped."""
    mark = secrets.token_hex(8)
    ended = place.python(ESCAPES + "time.sleep(60)", mark, seconds=1.0)
    assert ended.code is None
    assert beating(mark) == []


def test_ending_the_supervisor_is_no_success(place: Place) -> None:
    """A program that ends whoever watches it has no exit code and no files to show."""
    program = "import os; open('scores', 'w').write('1'); os.kill(os.getppid(), 9); os._exit(0)"
    if place.sandbox == "landlock":
        assert place.python(program).code == 1
    else:
        with pytest.raises(UserError, match="ended before its program"):
            place.python(program)
        assert place.out() == {}


def test_without_a_sandbox_it_goes_on(place_of: Callable[..., Place]) -> None:
    """The program above does outlive its parent where it may."""
    mark = secrets.token_hex(8)
    outside = place_of(None, "root" if os.geteuid() == 0 else "plain")
    outside.python(ESCAPES.replace("600", "15"), mark)
    assert beating(mark)


def beating(mark: str) -> list[str]:
    """Processes with a mark among their arguments that still run on this machine."""
    alive = []
    for process in Path("/proc").iterdir():
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if mark.encode() in command:
            alive.append(process.name)
    return alive
