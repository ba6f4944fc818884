"""Objectives that can be observed, minutes that add up, and a quiz and an exercise for each."""

from __future__ import annotations

from collections.abc import Iterator

from fairgate.errors import UserError
from fairgate.training.lint.verbs import OBSERVABLE, first_verb
from fairgate.training.module import Module

ITEMS = range(6, 11)
"""How many questions a quiz has."""

MINUTES = range(30, 121)
"""How long a module takes."""

PROFILES = 2


def outline(module: Module) -> Iterator[UserError]:
    """Find what is to be mended in ``module.yaml`` and ``quiz.yaml``."""
    yield from _name(module)
    yield from _verbs(module)
    yield from _minutes(module)
    yield from _left_out(module)
    yield from _coverage(module)
    yield from _quiz(module)
    yield from _feedback(module)


def _name(module: Module) -> Iterator[UserError]:
    folder, expected = module.folder.resolve().name, f"{module.id}-{module.name}"
    if folder != expected:
        problem = f"expected a folder called {expected}, got {folder}"
        yield _at(module, "name", problem, "rename the folder, or mend id and name")
    if len(module.outline.profiles) < PROFILES:
        problem = f"expected {PROFILES} profiles or more, got {len(module.outline.profiles)}"
        yield _at(module, "profiles", problem, "describe somebody who is unlike the first")


def _verbs(module: Module) -> Iterator[UserError]:
    for at, objective in enumerate(module.objectives):
        verb = first_verb(objective.text)
        if verb not in OBSERVABLE:
            problem = f"expected a verb that can be observed, got {verb!r}"
            cure = "begin with one such as Name, Explain, Compute, Choose, Decide or Mend"
            yield _at(module, f"objectives[{at}].text", problem, cure)


def _minutes(module: Module) -> Iterator[UserError]:
    front = module.lesson.front
    planned = front.teaching + front.exercises
    if module.minutes != planned:
        problem = (
            f"the agenda takes {module.minutes} minutes without breaks, and lesson.md says "
            f"{front.teaching} + {front.exercises} = {planned}"
        )
        yield _at(module, "agenda", problem, "mend one of the two")
    if module.minutes not in MINUTES:
        problem = f"expected {MINUTES[0]} to {MINUTES[-1]} minutes, got {module.minutes}"
        yield _at(module, "agenda", problem, "cut it, or split the module")
    core = [item for item in module.outline.agenda if not item.optional]
    for kind in ("exercise", "quiz"):
        if not any(item.kind == kind for item in core):
            problem = f"the core has no {kind}"
            yield _at(module, "agenda", problem, f"add one of kind {kind} that is not optional")


def _left_out(module: Module) -> Iterator[UserError]:
    """Find steps that a short session leaves out and the check would insist on.

    A step that no part names belongs to the core.
    """
    core: set[str] = set()
    spare: set[str] = set()
    for at, item in enumerate(module.outline.agenda):
        (spare if item.optional else core).update(item.steps)
        if item.optional and item.kind == "exercise" and not item.steps:
            problem = f"{item.id} may be left out, and names no step of the exercise"
            cure = "add steps: [...] with what people do in it"
            yield _at(module, f"agenda[{at}]", problem, cure)
    for at, step in enumerate(module.exercise.steps):
        if step.id in spare - core and not step.optional:
            problem = f"{step.id} belongs to a part that may be left out, and has to be done"
            cure = "write optional: true, or name it in a part of the core as well"
            yield _at(module, f"exercise.steps[{at}]", problem, cure)
        if step.id in core and step.optional:
            problem = f"{step.id} belongs to the core, and may be left out"
            yield _at(module, f"exercise.steps[{at}].optional", problem, "remove the line")


def _coverage(module: Module) -> Iterator[UserError]:
    tested = {item.objective for item in module.quiz.items}
    practised = {step.objective for step in module.exercise.steps}
    for at, objective in enumerate(module.objectives):
        place = f"objectives[{at}].id"
        if objective.id not in tested:
            problem = f"no question of the quiz tests {objective.id}"
            yield _at(module, place, problem, f"add one with objective: {objective.id}")
        if objective.id not in practised:
            problem = f"no step of the exercise practises {objective.id}"
            yield _at(module, place, problem, f"add one with objective: {objective.id}")


def _quiz(module: Module) -> Iterator[UserError]:
    file = module.quiz_file
    known = [objective.id for objective in module.objectives]
    number = len(module.quiz.items)
    if number not in ITEMS:
        problem = f"expected {ITEMS[0]} to {ITEMS[-1]} questions, got {number}"
        yield UserError(problem, "add or cut some", file.path, file.line("items"), "items")
    for at, item in enumerate(module.quiz.items):
        place = f"items[{at}].objective"
        if item.objective not in known:
            problem = f"there is no objective called {item.objective!r}"
            cure = f"known: {', '.join(known)}"
            yield UserError(problem, cure, file.path, file.line(place), place)


def _feedback(module: Module) -> Iterator[UserError]:
    file = module.feedback_file
    seen: set[str] = set()
    wanted = {"text": (0, 0), "scale": (0, 2), "choice": (2, 12)}
    for at, question in enumerate(module.feedback.questions):
        place = f"questions[{at}]"
        if question.id in seen:
            problem = f"another question is called {question.id} already"
            cure = "give each question an id of its own"
            yield UserError(problem, cure, file.path, file.line(f"{place}.id"), f"{place}.id")
        seen.add(question.id)
        low, high = wanted[question.kind]
        if not low <= len(question.choices) <= high:
            number = f"{low} to {high}" if low else "no" if not high else "two ends as"
            problem = f"expected {number} choices for {question.kind}, got {len(question.choices)}"
            yield UserError(problem, "mend them", file.path, file.line(place), place)


def _at(module: Module, place: str, problem: str, cure: str) -> UserError:
    file = module.outline_file
    return UserError(problem, cure, file.path, file.line(place), place)
