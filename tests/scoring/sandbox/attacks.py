"""A hostile program: tries one thing after another and notes what it got away with.

Run inside a sandbox and, to show that the attempts are real, outside too:
``attacks.py FACTS INPUT OUT``. It writes ``OUT/got_away.json``: attempt to what it got.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIBC = ctypes.CDLL(None, use_errno=True)
FACTS: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text())
INPUT = Path(sys.argv[2])
OUT = Path(sys.argv[3])
ATTEMPTS: dict[str, Callable[[], object]] = {}
X86 = os.uname().machine == "x86_64"


def attempt(function: Callable[[], object]) -> Callable[[], object]:
    """Keep an attempt under its name; they run in the order of this file."""
    ATTEMPTS[function.__name__] = function
    return function


def called(result: int) -> int:
    """Turn a failed call of the C library into an OSError."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def system(x86: int, arm: int, *arguments: object) -> int:
    """Make a system call by number."""
    return called(LIBC.syscall(x86 if X86 else arm, *arguments))


@attempt
def connect_by_tcp() -> None:
    """To a server on this machine."""
    socket.create_connection(("127.0.0.1", FACTS["tcp"]), timeout=2).close()


@attempt
def send_by_udp() -> None:
    """A datagram needs no answer to be a leak."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        way_out.sendto(b"leak", ("127.0.0.1", FACTS["udp"]))


@attempt
def connect_to_an_abstract_socket() -> None:
    """Such a name is in no file system."""
    with socket.socket(socket.AF_UNIX) as way_out:
        way_out.connect("\0" + FACTS["abstract"])


@attempt
def send_through_a_pair_of_sockets() -> None:
    """One end of a pair may address others."""
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, other:
        one.sendto(b"leak", "\0" + FACTS["abstract_datagram"])


@attempt
def make_a_vsock() -> None:
    """Network namespaces do not hold these."""
    socket.socket(40, socket.SOCK_STREAM).close()


@attempt
def read_environments() -> list[str]:
    """Secrets of CI are in the environment of some process."""
    found = []
    for process in [path for path in Path("/proc").iterdir() if path.name.isdigit()]:
        try:
            found.append((process / "environ").read_text("utf-8", "replace"))
        except OSError:
            continue
    if not any(FACTS["secret"] in text for text in found):
        raise PermissionError("no secret in any of them")
    return [FACTS["secret"]]


@attempt
def read_the_parents_memory_map() -> str:
    """Where in its memory the secret is."""
    return Path("/proc", str(FACTS["victim"]), "maps").read_text()[:20] or "empty"


@attempt
def read_a_file() -> str:
    """Any other file of the user."""
    return Path(FACTS["private"]).read_text()


@attempt
def list_a_directory() -> list[str]:
    """What else there is."""
    return [path.name for path in Path(FACTS["private"]).parent.iterdir()]


@attempt
def write_a_file() -> None:
    """Beside what may be read."""
    Path(FACTS["writable"]).write_text("was here")
    if not Path(FACTS["writable"]).with_name(FACTS["marker"]).exists():
        raise PermissionError("it is another directory")


@attempt
def write_the_input() -> None:
    """So that the next reader sees other rows."""
    with INPUT.open("a") as file:
        file.write("more")


@attempt
def truncate_the_input() -> None:
    """Empty it by name."""
    os.truncate(INPUT, 1)


@attempt
def truncate_the_input_while_reading() -> None:
    """Opening to read, yet emptying."""
    before = INPUT.stat().st_size
    os.close(os.open(INPUT, os.O_RDONLY | os.O_TRUNC))
    if INPUT.stat().st_size == before:
        raise PermissionError("it was not emptied")


@attempt
def change_the_inputs_permissions() -> None:
    """Make it readable to everybody, or to nobody."""
    INPUT.chmod(0o640)


@attempt
def change_the_inputs_permissions_once_open() -> None:
    """The same through a descriptor."""
    with INPUT.open() as file:
        os.fchmod(file.fileno(), 0o600)


@attempt
def change_the_inputs_times() -> None:
    """Make tools believe it is old."""
    os.utime(INPUT, (1, 1))


@attempt
def label_the_input() -> None:
    """Extended attributes are data too."""
    os.setxattr(INPUT, "user.note", b"leak")


@attempt
def move_the_input() -> None:
    """And put another in its place."""
    moved = INPUT.with_name("moved")
    INPUT.rename(moved)
    moved.rename(INPUT)


@attempt
def write_into_python() -> None:
    """Whoever runs it next runs this."""
    Path(os.__file__).open("ab").close()


@attempt
def write_beside_devices() -> None:
    """A memory disk without a limit, often."""
    Path("/dev/fairgate-attack").write_text("")
    Path("/dev/fairgate-attack").unlink()


@attempt
def write_at_the_root() -> None:
    """The same, elsewhere."""
    Path("/fairgate-attack").write_text("")
    Path("/fairgate-attack").unlink()


@attempt
def attach_to_a_process() -> None:
    """Take over another process."""
    called(LIBC.ptrace(16, FACTS["victim"], None, None))
    LIBC.ptrace(17, FACTS["victim"], None, None)


@attempt
def read_memory_of_a_process() -> None:
    """Without stopping it. Nothing is at this address: EFAULT says it would be allowed."""
    here = ctypes.create_string_buffer(8)
    local = (ctypes.c_size_t * 2)(ctypes.addressof(here), 8)
    remote = (ctypes.c_size_t * 2)(8, 8)
    try:
        called(LIBC.process_vm_readv(FACTS["victim"], local, 1, remote, 1, 0))
    except OSError as error:
        if error.errno != errno.EFAULT:
            raise


@attempt
def limit_a_process() -> None:
    """No more files for the judge."""
    now = resource.prlimit(FACTS["victim"], resource.RLIMIT_NOFILE)
    resource.prlimit(FACTS["victim"], resource.RLIMIT_NOFILE, now)


@attempt
def slow_a_process_down() -> None:
    """No more time for the judge."""
    os.setpriority(os.PRIO_PROCESS, FACTS["victim"], 5)


@attempt
def own_signals_of_a_process() -> None:
    """Let the kernel send the signal."""
    import fcntl  # noqa: PLC0415 - this program names what each attempt needs

    read, write = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETOWN, FACTS["victim"])
    if fcntl.fcntl(read, fcntl.F_GETOWN) != FACTS["victim"]:
        raise PermissionError("somebody else owns it")
    os.close(read)
    os.close(write)


@attempt
def new_user_namespace() -> None:
    """The way to most holes of the last years."""
    child = os.fork()
    if not child:
        os._exit(0 if LIBC.unshare(0x10000000) == 0 else 1)
    if os.waitpid(child, 0)[1]:
        raise PermissionError("refused")


@attempt
def clone_into_a_namespace() -> None:
    """The same in one call."""
    child = system(56, 220, 0x10000000 | int(signal.SIGCHLD), None, None, None, None)
    if not child:
        os._exit(0)
    os.waitpid(child, 0)


@attempt
def mount_a_disk() -> None:
    """Over something that is trusted."""
    called(LIBC.mount(b"none", os.fsencode(FACTS["folder"]), b"tmpfs", 0, b""))
    LIBC.umount(os.fsencode(FACTS["folder"]))


@attempt
def change_root() -> None:
    """To where paths mean something else."""
    child = os.fork()
    if not child:
        os._exit(0 if LIBC.chroot(os.fsencode(OUT)) == 0 else 1)
    if os.waitpid(child, 0)[1]:
        raise PermissionError("refused")


@attempt
def use_io_uring() -> None:
    """System calls that no filter sees."""
    parameters = ctypes.create_string_buffer(120)
    os.close(system(425, 425, 1, parameters))


@attempt
def use_memory_without_a_name() -> None:
    """Memory that no limit counts."""
    os.close(os.memfd_create("attack"))


@attempt
def use_shared_segments() -> None:
    """Memory that outlives its process."""
    segment = system(29, 194, 0, 4096, 0o1600)
    system(31, 195, segment, 0, None)


@attempt
def read_keys() -> None:
    """The user's and the session's keyring."""
    system(250, 219, 0, -3, 1)


@attempt
def gain_privileges() -> None:
    """Programs with the set-user-id bit work where this is not set."""
    if LIBC.prctl(39, 0, 0, 0, 0) == 1:
        raise PermissionError("no new privileges")


@attempt
def stay_root() -> None:
    """Or hold any privilege but the one to read, which Landlock's rules are narrower than."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    system(125, 90, header, held)
    if not (held[0] & ~(1 << 2) | held[3]):
        raise PermissionError("none held")


@attempt
def open_a_file_by_its_number() -> None:
    """Past every path, and every rule about paths."""
    handle = (ctypes.c_uint32 * 34)(128)
    mount = ctypes.c_int()
    path = os.fsencode(FACTS["private"])
    system(303, 264, -100, path, handle, ctypes.byref(mount), 0)
    beside = os.open(OUT, os.O_RDONLY)
    os.close(system(304, 265, beside, handle, os.O_RDONLY))


@attempt
def end_a_process() -> None:
    """The judge itself, last of all."""
    os.kill(FACTS["victim"], signal.SIGTERM)


def main() -> None:
    """Try everything."""
    got_away: dict[str, object] = {}
    for name, function in ATTEMPTS.items():
        try:
            got_away[name] = function() or "did it"
        except (OSError, AttributeError) as error:
            sys.stdout.write(f"{name}: {error}\n")
    got_away["environment"] = dict(os.environ)
    (OUT / "got_away.json").write_text(json.dumps(got_away))


if __name__ == "__main__":
    main()
