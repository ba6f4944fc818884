"""The exercise: what is to be mended, what mends it; real tools tell them apart."""

from __future__ import annotations

import filecmp
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fairgate.errors import UserError
from fairgate.files import user_error
from fairgate.training.exercise import Tried, tried
from fairgate.training.laying import files_below, solved
from fairgate.training.module import Module
from fairgate.training.tools import Desk

LARGEST = 200_000
"""Bytes that one file of an exercise may have."""

DeskAt = Callable[[Path, Path], Desk]
"""Sets up a desk over a folder of files and the files of the start."""


def files(module: Module) -> Iterator[UserError]:
    """Find files of an exercise that are missing, twice the same, or too large."""
    sides = {"start": files_below(module.start), "solution": files_below(module.solution)}
    folder = str(module.folder / module.exercise.folder)
    for side, names in sides.items():
        if not names:
            yield UserError(f"{side}/ has no files", "add what learners work on", folder)
    for name in sorted(sides["start"].keys() & sides["solution"].keys()):
        if filecmp.cmp(module.start / name, module.solution / name, shallow=False):
            cure = "remove it: what solution/ leaves out is taken from start/"
            problem = f"the same as start/{name}"
            yield UserError(problem, cure, str(module.solution / name))
    for path in [path for names in sides.values() for path in names.values()]:
        if path.stat().st_size > LARGEST:
            problem = f"larger than {LARGEST:,} bytes"
            yield UserError(problem, "make it smaller: everybody downloads it", str(path))
        if path.suffix in (".py", ".sh", ".exe", ".pkl", ".pickle"):
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
    steps = module.exercise.steps
    yield from _begun(module, tried(steps, desk_at(module.start, module.start)))
    with TemporaryDirectory(prefix="fairgate-") as made:
        try:
            whole = solved(module, Path(made))
        except UserError as error:
            yield error
        except OSError as error:
            yield user_error(error, made, "write")
        else:
            yield from _ended(module, tried(steps, desk_at(whole, module.start)))


def _begun(module: Module, steps: Iterable[Tried]) -> Iterator[UserError]:
    """Find steps with nothing to do."""
    file = module.outline_file
    for at, one in enumerate(steps):
        if one.passed:
            place = f"exercise.steps[{at}]"
            problem = f"the start passes {one.step.id}, so there is nothing to do"
            cure = "leave something to mend in start/, or expect more"
            yield UserError(problem, cure, file.path, file.line(place), place)


def _ended(module: Module, steps: Iterable[Tried]) -> Iterator[UserError]:
    """Find steps that even the solution does not pass."""
    file = module.outline_file
    for at, one in enumerate(steps):
        place = f"exercise.steps[{at}]"
        for problem in one.problems:
            words = f"the solution does not pass {one.step.id}: {problem}"
            yield UserError(words, "mend solution/", file.path, file.line(place), place)


def _named(module: Module, there: Container[str]) -> Iterator[UserError]:
    file = module.outline_file
    for at, step in enumerate(module.exercise.steps):
        given = [step.options.get(key) for key in ("predictions", "baseline", "file")]
        for name in (step.file, *step.unchanged, *given):
            if isinstance(name, str) and name not in there:
                place = f"exercise.steps[{at}].file"
                problem = f"there is no {name} in start/"
                yield UserError(problem, "add it", file.path, file.line(place), place)
