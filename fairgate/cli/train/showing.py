"""``fairgate train list`` and ``show``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from fairgate.cli.contents import FORMATS, content_option, out_option, put
from fairgate.cli.terminal import width, write
from fairgate.cli.train.common import progress
from fairgate.errors import UserError
from fairgate.render import render
from fairgate.report.safe import printable
from fairgate.training.forms import feedback_text
from fairgate.training.library import find_module, open_modules
from fairgate.training.module import Module
from fairgate.training.pages import module_page, solution_text
from fairgate.training.progress import Done
from fairgate.training.typed import typed

PARTS = ("lesson", "slides", "handout", "run-sheet", "task", "feedback", "solution", "quiz")


@click.command("list")
@content_option
def list_(own: Sequence[Path]) -> None:
    """List modules: id, minutes (and of the core), what you have done, title."""
    done = progress().all()
    lines = [
        f"{module.id}  {module.minutes:>3} min  core {module.core_minutes:>3}  "
        f"{_done(done.get(module.id, Done())):<8}  {printable(module.title)}"
        for module in open_modules(own)
    ]
    write("\n".join(lines) + "\n" if lines else "There is no module.\n")


@click.command()
@click.argument("name", metavar="MODULE")
@click.option(
    "--part", type=click.Choice(PARTS), help="One of its texts, as it is written; or as a page."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text")
@out_option
@content_option
def show(
    name: str, *, part: str | None, format_: str, out: str | None, own: Sequence[Path]
) -> None:
    """Show a module: for whom, what they can do afterwards, the agenda, the exercise.

    MODULE is its id or its name. --part prints the lesson, the slides with their notes, the
    handout, the run sheet, the task, the feedback form, what the solution changes, or the quiz
    with its answers. With --format html what people read becomes a page that prints.
    """
    module = find_module(name, own)
    if part is None:
        wide = width() if out in (None, "-") else 80
        put(render(module_page(module), format_, width=wide), out)
    elif format_ in ("text", "markdown"):
        put(_written(module, part), out)
    else:
        put(_printed(module, part, format_, own), out)


def _written(module: Module, part: str) -> str:
    if part == "solution":
        return solution_text(module)
    if part == "quiz":
        return module.quiz_file.text.decode("utf-8-sig")
    if part == "feedback":
        return feedback_text(module)
    return module.texts[module.exercise.task if part == "task" else f"{part}.md"]


def _printed(module: Module, part: str, format_: str, own: Sequence[Path]) -> str:
    """Write a part as a page.

    Raises
    ------
    UserError
        Where there is none: not of slides and quiz, which are exported, nor of a difference.
    """
    from fairgate.training.export.sheet import SHEETS, sheet  # noqa: PLC0415 - heavy

    if format_ == "html" and part in SHEETS:
        return sheet(module, part)
    exported = {"slides": "--slides slides.html", "quiz": "--html module.html"}
    cure = "leave --format out"
    if format_ == "html" and part in exported:
        cure = typed(f"fairgate train export {module.id} {exported[part]}", own)
    raise UserError(f"--part {part} has no form {format_}", cure)


def _done(done: Done) -> str:
    if done.complete:
        return "done"
    parts = {"exercise": done.exercise, "quiz": done.quiz}
    begun = [name for name, day in parts.items() if day]
    return begun[0] if begun else "begun" if done.steps or done.tries or done.attempts else "-"
