"""``fairgate train start``: exercises into folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from fairgate.cli.contents import content_option
from fairgate.cli.terminal import write
from fairgate.report.safe import printable
from fairgate.training.exercise import TASK, hand_out, people
from fairgate.training.laying import fresh, solved
from fairgate.training.library import find_module

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
@click.option(
    "--out",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path),
    help="Where to; made if it is missing. Default: here.",
)
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

    Nothing is written over: where one of the folders is there already, none is made.
    """
    modules = list({module.id: module for module in (find_module(name, own) for name in names)}
                   .values())  # fmt: skip
    lay = solved if is_solved else fresh
    made = hand_out(modules, out, people(number) if number else (), lay)
    if number:
        what = f"{len(modules)} exercises" if len(modules) > 1 else "the exercise"
        write(f"Made {number} folders in {printable(str(out))}, each with {what}:\n")
        write(f"  {printable(str(made[0]))}\n  ...\n  {printable(str(made[-1]))}\n")
        return
    for folder in made:
        write(f"Made {printable(str(folder))}. Read {TASK} in it, then go into it and run:\n")
        write("  fairgate train check\n")
