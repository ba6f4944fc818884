"""What a module must keep to, beyond keys and values: checked file by file, told all at once.

:mod:`~fairgate.training.lint.outline` looks at objectives, minutes and coverage,
:mod:`~fairgate.training.lint.lesson`, :mod:`~fairgate.training.lint.texts` and
:mod:`~fairgate.training.lint.deck` at what people read and see,
:mod:`~fairgate.training.lint.untouched` at what nobody has written yet,
:mod:`~fairgate.training.lint.timing` at the clock,
:mod:`~fairgate.training.lint.guessing` at answers that give themselves away,
:mod:`~fairgate.training.lint.citing` at sources and cases,
:mod:`~fairgate.training.lint.practice` at the exercise, which real tools try.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fairgate.checklist import Case
from fairgate.errors import UserError, did_you_mean
from fairgate.training.lint.citing import citing
from fairgate.training.lint.deck import deck
from fairgate.training.lint.guessing import guessing
from fairgate.training.lint.lesson import lesson
from fairgate.training.lint.outline import outline
from fairgate.training.lint.practice import files, proof
from fairgate.training.lint.texts import texts
from fairgate.training.lint.timing import timing
from fairgate.training.lint.untouched import untouched
from fairgate.training.module import Module

__all__ = ["across", "lint", "proof"]


def lint(module: Module, cases: Mapping[str, Case]) -> tuple[UserError, ...]:
    """Find everything in a module that is to be mended; its exercise is not run.

    Parameters
    ----------
    module : Module
        Read already, so that keys, values and ids are right.
    cases : mapping of str to Case
        All cases that may be told, by id.

    Returns
    -------
    tuple of UserError
        Each with file, line, place, value and cure; :func:`proof` runs the exercise.
    """
    return (
        *outline(module),
        *untouched(module),
        *timing(module),
        *guessing(module),
        *lesson(module),
        *texts(module),
        *deck(module),
        *citing(module, cases),
        *files(module),
    )


def across(modules: Sequence[Module]) -> Iterator[UserError]:
    """Find modules that ask for others that there are not, or for each other."""
    known = {module.id: module for module in modules}
    for module in modules:
        file = module.outline_file
        for at, name in enumerate(module.outline.prerequisites):
            place = f"prerequisites[{at}]"
            if name not in known:
                problem = f"there is no module {name!r}"
                cure = did_you_mean(name, known)
                yield UserError(problem, cure, file.path, file.line(place), place)
            elif module.id in _before(name, known):
                problem = f"{name} asks for {module.id}, so neither can be begun"
                yield UserError(problem, "remove one", file.path, file.line(place), place)


def _before(name: str, known: Mapping[str, Module]) -> set[str]:
    """Ids of everything that a module asks for, however far back."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        module = known.get(waiting.pop())
        names = [] if module is None else module.outline.prerequisites
        waiting += [each for each in names if each not in found]
        found |= set(names)
    return found
