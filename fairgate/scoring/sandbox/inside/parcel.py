"""The way home: an exit code and plain files through a pipe.

Nothing but a name without slashes and bytes arrives, so there are no links, devices,
directories or permissions to be wary of; whoever unpacks sets the limit.

For every file ``length of name (uint16), size (int64), name, bytes``, big-endian; last a length
of 0 and the exit code in the place of the size. What breaks off before that is no parcel.
"""

from __future__ import annotations

import contextlib
import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_HEAD = struct.Struct(">Hq")
_CHUNK = 1 << 20
MOST_FILES = 1000


class BadParcelError(Exception):
    """What arrived is no parcel, or a larger one than was agreed."""


def pack(code: int, directory: str, pipe: IO[bytes]) -> None:
    """Send the plain files directly in a directory, then an exit code; the rest is left behind."""
    for name in sorted(os.listdir(directory)):  # noqa: PTH208 - names only
        with _opened(Path(directory, name)) as file:
            if file is None:
                continue
            raw, size = os.fsencode(name), os.fstat(file.fileno()).st_size
            pipe.write(_HEAD.pack(len(raw), size) + raw)
            _copy(file, pipe, size)
    pipe.write(_HEAD.pack(0, code))
    pipe.flush()


def unpack(pipe: IO[bytes], directory: Path, most: int) -> int | None:
    """Receive files into a directory and answer the exit code, None if nothing came at all.

    Parameters
    ----------
    pipe : file
        What :func:`pack` writes to.
    directory : Path
        Nobody else writes there.
    most : int
        Bytes of all files together.

    Raises
    ------
    BadParcelError
        At the first record that is not as agreed; what came before is kept.
    """
    for place in range(MOST_FILES + 1):
        head = pipe.read(_HEAD.size)
        if not head and not place:
            return None
        if len(head) < _HEAD.size:
            raise BadParcelError("cut short")
        length, size = _HEAD.unpack(head)
        if not length:
            return int(size)
        if not 0 <= size <= most:
            raise BadParcelError("too large")
        _keep(pipe, directory / _name(pipe.read(length)), size)
        most -= size
    raise BadParcelError(f"more than {MOST_FILES} files")


def _name(raw: bytes) -> str:
    if raw in (b".", b"..") or b"/" in raw or b"\0" in raw or not 0 < len(raw) < 256:
        raise BadParcelError("not the name of a file")
    return os.fsdecode(raw)


def _keep(pipe: IO[bytes], path: Path, size: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        _copy(pipe, file, size)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes] | None]:
    """Open a plain file; None if it is none, or cannot be read."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            yield None
            return
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
    except OSError:
        yield None
        return
    with file:
        yield file


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size:
        chunk = source.read(min(size, _CHUNK))
        if not chunk:
            raise BadParcelError("cut short")
        target.write(chunk)
        size -= len(chunk)
