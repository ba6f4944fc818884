"""The lesson: its required parts, the objectives as the outline has them, solutions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairgate.errors import UserError
from fairgate.training.lesson import REQUIRED, Div
from fairgate.training.module import Module


def lesson(module: Module) -> Iterator[UserError]:
    """Find what is to be mended in ``lesson.md``."""
    path = str(module.folder / "lesson.md")
    title = module.lesson.front.title
    if plain(title) != plain(module.title):
        problem = f"expected {module.title!r} as in module.yaml, got {title!r}"
        yield UserError(problem, "mend one of the two", path, 2, "title")
    yield from _required(module, path)
    yield from _objectives(module, path)
    for challenge in module.lesson.divs("challenge"):
        inside = [block for block in challenge.blocks if isinstance(block, Div)]
        if not any(div.kind == "solution" for div in inside):
            problem = "this challenge has no solution"
            yield UserError(problem, "add ::: solution inside it", path, challenge.line)


def plain(text: str) -> str:
    """Reduce a sentence to what two spellings of it share.

    Examples
    --------
    >>> plain("Compute a **rate**,  by `hand`.") == plain("compute a rate, by hand")
    True
    """
    return " ".join(re.sub(r"[*_`]", "", text).casefold().rstrip(" .;").split())


def _required(module: Module, path: str) -> Iterator[UserError]:
    for kind in REQUIRED:
        found = module.lesson.divs(kind)
        if len(found) != 1:
            problem = f"expected ::: {kind} once, got it {len(found)} times"
            line = found[1].line if found else 1
            yield UserError(problem, f"write one ::: {kind} with points", path, line)
        elif not found[0].bullets:
            yield UserError(f"::: {kind} has no points", "write - and a point", path, found[0].line)
    for kind in ("challenge", "instructor"):
        if not module.lesson.divs(kind):
            yield UserError(f"the lesson has no ::: {kind}", "add one", path, 1)


def _objectives(module: Module, path: str) -> Iterator[UserError]:
    """Find objectives that the lesson does not have in the outline's words."""
    said = {plain(point) for point in module.lesson.points("objectives")}
    if not said:
        return
    line = module.lesson.divs("objectives")[0].line
    for objective in module.objectives:
        if plain(objective.text) not in said:
            problem = f"{objective.id} is not among them: {objective.text}"
            yield UserError(problem, "write it as in module.yaml", path, line, "objectives")
