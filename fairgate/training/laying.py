"""The files of an exercise, laid into a folder: as learners get them, or solved.

A module holds a solution as a layer: only files that it changes or adds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fairgate.errors import UserError
from fairgate.files import user_error
from fairgate.training.module import Module

Lay = Callable[[Module, Path], Path]


def files_below(folder: Path) -> dict[str, Path]:
    """Every file in a folder and the folders in it, by its name as seen from there, in order.

    Parameters
    ----------
    folder : Path
        It need not be there.
    """
    found = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def fresh(module: Module, into: Path) -> Path:
    """Lay an exercise out as learners get it.

    Parameters
    ----------
    module : Module
        Whose exercise.
    into : Path
        Folder for the files; made if it is missing.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UserError
        Where a file of the module cannot be read.
    OSError
        Where the folder cannot be written.
    """
    _lay(module.start, into)
    return into


def solved(module: Module, into: Path) -> Path:
    """Lay an exercise out as it is when it is solved: the start, and over it the solution.

    Parameters
    ----------
    module : Module
        Whose exercise.
    into : Path
        Folder for the files; made if it is missing.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UserError
        Where a folder would lie on a file, or a file of the module cannot be read.
    OSError
        Where the folder cannot be written.
    """
    for path in sorted(module.solution.rglob("*")):
        below = module.start / path.relative_to(module.solution)
        if below.exists() and below.is_dir() != path.is_dir():
            problem = f"one of this and {below} is a folder, the other a file"
            raise UserError(problem, "give it another name", file=str(path))
    for layer in (module.start, module.solution):
        _lay(layer, into)
    return into


def _lay(layer: Path, over: Path) -> None:
    """Copy files over those that are there.

    One by one: ``shutil.copytree`` goes on when the disk is full, and complains of every file.
    Bytes alone, so that learners may write what a read-only install gives them.
    """
    over.mkdir(parents=True, exist_ok=True)
    for path in sorted(layer.rglob("*")):
        target = over / path.relative_to(layer)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.write_bytes(_read(path))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise user_error(error, path, "read") from None
