"""Where a learner works: the files, what they were at the start, and the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias

from fairgate.errors import UserError
from fairgate.scoring.job import SandboxFinder

Rank: TypeAlias = Callable[[Sequence[str]], Mapping[str, Any]]
"""Runs ``fairgate rank`` with arguments and returns the JSON that it prints."""


@dataclass(frozen=True)
class Desk:
    """What tools need.

    Attributes
    ----------
    folder : Path
        The learner's files.
    start : Path
        The same files as they were at the start.
    now : datetime
        With a time zone.
    rank : callable, optional
        Runs ``fairgate rank``; without it, such steps cannot be decided.
    own : tuple of Path
        An organisation's own content.
    sandbox : callable, optional
        Finds what keeps a learner's model in, as :func:`fairgate.evaluation.evaluate` asks.
    """

    folder: Path
    start: Path
    now: datetime
    rank: Rank | None = None
    own: tuple[Path, ...] = ()
    sandbox: SandboxFinder | None = None

    def path(self, name: str) -> str:
        """Path of one of the learner's files.

        Raises
        ------
        UserError
            Where it leads out of the folder.
        """
        found = (self.folder / name).resolve()
        if not found.is_relative_to(self.folder.resolve()):
            problem = "this file is outside of the exercise"
            raise UserError(problem, "name one inside", file=name)
        return str(self.folder / name)

    def path_if(self, name: str | None) -> str | None:
        """Path of a file that may not be asked for."""
        return None if name is None else self.path(name)

    def same_as_at_start(self, name: str) -> bool:
        """Whether a file still has the bytes that it had at the start."""
        mine, theirs = self.folder / name, self.start / name
        return mine.is_file() and mine.read_bytes() == theirs.read_bytes()

    def seen(self, text: str) -> str:
        """Name files in a complaint as the learner, who is in the folder, sees them."""
        return text.replace(f"{self.folder}/", "").replace(f"{self.folder.resolve()}/", "")

    def at(self, day: date | None) -> datetime:
        """Now; or noon of the day on which an exercise is set."""
        return self.now if day is None else datetime.combine(day, time(12), UTC)
