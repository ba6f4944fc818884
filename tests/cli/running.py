"""What a command answered, and the fixture that asks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]
