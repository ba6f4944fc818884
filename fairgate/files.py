"""Files read and written whole: no half file is ever left under a name that means something."""

from __future__ import annotations

import contextlib
import difflib
import errno
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fairgate.errors import UserError

_CURES = {
    errno.ENOENT: "make the directory first, or mend the name",
    errno.ENOTDIR: "a part of this path is a file; mend the name",
    errno.EISDIR: "name a file in it",
    errno.EACCES: "change its permissions, or name another place",
    errno.EPERM: "change its permissions, or name another place",
    errno.EROFS: "name a place that can be written to",
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room in your quota",
    errno.EFBIG: "raise the limit on the size of files (ulimit -f)",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "this link leads back to itself; mend it",
}


def user_error(error: OSError, path: str | Path, doing: str) -> UserError:
    """Turn what the system said into a complaint with a cure.

    Examples
    --------
    >>> print(user_error(OSError(errno.ENOSPC, "No space left on device"), "a.html", "write"))
    a.html: could not write it: no space left on device (make room on the disk)
    """
    said = (error.strerror or str(error) or type(error).__name__).lower()
    cure = _CURES.get(error.errno or 0, "check that it is what you mean")
    return UserError(f"could not {doing} it: {said}", cure, file=str(path))


def read_bytes(path: str | Path, limit: int) -> bytes:
    """Read a file of at most ``limit`` bytes.

    Raises
    ------
    UserError
        Where it is missing (with the nearest name beside it), a directory, unreadable or
        too large.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise UserError("there is no such file", _nearest(Path(path)), file=str(path)) from None
    except OSError as error:
        raise user_error(error, path, "read") from None
    except ValueError as error:  # a null byte in the name
        raise UserError(f"no name of a file: {error}", "mend the name", file=repr(path)) from None
    if len(content) > limit:
        problem = f"larger than {limit:,} bytes, so hardly the file you mean"
        raise UserError(problem, "check its name", file=str(path))
    return content


def _nearest(path: Path) -> str:
    try:
        beside = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return f"there is no directory {path.parent} either"
    close = difflib.get_close_matches(path.name, beside, n=1)
    return f"did you mean {path.parent / close[0]}?" if close else "check its name"


def write_atomically(path: str | Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file whole or not at all.

    The bytes go to a new file in the same directory, to the disk, and only then under their
    name. Links are followed; devices and pipes are written to directly.

    Parameters
    ----------
    path : str or Path
        Where to.
    content : bytes
        All of it.
    mode : int
        Permissions of a new file, before the umask. An existing file keeps its own.

    Raises
    ------
    UserError
        Where the directory is missing, or permission, or room.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(f"{folder}/a.txt", b"hello")
    ...     Path(folder, "a.txt").read_bytes(), os.listdir(folder)
    (b'hello', ['a.txt'])
    """
    write_all([(path, content)], mode)


def write_all(outputs: Iterable[tuple[str | Path, bytes]], mode: int = 0o666) -> None:
    """Write several files, all of them or none.

    Each is written beside its target first; only when every one is safely on the disk do
    they take their names. Devices and pipes, which cannot wait, come before the files.

    Raises
    ------
    UserError
        As :func:`write_atomically`; then no target was touched.
    """
    with contextlib.ExitStack() as undo:
        staged = [_stage(path, content, mode, undo) for path, content in outputs]
        for file in sorted(staged, key=lambda file: file.waiting is not None):
            file.publish()


@dataclass(frozen=True)
class _Staged:
    """Bytes that wait beside their target, or for a device that takes no waiting."""

    path: str | Path
    target: Path
    waiting: Path | None
    content: bytes

    def publish(self) -> None:
        try:
            if self.waiting is None:
                self.target.write_bytes(self.content)
            else:
                self.waiting.replace(self.target)
        except OSError as error:
            raise user_error(error, self.path, "write") from None


def _stage(path: str | Path, content: bytes, mode: int, undo: contextlib.ExitStack) -> _Staged:
    try:
        found = _permissions(Path(path))
        if found is not None and not stat.S_ISREG(found):
            return _Staged(path, Path(path), None, content)
        target = Path(os.path.realpath(path))
        waiting = target.with_name(f".{target.name[:80]}.{os.urandom(4).hex()}.tmp")
        undo.callback(waiting.unlink, missing_ok=True)
        _write_through(waiting, content, mode)
        if found is not None:
            waiting.chmod(stat.S_IMODE(found))
    except OSError as error:
        raise user_error(error, path, "write") from None
    except ValueError as error:  # a null byte in the name
        raise UserError(f"no name of a file: {error}", "mend the name", file=repr(path)) from None
    return _Staged(path, target, waiting, content)


def _permissions(target: Path) -> int | None:
    """Type and permissions of a target that exists and can be written; None: it is new."""
    try:
        found = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, "it is a directory")
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "permission denied")
    return found


def _write_through(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
