"""The terminal: what it can show, writing to it, and a progress bar for those who wait."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from fairgate.files import user_error

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds without a progress bar."""


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to a stream: a terminal, unless NO_COLOR says no."""
    refused = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def width() -> int:
    """Columns of the terminal; 80 where there is none, or what COLUMNS says."""
    return shutil.get_terminal_size((80, 24)).columns


def write(text: str) -> None:
    """Write text to standard output, whatever it can encode.

    A reader that went away is no error: the exit code still says what was found.

    Raises
    ------
    UserError
        Where standard output is a file and the disk is full.
    """
    data = text.encode(sys.stdout.encoding or "utf-8", errors="replace").decode(
        sys.stdout.encoding or "utf-8"
    )
    try:
        sys.stdout.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        give_up_stdout()
    except OSError as error:
        give_up_stdout()
        raise user_error(error, "standard output", "write to") from None


def flush() -> None:
    """Flush standard output while somebody can still be told that it failed."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up_stdout()
        raise user_error(error, "standard output", "write to") from None


def give_up_stdout() -> None:
    """Send the rest to nowhere, so that Python does not complain when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextmanager
def progress(
    what: str, stream: TextIO, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[float], None] | None]:
    """Offer a callback that shows a bar once the work takes more than a second.

    Only a terminal gets one; for anything else the callback is None.
    """
    if not stream.isatty():
        yield None
        return
    bar = _Bar(what, stream, clock)
    try:
        yield bar.show
    finally:
        bar.close()


class _Bar:
    """A bar that appears late and leaves nothing behind."""

    def __init__(self, what: str, stream: TextIO, clock: Callable[[], float]) -> None:
        self.what, self.stream, self.clock = what, stream, clock
        self.begun = clock()
        self.drawn: Progress | None = None

    def show(self, share: float) -> None:
        if self.drawn is None:
            if self.clock() - self.begun < PATIENCE:
                return
            self.drawn = self._draw()
        self.drawn.update(self.drawn.task_ids[0], completed=share)

    def _draw(self) -> Progress:
        from rich.console import Console  # noqa: PLC0415 - only for those who wait
        from rich.progress import Progress  # noqa: PLC0415 - only for those who wait

        drawn = Progress(console=Console(file=self.stream), transient=True)
        drawn.add_task(self.what, total=1.0)
        drawn.start()
        return drawn

    def close(self) -> None:
        if self.drawn is not None:
            self.drawn.stop()
