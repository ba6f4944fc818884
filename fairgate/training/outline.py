"""What may be wrong with an outline whose keys and values are right: ids and what they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fairgate.content import Complaint
from fairgate.errors import did_you_mean
from fairgate.training.models import Outline
from fairgate.training.steps import lint_steps


def lint_outline(outline: Outline) -> Iterator[Complaint]:
    """Find ids that are used twice or name nothing, and steps that do not fit their tool."""
    yield from _twice(outline)
    yield from _objectives(outline)
    yield from _parts(outline)
    for at, name in enumerate(outline.prerequisites):
        if name == outline.id:
            problem = "a module cannot come before itself"
            yield Complaint(("prerequisites", at), problem, "remove it")
    yield from lint_steps(outline.exercise)


def _twice(outline: Outline) -> Iterator[Complaint]:
    lists: dict[tuple[str, ...], Iterable[str]] = {
        ("objectives",): [objective.id for objective in outline.objectives],
        ("agenda",): [item.id for item in outline.agenda],
        ("exercise", "steps"): [step.id for step in outline.exercise.steps],
        ("profiles",): [profile.name for profile in outline.profiles],
    }
    for path, names in lists.items():
        seen: set[str] = set()
        for at, name in enumerate(names):
            if name in seen:
                key = "name" if path == ("profiles",) else "id"
                problem = f"another one is called {name} already"
                yield Complaint((*path, at, key), problem, "give each a name of its own")
            seen.add(name)


def _objectives(outline: Outline) -> Iterator[Complaint]:
    known = [objective.id for objective in outline.objectives]
    for at, name in enumerate(known):
        if not name.startswith(f"{outline.id}."):
            problem = f"expected an id that begins with {outline.id}., got {name!r}"
            cure = f"write {outline.id}.{name.partition('.')[2]}"
            yield Complaint(("objectives", at, "id"), problem, cure)
    for at, step in enumerate(outline.exercise.steps):
        if step.objective not in known:
            problem = f"there is no objective called {step.objective!r}"
            place = ("exercise", "steps", at, "objective")
            yield Complaint(place, problem, did_you_mean(step.objective, known))


def _parts(outline: Outline) -> Iterator[Complaint]:
    """Find steps that the agenda names and there are not, and an exercise that asks nothing."""
    known = [step.id for step in outline.exercise.steps]
    for at, item in enumerate(outline.agenda):
        for inner, name in enumerate(item.steps):
            if name not in known:
                problem = f"there is no step called {name!r}"
                yield Complaint(("agenda", at, "steps", inner), problem, did_you_mean(name, known))
    if all(step.optional for step in outline.exercise.steps):
        problem = "every step is optional, so nobody has to do any"
        yield Complaint(("exercise", "steps"), problem, "take optional: true out of one of them")
