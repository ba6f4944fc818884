"""Directories by content: one digest for a model that is many files."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from fairgate.engine.digest import sha256_file
from fairgate.errors import UserError
from fairgate.files import user_error

MOST_FILES = 10_000


def sha256_directory(path: str | Path) -> str:
    r"""Digest a directory: the SHA-256 of its manifest.

    The manifest has one line a file, ``<sha256>  <path from the directory>\n``, in the order
    of the paths' bytes; empty directories and permissions are no part of it. So the digest
    can be had without fairgate::

        cd DIR && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum

    Parameters
    ----------
    path : str or Path
        A directory of regular files.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    UserError
        For links, devices, more than 10,000 files, and names that a manifest cannot hold.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "MLmodel").write_text("flavors: {}")
    ...     sha256_directory(folder)[:16]
    'ffb851df1f1a5b6a'
    """
    manifest = hashlib.sha256()
    for name, file in sorted((os.fsencode(name), file) for name, file in regular_files(path)):
        manifest.update(sha256_file(str(file)).encode() + b"  " + name + b"\n")
    return manifest.hexdigest()


def regular_files(path: str | Path) -> Iterator[tuple[str, Path]]:
    """Every file below a directory, with its path from there, ``/`` between the parts.

    Raises
    ------
    UserError
        As :func:`sha256_directory`.
    """
    root = Path(path)
    for count, file in enumerate(_below(root), start=1):
        name = file.relative_to(root).as_posix()
        if count > MOST_FILES:
            problem = f"more than {MOST_FILES:,} files, so hardly a model"
            raise UserError(problem, "name the model's own directory", file=str(path))
        if not name.isprintable() or "\\" in name:
            problem = f"the name {name!r} has characters that no manifest can hold"
            raise UserError(problem, "rename the file", file=str(path))
        if not stat.S_ISREG(file.lstat().st_mode):
            problem = "neither a file nor a directory, and links may lead anywhere"
            raise UserError(problem, "put the file itself there", file=str(file))
        yield name, file


def _below(directory: Path) -> Iterator[Path]:
    try:
        entries = list(os.scandir(directory))
    except OSError as error:
        raise user_error(error, directory, "read") from None
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path))
        else:
            yield Path(entry.path)
