"""Which files may be opened once a model without code is loaded: Python's own, and its rows.

A skops file holds no code, and still may hold a ``CountVectorizer(input="filename")`` that
opens what the data names. A sandbox has nothing to find; where there is none, this refuses.
A model with code could get round it, so it is no sandbox.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from fairgate.scoring.child.answers import RefusalError

_MACHINE = ("/sys/", "/proc/cpuinfo", "/dev/null", "/usr/share/zoneinfo/")


def keep_to(*folders: Path) -> None:
    """Refuse to open any file outside these folders and Python's, until the process ends."""
    package = Path(__file__).parents[2]
    own = [sys.prefix, sys.base_prefix, *filter(None, sys.path), *map(str, (package, *folders))]
    allowed = (*_MACHINE, *(os.path.realpath(folder) + os.sep for folder in own))

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not path.startswith(allowed):
            raise RefusalError(f"the model opens a file that is no business of its own: {path}")

    sys.addaudithook(refuse)
