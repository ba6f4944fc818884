"""Waiting until something holds that happens elsewhere: in a thread, a process or a server."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 60.0
PAUSE = 0.02


def eventually(
    holds: Callable[[], Found], what: str = "it", *, patience: float = PATIENCE
) -> Found:
    """Look until there is something to see, and give it; what never comes about is a failure."""
    until = time.monotonic() + patience
    while True:
        begun = time.monotonic()
        if found := holds():
            return found
        now = time.monotonic()
        assert now < until, f"{what} did not come about"
        time.sleep(max(PAUSE, 2 * (now - begun)))  # what is waited for needs the processor, too
