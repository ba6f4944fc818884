"""Inputs that only root may read, for a program that runs as somebody else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from fairgate.errors import UserError
from fairgate.files import user_error

READ, LIST = 0o004, 0o005


def lent(readable: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Answer sources that everybody may read: as they are, else as copies in a folder.

    Links are kept as links and not followed.

    Raises
    ------
    UserError
        If a source is missing or cannot be copied.
    """
    return {
        inside: source if _for_all(Path(source)) else _copy(Path(source), folder / str(place))
        for place, (inside, source) in enumerate(readable.items())
    }


def _for_all(source: Path) -> bool:
    try:
        return all(_open_to_all(path) for path in _tree(source))
    except OSError as error:
        raise user_error(error, source, "read") from None


def _open_to_all(path: Path) -> bool:
    if path.is_symlink():
        return True
    wanted = LIST if path.is_dir() else READ
    return path.stat().st_mode & wanted == wanted


def _copy(source: Path, target: Path) -> str:
    try:
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copyfile(source, target)
        for path in _tree(target):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (LIST if path.is_dir() else READ))
    except shutil.Error as error:
        problem = f"could not be copied for the sandbox: {error.args[0][0][-1]}"
        raise UserError(problem, "leave only files and directories in it", str(source)) from None
    except OSError as error:
        raise user_error(error, source, "copy") from None
    return str(target)


def _tree(source: Path) -> Iterator[Path]:
    yield source
    if source.is_symlink() or not source.is_dir():
        return
    for folder, folders, files in os.walk(source, onerror=_raise):
        yield from (Path(folder, name) for name in (*folders, *files))


def _raise(error: OSError) -> None:
    raise error
