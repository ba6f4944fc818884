"""The mark in a folder: which exercise it holds, and how many hints were given in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fairgate.errors import UserError
from fairgate.files import read_bytes, write_atomically
from fairgate.training.module import Module

MARK = ".fairgate-exercise.json"
"""File that says which exercise a folder holds."""

_LIMIT = 100_000
_LISTED = 6


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
    solved : bool
        Whether it was handed out with its solution: nobody learns by checking it.
    tries : mapping of str to int
        How often a step was tried here without passing; as many hints were given.
    """

    module: str
    version: str
    folder: Path
    noted: tuple[Path, ...] = ()
    solved: bool = False
    tries: Mapping[str, int] = field(default_factory=dict)

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

    def counted(self, passed: Collection[str], failed: str | None) -> Begun:
        """Count a look at some steps: a hint more for one, and none for those that pass.

        Examples
        --------
        >>> begun = Begun("05", "1.0.0", Path()).counted([], "read").counted([], "read")
        >>> begun.tries, begun.counted(["read"], "mend").tries
        ({'read': 2}, {'mend': 1})
        """
        tries = {step: number for step, number in self.tries.items() if step not in passed}
        if failed is not None:
            tries[failed] = tries.get(failed, 0) + 1
        return replace(self, tries=tries)

    def keep(self) -> None:
        """Write the tries down, where the folder may be written; else hints begin anew."""
        mark = self.folder / MARK
        text = json.dumps({**_marked(mark), "tries": dict(self.tries)})
        with suppress(UserError):
            write_atomically(mark, text.encode() + b"\n")


def marked_for(module: Module, own: Iterable[Path], *, is_solved: bool) -> str:
    """Write the mark of an exercise that is handed out."""
    mark: dict[str, object] = {"module": module.id, "version": module.outline.version}
    if folders := [str(each.resolve()) for each in own]:
        mark["content"] = folders
    if is_solved:
        mark["solved"] = True
    return json.dumps(mark) + "\n"


def around(folder: Path) -> Path | None:
    """Find the exercise that a folder is, or lies in; the folder need not be there."""
    places = (folder, *folder.resolve().parents)
    return next((place for place in places if (place / MARK).is_file()), None)


def begun(folder: Path) -> Begun:
    """Say which exercise lies in a folder.

    Raises
    ------
    UserError
        Where there is none.
    """
    place = around(folder)
    if place is None:
        raise UserError("there is no exercise in this folder", _near(folder), file=str(folder))
    data = _marked(place / MARK)
    return Begun(
        str(data["module"]),
        str(data["version"]),
        place,
        tuple(map(Path, data.get("content", ()))),
        solved=data.get("solved") is True,
        tries=data.get("tries", {}),
    )


def _near(folder: Path) -> str:
    """Name exercises below a folder; in a room they lie one folder deeper, by person."""
    marks = [*folder.glob(f"*/{MARK}"), *folder.glob(f"*/*/{MARK}")]
    names = sorted(mark.parent.relative_to(folder).as_posix() for mark in marks)
    if not names:
        return "begin with: fairgate train start MODULE"
    if len(names) > _LISTED:
        names = [*names[: _LISTED - 1], "...", names[-1]]
    return f"go into {names[0]}" if len(names) == 1 else f"go into one of: {', '.join(names)}"


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
    """Whether a mark names a module; folders, if any, as text, and tries as numbers."""
    folders, tries = data.get("content", []), data.get("tries", {})
    named = {"module", "version"} <= data.keys()
    noted = isinstance(folders, list) and all(isinstance(one, str) for one in folders)
    counted = isinstance(tries, dict) and all(
        type(one) is int and one > 0 for one in tries.values()
    )
    return named and noted and counted
