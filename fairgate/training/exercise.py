"""Exercises: handed out into folders, and checked by the tools that learners use at work."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairgate.errors import UserError
from fairgate.files import read_bytes, user_error
from fairgate.training.laying import Lay, fresh
from fairgate.training.models import Step
from fairgate.training.module import Module
from fairgate.training.tools import Desk, decide

MARK = ".fairgate-exercise.json"
"""File that says which exercise a folder holds."""

TASK = "TASK.md"
_LIMIT = 10_000

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
    """

    module: str
    version: str
    folder: Path


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
    modules: Sequence[Module], out: Path, names: Sequence[str] = (), lay: Lay = fresh
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

    Returns
    -------
    tuple of Path
        The exercises' folders.

    Raises
    ------
    UserError
        Where a folder is there already: what a learner did is never written over.
    """
    into = [out / name for name in names] or [out]
    wanted = [(folder / folder_name(module), module) for folder in into for module in modules]
    for folder, _ in wanted:
        if folder.exists() or folder.is_symlink():
            cure = "go on in it, or say --out with another folder"
            raise UserError("this folder is there already", cure, file=str(folder))
    made: list[Path] = []
    try:
        for folder, module in wanted:
            _copy(module, folder, lay)
            made.append(folder)
    except (OSError, UserError) as error:
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, UserError):
            raise
        raise user_error(error, error.filename or out, "write") from None
    return tuple(made)


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
            return Begun(str(data["module"]), str(data["version"]), place)
    inside = sorted(path.parent for path in folder.glob(f"*/{MARK}"))
    cure = f"go into {inside[0].name}" if inside else "begin with: fairgate train start MODULE"
    raise UserError("there is no exercise in this folder", cure, file=str(folder))


def tried(module: Module, desk: Desk, decide_: Decide = decide) -> Iterator[Tried]:
    """Let tools look at one step after the other; what a caller does not take is not run."""
    for step in module.exercise.steps:
        yield Tried(step, decide_(step, desk))


def _copy(module: Module, folder: Path, lay: Lay) -> None:
    """Copy whole or not at all: under another name first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    waiting = folder.with_name(f".{folder.name}.{os.urandom(4).hex()}.tmp")
    try:
        lay(module, waiting)
        (waiting / TASK).write_text(module.task, encoding="utf-8")
        mark = {"module": module.id, "version": module.outline.version}
        (waiting / MARK).write_text(json.dumps(mark) + "\n", encoding="utf-8")
        waiting.rename(folder)
    except (OSError, UserError):
        shutil.rmtree(waiting, ignore_errors=True)
        raise


def _marked(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_bytes(path, _LIMIT))
    except ValueError:
        data = None
    if not isinstance(data, dict) or not {"module", "version"} <= data.keys():
        cure = "start the exercise again in another folder, and copy your files"
        raise UserError("this file was changed and names no exercise", cure, file=str(path))
    return data
