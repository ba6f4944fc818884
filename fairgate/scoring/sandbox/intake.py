"""What a sandbox sends out, taken in by threads that never hold more than a little of it."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import IO

from fairgate.scoring.job import MEBIBYTE
from fairgate.scoring.sandbox.inside.parcel import BadParcelError, unpack

TAIL = 8192
LINES = 40
WAIT = 10.0


class Tail:
    """The end of what was printed; the rest is counted and let go."""

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        self._pipe, self._most = pipe, most
        self._kept, self._count = b"", 0
        self._thread = Thread(target=self._drain, daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        while chunk := self._pipe.read1(65536):  # type: ignore[attr-defined]
            self._count += len(chunk)
            self._kept = (self._kept + chunk)[-TAIL:]

    def complaint(self) -> str:
        """Say what is wrong with it so far, or nothing."""
        size = self._most / MEBIBYTE
        return f"printed more than {size:,.0f} MiB" if self._count > self._most else ""

    def text(self) -> str:
        """Wait for its end and answer the last lines, each without what a terminal acts on."""
        from fairgate.report.safe import printable  # noqa: PLC0415 - reports cost start-up

        self._thread.join(WAIT)
        lines = self._kept.decode("utf-8", "replace").splitlines()
        return "\n".join(map(printable, lines[-LINES:]))


class Parcel:
    """Files and the exit code, unpacked as they arrive."""

    def __init__(self, pipe: IO[bytes], out: Path, most: int) -> None:
        self._pipe, self._out, self._most = pipe, out, most
        self._code: int | None = None
        self._wrong = ""
        self._thread = Thread(target=self._receive, daemon=True)
        self._thread.start()

    def _receive(self) -> None:
        with self._pipe:
            try:
                self._code = unpack(self._pipe, self._out, self._most)
            except BadParcelError as error:
                self._wrong = f"left files that are not as agreed: {error}"
            except OSError as error:
                self._wrong = f"left files that could not be kept: {error.strerror}"

    def complaint(self) -> str:
        """Say what is wrong with it so far, or nothing."""
        return self._wrong

    def code(self) -> int | None:
        """Wait for its end; None if the supervisor ended without a word."""
        self._thread.join(WAIT)
        return self._code
