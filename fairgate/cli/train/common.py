"""What the commands share: where progress is kept, the desk that tools work at, the day."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from fairgate.cli.inputs import sandbox
from fairgate.errors import UserError
from fairgate.training.progress import Progress
from fairgate.training.tools import Desk

Command = TypeVar("Command", bound=Callable[..., None])


def folder_out(words: str) -> Callable[[Command], Command]:
    """Add ``--out DIR``; a dash, which is standard output elsewhere, is no folder."""

    def folder(_context: click.Context, _option: click.Parameter, value: Path) -> Path:
        if str(value) == "-":
            raise UserError("--out - is no folder: files are written", "name a folder")
        return value

    return click.option(
        "--out",
        metavar="DIR",
        default=".",
        type=click.Path(path_type=Path),
        callback=folder,
        help=words,
    )


def progress() -> Progress:
    """Progress of whoever runs this, under ``XDG_STATE_HOME``."""
    given = os.environ.get("XDG_STATE_HOME", "")
    state = Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "state"
    return Progress(state / "fairgate" / "training.json")


def today() -> str:
    """The day here, as progress notes it."""
    return datetime.now(UTC).astimezone().date().isoformat()


def desk(folder: Path, start: Path, own: Sequence[Path] = ()) -> Desk:
    """Set up a desk, with the clock and the commands of this program."""
    return Desk(folder, start, datetime.now(UTC), rank, tuple(own), sandbox)


def rank(arguments: Sequence[str]) -> Mapping[str, Any]:
    """Run ``fairgate rank`` in this process and return its JSON.

    Raises
    ------
    UserError
        Where there is no such command.
    """
    from fairgate.cli.main import cli  # noqa: PLC0415 - it imports this group

    command = cli.get_command(click.Context(cli), "rank")
    if command is None:
        raise UserError("this step needs fairgate rank, which is not here", "update fairgate")
    printed = io.StringIO()
    with redirect_stdout(printed):
        command.main([*arguments, "--format", "json"], "rank", standalone_mode=False)
    found: Mapping[str, Any] = json.loads(printed.getvalue())
    return found
