"""What the commands about content share: options, finding by id, where text goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from fairgate.cli.terminal import write
from fairgate.errors import UserError, did_you_mean
from fairgate.files import write_atomically

if TYPE_CHECKING:
    from fairgate.checklist import Library
    from fairgate.content import ContentFile

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("text", "markdown", "adf", "html")
JOINED = ("checklist", "research", "cases")
"""Kinds of files that are shown together: checks, rails, and the cases behind them."""


def content_option(command: Command) -> Command:
    """Add ``--content DIR``."""
    return click.option(
        "--content",
        "own",
        metavar="DIR",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A folder with content of your own; may be repeated.",
    )(command)


def out_option(command: Command) -> Command:
    """Add ``--out FILE``."""
    return click.option(
        "--out", metavar="FILE", help="Write to a file instead of standard output."
    )(command)


def find(
    name: str, own: Sequence[Path], *, items: bool = True
) -> tuple[Library, ContentFile[Any] | None]:
    """Find a file by its id, or the library with an item of this id; read no more than needed."""
    from fairgate.checklist import open_library  # noqa: PLC0415 - heavy
    from fairgate.checklist.library import entries  # noqa: PLC0415 - heavy

    kinds = {entry.id: entry.kind for entry in entries(own)}
    library = open_library(own, kinds=tuple({*JOINED, kinds.get(name, "cases")}))
    if name in kinds:
        return library, library.file(name)
    if items and name not in library.items:
        library = open_library(own)
    if items and name in library.items:
        return library, None
    known = [*kinds, *library.items] if items else list(kinds)
    hint = did_you_mean(name, known)
    cure = hint if hint.startswith("did") else "see fairgate checklist list"
    raise UserError(f"there is no content called {name!r}", cure)


def put(text: str, out: str | None) -> None:
    """Print text, or write it to a file and say so."""
    if out is None or out == "-":
        write(text)
    else:
        write_atomically(out, text.encode())
        click.echo(f"Wrote {out}.", err=True)
