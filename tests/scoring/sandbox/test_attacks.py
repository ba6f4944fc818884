"""A hostile program gets away with nothing, and with all of it where there is no sandbox."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scoring.sandbox import users
from scoring.sandbox.places import (
    CONFIDENTIAL,
    HERE,
    OLD_KERNEL,
    PLACES,
    Place,
    loaded,
    prepared,
    skip_where_missing,
)

ROOT_ONLY = {
    "write_into_python",
    "write_beside_devices",
    "write_at_the_root",
    "mount_a_disk",
    "change_root",
    "stay_root",
    "open_a_file_by_its_number",
}
REFUSED_BY_SOME_MACHINES = {
    "make_a_vsock",
    "label_the_input",
    "attach_to_a_process",
    "read_memory_of_a_process",
    "new_user_namespace",
    "clone_into_a_namespace",
    "mount_a_disk",
    "change_root",
    "write_beside_devices",
    "write_at_the_root",
    "write_into_python",
    "use_io_uring",
    "read_keys",
    "open_a_file_by_its_number",
}
ATTEMPTS = re.findall(r"@attempt\ndef (\w+)", (HERE / "attacks.py").read_text(encoding="utf-8"))


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, object]]:
    """Listen for whatever may get out, in every way that needs no file."""
    with ExitStack() as stack:
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
        abstract.bind(f"\0{folder.name}")
        abstract.listen()
        datagram = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        datagram.bind(f"\0{folder.name}-datagram")
        yield {
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "abstract": folder.name,
            "abstract_datagram": f"{folder.name}-datagram",
        }


@contextmanager
def victim(user: str) -> Iterator[int]:
    """Start a process of the same user, with a secret, that may be harmed."""
    own = [] if user == "root" or os.geteuid() else users.BECOMING
    with subprocess.Popen(["setpriv", *own, "sleep", "60"], env={"TOKEN": CONFIDENTIAL}) as process:
        yield process.pid
        process.kill()


def rampage(place: Place) -> dict[str, Any]:
    """Let the hostile program loose and answer what it got away with."""
    private = place.folder / "private"
    private.mkdir()
    (private / "note.txt").write_text("private")
    inputs = place.folder / "in"
    inputs.mkdir()
    (inputs / "rows.csv").write_text("a,b\n1,2\n")
    shutil.copy(HERE / "attacks.py", inputs)
    with servers(place.folder) as listening, victim(place.user) as process:
        facts = {
            **listening,
            "victim": process,
            "secret": CONFIDENTIAL,
            "private": str(private / "note.txt"),
            "writable": str(private / "leak.txt"),
            "marker": "note.txt",
            "folder": str(private),
        }
        (inputs / "facts.json").write_text(json.dumps(facts))
        if os.geteuid() == 0 and place.user == "plain":
            for path in (private, inputs, *private.iterdir(), *inputs.iterdir()):
                os.chown(path, users.PLAIN, users.PLAIN)
        place.files["/in"] = str(inputs)
        program = ("/in/attacks.py", "/in/facts.json", "/in/rows.csv", "/out")
        ended = place.run(sys.executable, "-I", *program)
    result = place.folder / "out" / "got_away.json"
    assert result.exists(), ended
    return {**loaded(result), "left": sorted(path.name for path in private.iterdir())}


@cache
def got_away(sandbox: str | None, user: str) -> Mapping[str, Any]:
    """Let it loose once for all tests of this file in one process."""
    folder = Path(tempfile.mkdtemp(prefix="fairgate-test-"))
    try:
        return rampage(prepared(sandbox, user, folder))
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("user", ["root", "plain"])
def test_without_a_sandbox_it_is_possible(user: str, attempt: str) -> None:
    """The attempt is real: with nothing in its way it succeeds."""
    if users.missing(user):
        pytest.skip(users.missing(user))
    if user == "plain" and attempt in ROOT_ONLY:
        pytest.skip(f"{attempt}: for root only, anywhere")
    if attempt in REFUSED_BY_SOME_MACHINES and attempt not in got_away(None, user):
        pytest.skip(f"{attempt}: this machine refuses it to everybody")
    assert attempt in got_away(None, user)


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize(("sandbox", "user"), [*PLACES, OLD_KERNEL])
def test_in_a_sandbox_it_is_refused(sandbox: str, user: str, attempt: str) -> None:
    """The same program, the same attempt, and it gets nothing."""
    skip_where_missing(sandbox, user)
    assert attempt not in got_away(sandbox, user)


@pytest.mark.parametrize(("sandbox", "user"), PLACES)
def test_nothing_is_left_behind_and_no_variable_came_in(sandbox: str, user: str) -> None:
    """The environment is what the job says, and the folder beside holds what it held."""
    skip_where_missing(sandbox, user)
    given = got_away(sandbox, user)["environment"]
    assert {**given, "LC_CTYPE": ""} == {"GIVEN": "yes", "LC_CTYPE": ""}
    assert got_away(sandbox, user)["left"] == ["note.txt"]
