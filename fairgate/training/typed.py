"""Commands as people type them, printed where they read what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path


def typed(command: str, own: Sequence[Path] = ()) -> str:
    """Write a command, with the folders of an organisation's own modules.

    Examples
    --------
    >>> typed("fairgate train quiz 81", [Path("our modules")])
    "fairgate train quiz 81 --content 'our modules'"
    """
    folders = (f"--content {shlex.quote(str(folder))}" for folder in own)
    return " ".join((command, *folders))
