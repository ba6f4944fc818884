"""Exercises: handed out into folders, and checked by the tools that learners use at work."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairgate.errors import UserError
from fairgate.files import read_bytes, user_error
from fairgate.training.laying import Lay, fresh
from fairgate.training.models import Step
from fairgate.training.module import Module
from fairgate.training.sources import told
from fairgate.training.tools import Desk, decide

MARK = ".fairgate-exercise.json"
"""File that says which exercise a folder holds."""

TASK = "TASK.md"
_LIMIT = 100_000

Decide = Callable[[Step, Desk], tuple[str, ...]]


@dataclass(frozen=True)
class Tried:
    """A step that was looked at.

    Attributes
    ----------
    step : Step
        Which one.
    problems : tuple of str
        What is not yet as it should be; empty where it is passed.
    """

    step: Step
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is left to mend."""
        return not self.problems


@dataclass(frozen=True)
class Begun:
    """An exercise that lies in a learner's folder.

    Attributes
    ----------
    module, version : str
        Of which module.
    folder : Path
        Where.
    noted : tuple of Path
        Folders of an organisation's own modules that it was begun with.
    """

    module: str
    version: str
    folder: Path
    noted: tuple[Path, ...] = ()

    @property
    def own(self) -> tuple[Path, ...]:
        """The noted folders.

        Raises
        ------
        UserError
            Where one of them is gone.
        """
        for folder in self.noted:
            if not folder.is_dir():
                problem = f"this exercise was begun with modules in {folder}, which is not here"
                cure = "say where they are now: --content DIR"
                raise UserError(problem, cure, file=str(self.folder / MARK))
        return self.noted


def folder_name(module: Module) -> str:
    """Name of the folder that an exercise is handed out in."""
    return f"{module.id}-{module.name}"


def people(number: int) -> tuple[str, ...]:
    """Name a folder for each of several people.

    Examples
    --------
    >>> people(2), people(12)[-1]
    (('person-01', 'person-02'), 'person-12')
    """
    return tuple(f"person-{at:02}" for at in range(1, number + 1))


def hand_out(
    modules: Sequence[Module],
    out: Path,
    names: Sequence[str] = (),
    lay: Lay = fresh,
    own: Sequence[Path] = (),
) -> tuple[Path, ...]:
    """Copy exercises into folders: all of them, or none where one is there already.

    Parameters
    ----------
    modules : sequence of Module
        Whose exercises.
    out : Path
        Where to; made if it is missing.
    names : sequence of str
        A folder for each; without, exercises go right into ``out``.
    lay : callable
        What lays an exercise out, of :mod:`fairgate.training.laying`.
    own : sequence of Path
        Folders of an organisation's own modules, noted for ``fairgate train check``.

    Returns
    -------
    tuple of Path
        The exercises' folders.

    Raises
    ------
    UserError
        Where a folder is there already: what a learner did is never written over. Or where
        the system refuses; then, as after Ctrl-C, nothing of it is left behind.
    """
    into = [out / name for name in names] or [out]
    wanted = [(folder / folder_name(module), module) for folder in into for module in modules]
    for folder, _ in wanted:
        if folder.exists() or folder.is_symlink():
            cure = "go on in it, or say --out with another folder"
            raise UserError("this folder is there already", cure, file=str(folder))
    with ExitStack() as undo:
        try:
            for folder, module in wanted:
                _make(folder.parent, undo)
                _copy(module, folder, lay, own, undo)
        except OSError as error:
            raise user_error(error, out, "write") from None
        undo.pop_all()
    return tuple(folder for folder, _ in wanted)


def begun(folder: Path) -> Begun:
    """Say which exercise lies in a folder.

    Raises
    ------
    UserError
        Where there is none.
    """
    for place in (folder, *folder.resolve().parents):
        if (place / MARK).is_file():
            data = _marked(place / MARK)
            noted = tuple(map(Path, data.get("content", ())))
            return Begun(str(data["module"]), str(data["version"]), place, noted)
    inside = sorted(path.parent for path in folder.glob(f"*/{MARK}"))
    cure = f"go into {inside[0].name}" if inside else "begin with: fairgate train start MODULE"
    raise UserError("there is no exercise in this folder", cure, file=str(folder))


def tried(steps: Sequence[Step], desk: Desk, decide_: Decide = decide) -> Iterator[Tried]:
    """Let tools look at one step after the other; what a caller does not take is not run."""
    for step in steps:
        yield Tried(step, decide_(step, desk))


def _make(folder: Path, undo: ExitStack) -> None:
    """Make a folder and those above it; undone, they go again, unless somebody put more in."""
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            undo.callback(_remove_empty, each)
            each.mkdir(exist_ok=True)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _copy(module: Module, folder: Path, lay: Lay, own: Sequence[Path], undo: ExitStack) -> None:
    """Copy whole or not at all: under another name first."""
    waiting = folder.with_name(f".{folder.name}.{os.urandom(4).hex()}.tmp")
    undo.callback(shutil.rmtree, waiting, ignore_errors=True)
    lay(module, waiting)
    (waiting / TASK).write_text(told(module, module.task), encoding="utf-8")
    mark: dict[str, object] = {"module": module.id, "version": module.outline.version}
    if own:
        mark["content"] = [str(each.resolve()) for each in own]
    (waiting / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
    waiting.rename(folder)
    undo.callback(shutil.rmtree, folder, ignore_errors=True)


def _marked(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_bytes(path, _LIMIT))
    except ValueError:
        data = None
    if not isinstance(data, dict) or not _names_one(data):
        cure = "start the exercise again in another folder, and copy your files"
        raise UserError("this file was changed and names no exercise", cure, file=str(path))
    return data


def _names_one(data: dict[str, Any]) -> bool:
    """Whether a mark names a module, and folders if any as text."""
    folders = data.get("content", [])
    named = {"module", "version"} <= data.keys()
    return named and isinstance(folders, list) and all(isinstance(one, str) for one in folders)
