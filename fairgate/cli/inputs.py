"""What commands read: never what they write, and a model only where it is kept in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from fairgate.errors import UserError
from fairgate.evaluation import Request
from fairgate.scoring.job import Sandbox


def spare_inputs(request: Request, written: Iterable[str | None]) -> None:
    """Never write a report over what is judged, or into a model's directory."""
    spare(request.reads, written)


def spare(read: Iterable[str], written: Iterable[str | None]) -> None:
    """Never write a report over a file that is read, or into a directory that is."""
    kept = {Path(path).resolve() for path in read}
    for path in written:
        if path is not None and kept & {(place := Path(path).resolve()), *place.parents}:
            problem = "this file is read, so nothing is written over it"
            raise UserError(problem, "name another file", file=path)


def sandbox() -> Sandbox:
    """Find the best sandbox of this machine, with ``bwrap`` from this user's PATH."""
    from fairgate.scoring.sandbox import find_sandbox  # noqa: PLC0415 - only for a model

    return find_sandbox(search=os.environ.get("PATH"))
