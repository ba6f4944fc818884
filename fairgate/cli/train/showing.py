"""``fairgate train list`` and ``show``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from fairgate.cli.contents import FORMATS, content_option, out_option, put
from fairgate.cli.terminal import width, write
from fairgate.cli.train.common import progress
from fairgate.render import render
from fairgate.report.safe import printable
from fairgate.training.library import find_module, open_modules
from fairgate.training.pages import module_page, solution_text
from fairgate.training.progress import Done

PARTS = ("lesson", "slides", "handout", "run-sheet", "task", "solution", "quiz")


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
    "--part", type=click.Choice(PARTS), help="One of its texts, as it is written, in its place."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text")
@out_option
@content_option
def show(
    name: str, *, part: str | None, format_: str, out: str | None, own: Sequence[Path]
) -> None:
    """Show a module: for whom, what they can do afterwards, the agenda, the exercise.

    MODULE is its id or its name. --part prints the lesson, the slides with their notes, the
    handout, the run sheet, the task, what the solution changes, or the quiz with its answers.
    """
    module = find_module(name, own)
    if part == "solution":
        put(solution_text(module), out)
    elif part == "quiz":
        put(module.quiz_file.text.decode("utf-8-sig"), out)
    elif part is not None:
        put(module.texts["exercise/task.md" if part == "task" else f"{part}.md"], out)
    else:
        put(render(module_page(module), format_, width=width() if out is None else 80), out)


def _done(done: Done) -> str:
    if done.complete:
        return "done"
    parts = {"exercise": done.exercise, "quiz": done.quiz}
    begun = [name for name, day in parts.items() if day]
    return begun[0] if begun else "begun" if done.steps or done.tries or done.attempts else "-"
