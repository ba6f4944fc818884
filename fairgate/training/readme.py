"""``training/README.md``, from the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairgate.content.readme import Readme
from fairgate.render import Block, Bullets, Code, Heading, Line, Link, Paragraph, Table
from fairgate.training.module import Module

_README = Readme(
    title="Training",
    about="Content without code: modules that a trainer runs with a room or a call, that one "
    "person works through alone, and that a learning platform takes in. Each has a lesson, slides "
    "with notes, an exercise that the real tools check, a quiz with a reason for every answer, a "
    "handout, a run sheet and a feedback form.",
    made=("Made from the data: ", Code("fairgate train readme --out training/README.md"), "."),
    commands=(
        ("fairgate train list", "what there is, and what you have done"),
        ("fairgate train show 01", "for whom, what they can do afterwards, the agenda"),
        ("fairgate train show 01 --part run-sheet", "one text; also lesson, slides, handout, task"),
        ("fairgate train start 01", "copy the exercise into a folder"),
        ("fairgate train check", "let the real tools look at your answer, and get a hint"),
        ("fairgate train quiz 01", "the quiz, with a reason for every answer"),
        ("fairgate train agenda --minutes 90 --people 12", "a session that fits the time"),
        ("fairgate train start 01 --people 12 --out session", "twelve folders for it"),
        ("fairgate train export 01 --html 01.html", "one page; also slides, SCORM 1.2 and xAPI"),
        ("fairgate train lint our-modules", "check modules of your own"),
    ),
    own=(
        "Put folders of the same shape into a directory of yours and name it with ",
        Code("--content DIR"),
        ". ",
        Code("schemas/"),
        " has the JSON Schemas, so that editors complete and check while you type.",
    ),
)


def readme(modules: Sequence[Module]) -> str:
    """Write the README of modules.

    Parameters
    ----------
    modules : sequence of Module
        Those that come along.

    Examples
    --------
    >>> readme(()).splitlines()[0]
    '# Training'
    """
    details = (block for module in modules for block in _in_short(module))
    return _README.write(_table(modules), details)


def _table(modules: Sequence[Module]) -> Iterator[Block]:
    head = ("Id", "Module", "Minutes", "Core", "After")
    if modules:
        yield Table("Modules", head, tuple(_row(module) for module in modules))


def _row(module: Module) -> tuple[Line, ...]:
    return (
        (module.id,),
        (Link(module.title, f"{module.folder.name}/lesson.md"),),
        (str(module.minutes),),
        (str(module.core_minutes),),
        (", ".join(module.outline.prerequisites) or "none",),
    )


def _in_short(module: Module) -> Iterator[Block]:
    yield Heading(f"{module.id} {module.title}")
    yield Paragraph((module.outline.summary.strip(), " Afterwards you can:"))
    yield Bullets(tuple((objective.text,) for objective in module.objectives))
