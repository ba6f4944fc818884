"""Taking a model in: a copy is made, and what is digested is what will be loaded."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fairgate.errors import UserError
from fairgate.evidence.artifact import Artifact, file_name
from fairgate.files import user_error
from fairgate.manifest import regular_files, sha256_directory
from fairgate.scoring.job import MEBIBYTE

MOST_BYTES = 16 * 1024 * MEBIBYTE
_CHUNK = MEBIBYTE
_NO_LINKS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True)
class Taken:
    """A model that nobody else can change any more.

    Attributes
    ----------
    path : Path
        The copy: a file, or a directory.
    artifact : Artifact
        Its name and digest; of a directory, that of its manifest.
    """

    path: Path
    artifact: Artifact


def take(path: str, folder: Path) -> Taken:
    """Copy a model file or directory into a folder, and digest the copy.

    Parameters
    ----------
    path : str
        As the user named it.
    folder : Path
        An empty directory of our own.

    Raises
    ------
    UserError
        For what is missing, a link (it may lead anywhere), a device, or more than 16 GiB.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as outside, tempfile.TemporaryDirectory() as inside:
    ...     _ = Path(outside, "m.onnx").write_bytes(b"model")
    ...     take(f"{outside}/m.onnx", Path(inside)).artifact.sha256[:16]
    '9372c470eeadd5ec'
    """
    if "://" in path:
        raise UserError("a model is read from disk", "download it first", file=path)
    original = Path(path)
    name = Path(os.path.abspath(path)).name or "model"  # noqa: PTH100 - links stay links
    copy = folder / name
    if _mode(original, stat.S_ISLNK):
        cure = "name the file itself, or put a copy there"
        raise UserError("this is a link, and links may lead anywhere", cure, file=path)
    if not _mode(original, stat.S_ISDIR):
        _copy(original, copy, MOST_BYTES)
        return Taken(copy, Artifact(file=file_name(name), sha256=_digest(copy)))
    left = MOST_BYTES
    copy.mkdir()
    for part, file in regular_files(original):
        (copy / part).parent.mkdir(parents=True, exist_ok=True)
        left -= _copy(file, copy / part, left)
    return Taken(copy, Artifact(file=file_name(name), sha256=sha256_directory(copy)))


def _mode(original: Path, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is of a kind; what cannot be looked at is of none, and fails when opened."""
    try:
        return is_kind(original.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _copy(original: Path, copy: Path, most: int) -> int:
    """Copy a regular file of at most so many bytes, and say how many it had."""
    try:
        with os.fdopen(os.open(original, _NO_LINKS), "rb") as source, copy.open("xb") as target:
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                problem = "this is neither a file nor a directory"
                raise UserError(problem, "name the model's file", file=str(original))
            size = 0
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    problem = f"larger than {MOST_BYTES:,} bytes, so hardly a model"
                    raise UserError(problem, "check its name", file=str(original))
                target.write(chunk)
    except FileNotFoundError:
        cure = "check model.artifact, which is relative to the policy"
        raise UserError("there is no such file", cure, file=str(original)) from None
    except ValueError:
        problem = "a path cannot hold this name"
        raise UserError(problem, "check model.artifact", file=str(original)) from None
    except OSError as error:
        raise user_error(error, original, "read") from None
    return size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
