"""``fairgate demo``: the whole story on real mortgage applications."""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fairgate.cli.flag.settings import UNLEASH_TOKEN, UNLEASH_URL
from fairgate.cli.terminal import wants_colour, width, write

if TYPE_CHECKING:
    from fairgate.demo.context import FlagServer

MOST_COLUMNS = 80


@click.command()
@click.option(
    "--out",
    metavar="DIR",
    default="build/demo",
    show_default=True,
    help="Where reports, evidence and a throwaway key go; made if missing.",
)
def demo(out: str) -> None:
    """Train models on 1,989 real mortgage applications and judge each of them.

    Nothing is edited: verdicts are what the data say. It works offline, asks nothing, takes
    well under a minute and ends with exit code 0, whatever the verdicts are. It needs the
    extras models and demo, and flags for the chapter about the rollout. With
    FAIRGATE_UNLEASH_URL and FAIRGATE_UNLEASH_TOKEN set, that chapter uses this server and
    leaves the flag fairgate-demo there, closed.
    """
    from rich.console import Console  # noqa: PLC0415 - not for --help

    from fairgate.demo.story import tell  # noqa: PLC0415 - brings the engine and the gate

    logging.getLogger("fairgate").addHandler(logging.NullHandler())  # the story says it better
    console = Console(
        file=_Stdout(),  # type: ignore[arg-type]  # rich asks for no more than this
        width=min(width(), MOST_COLUMNS),
        force_terminal=wants_colour(sys.stdout),
        highlight=False,
    )
    tell(console, Path(out), now=datetime.now(UTC), flags=_flag_server())


def _flag_server() -> FlagServer | None:
    from fairgate.demo.context import FlagServer  # noqa: PLC0415 - not for --help

    url, token = (os.environ.get(name, "").strip() for name in (UNLEASH_URL, UNLEASH_TOKEN))
    return FlagServer(url, token) if url and token else None


class _Stdout:
    """Standard output that outlives its reader and replaces what it cannot encode."""

    @property
    def encoding(self) -> str:
        """What rich chooses its lines and corners by."""
        return sys.stdout.encoding or "utf-8"

    def write(self, text: str) -> int:
        """Write text."""
        write(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing, as every write is flushed."""

    def isatty(self) -> bool:
        """Say whether somebody watches."""
        return sys.stdout.isatty()
