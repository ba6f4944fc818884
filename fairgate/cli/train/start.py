"""``fairgate train start``: exercises into folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from fairgate.cli.contents import content_option
from fairgate.cli.terminal import write
from fairgate.cli.train.common import folder_out
from fairgate.report.safe import printable
from fairgate.training.exercise import TASK, hand_out, people
from fairgate.training.laying import fresh, solved
from fairgate.training.library import find_modules

MOST = 500


@click.command(
    epilog="""\b
Examples:
  fairgate train start 05
  fairgate train start 01 05 --people 12 --out session
  fairgate train start 01 --solved --out solved
"""
)
@click.argument("names", metavar="MODULE...", nargs=-1, required=True)
@click.option(
    "--people",
    "number",
    metavar="N",
    type=click.IntRange(1, MOST),
    help="Make a folder for each of N people.",
)
@folder_out("Where to; made if it is missing. Default: here.")
@click.option("--solved", "is_solved", is_flag=True, help="Lay the solution over it: for trainers.")
@content_option
def start(
    *,
    names: tuple[str, ...],
    number: int | None,
    out: Path,
    is_solved: bool,
    own: Sequence[Path],
) -> None:
    """Copy the exercise of each MODULE into a folder of its own.

    Nothing is written over: where one of the folders is there already, none is made. With
    --content, the folders remember where their modules are.
    """
    modules = find_modules(names, own)
    lay = solved if is_solved else fresh
    made = hand_out(modules, out, people(number) if number else (), lay, own)
    if number:
        write(_for_people(made, number, len(modules), out))
        return
    for folder in made:
        write(f"Made {printable(str(folder))}. Read {TASK} in it, then go into it and run:\n")
        write("  fairgate train check\n")


def _for_people(made: Sequence[Path], number: int, modules: int, out: Path) -> str:
    """Say what was made for a room: all of it where it is little, else the first and the last."""
    noun = "folder" if number == 1 else "folders"
    each = ", each" if number > 1 else ""
    what = f"{modules} exercises" if modules > 1 else "the exercise"
    names = [printable(str(folder)) for folder in made]
    shown = names if len(names) <= 3 else [names[0], "...", names[-1]]
    lines = [f"Made {number} {noun} in {printable(str(out))}{each} with {what}:"]
    return "\n".join([*lines, *(f"  {name}" for name in shown), ""])
