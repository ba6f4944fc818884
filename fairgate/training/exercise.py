"""Exercises: handed out into folders, and checked by the tools that learners use at work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from fairgate.errors import UserError
from fairgate.files import user_error
from fairgate.training.laying import Lay, fresh, solved
from fairgate.training.mark import MARK, around, marked_for
from fairgate.training.models import Step
from fairgate.training.module import Module
from fairgate.training.sources import told
from fairgate.training.tools import Desk, decide, spoilt

TASK = "TASK.md"

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
    spoilt : bool
        Whether a file is gone or was changed that had to stay: no hint mends that.
    """

    step: Step
    problems: tuple[str, ...]
    spoilt: bool = False

    @property
    def passed(self) -> bool:
        """Whether nothing is left to mend."""
        return not self.problems


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
        Where a folder is there already: what a learner did is never written over. Or lies in
        an exercise, where it would be checked in place of that. Or where the system refuses;
        then, as after Ctrl-C, nothing of it is left behind.
    """
    if (inside := around(out)) is not None:
        cure = "go up, or name --out with a folder outside of it"
        raise UserError("you are in an exercise already", cure, file=str(inside))
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


def tried(steps: Sequence[Step], desk: Desk, decide_: Decide = decide) -> Iterator[Tried]:
    """Let tools look at one step after the other; what a caller does not take is not run."""
    for step in steps:
        yield Tried(step, decide_(step, desk), spoilt(step, desk))


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
    mark = marked_for(module, own, is_solved=lay is solved)
    (waiting / MARK).write_text(mark, encoding="utf-8")
    waiting.rename(folder)
    undo.callback(shutil.rmtree, folder, ignore_errors=True)
