"""The exercise: the same files at start and in the solution; real tools tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from fairgate.errors import UserError
from fairgate.training.exercise import tried
from fairgate.training.module import Module
from fairgate.training.tools import Desk

LARGEST = 200_000
"""Bytes that one file of an exercise may have."""

DeskAt = Callable[[Path, Path], Desk]
"""Sets up a desk over a folder of files and the files of the start."""


def files(module: Module) -> Iterator[UserError]:
    """Find files of an exercise that are missing, or on one side only, or too large."""
    sides = {"start": _names(module.start), "solution": _names(module.solution)}
    folder = str(module.folder / module.exercise.folder)
    for side, names in sides.items():
        if not names:
            yield UserError(f"{side}/ has no files", "add what learners work on", folder)
    for name in sorted(sides["start"] ^ sides["solution"]):
        missing = "solution" if name in sides["start"] else "start"
        problem = f"{name} is not in {missing}/"
        yield UserError(problem, "put it there too, or remove it", folder)
    for path in sorted(module.start.rglob("*")) + sorted(module.solution.rglob("*")):
        if path.is_file() and path.stat().st_size > LARGEST:
            problem = f"larger than {LARGEST:,} bytes"
            yield UserError(problem, "make it smaller: everybody downloads it", str(path))
        if path.is_file() and path.suffix in (".py", ".sh", ".exe", ".pkl", ".pickle"):
            problem = "code has no place in a module"
            yield UserError(problem, "say in the task what to run", str(path))
    yield from _named(module, sides["start"])


def proof(module: Module, desk_at: DeskAt) -> Iterator[UserError]:
    """Run the exercise: the start has to fail, the solution has to pass every step.

    Parameters
    ----------
    module : Module
        Whose exercise.
    desk_at : callable
        Sets up where tools work.
    """
    file = module.outline_file
    at_start = list(tried(module, desk_at(module.start, module.start)))
    for at, one in enumerate(at_start):
        place = f"exercise.steps[{at}]"
        if one.passed:
            problem = f"the start passes {one.step.id}, so there is nothing to do"
            cure = "leave something to mend in start/, or expect more"
            yield UserError(problem, cure, file.path, file.line(place), place)
    for at, one in enumerate(tried(module, desk_at(module.solution, module.start))):
        place = f"exercise.steps[{at}]"
        for problem in one.problems:
            words = f"the solution does not pass {one.step.id}: {problem}"
            yield UserError(words, "mend solution/", file.path, file.line(place), place)


def _names(folder: Path) -> set[str]:
    found = folder.rglob("*") if folder.is_dir() else ()
    return {path.relative_to(folder).as_posix() for path in found if path.is_file()}


def _named(module: Module, there: set[str]) -> Iterator[UserError]:
    file = module.outline_file
    for at, step in enumerate(module.exercise.steps):
        given = [step.options.get(key) for key in ("predictions", "baseline", "file")]
        for name in (step.file, *step.unchanged, *given):
            if isinstance(name, str) and name not in there:
                place = f"exercise.steps[{at}].file"
                problem = f"there is no {name} in start/"
                yield UserError(problem, "add it", file.path, file.line(place), place)
