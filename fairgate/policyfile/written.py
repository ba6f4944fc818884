"""A policy as somebody wrote it: what it says, and where each part of it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """A rule, as far as its place is concerned."""

    @property
    def id(self) -> str:
        """Its name, unique in the policy."""


class Promises(Protocol):
    """A policy, as far as its file is concerned."""

    @property
    def rules(self) -> Sequence[Named]:
        """What is promised."""

    @property
    def predictions(self) -> str | None:
        """The file that is judged, relative to the policy's own."""


P = TypeVar("P", bound=Promises)


@dataclass(frozen=True)
class WrittenPolicy(Generic[P]):
    """A policy as somebody wrote it.

    Attributes
    ----------
    policy : Policy or RankingPolicy
        What it says.
    path : str
        Where it was, as the user named it.
    text : bytes
        The file, byte by byte, as evidence embeds it.
    lines : mapping of str to int
        Line of every place.
    """

    policy: P
    path: str
    text: bytes
    lines: Mapping[str, int]

    def line(self, place: str) -> int | None:
        """Line of a place such as ``rules[2]``; None where the file has no such place."""
        return self.lines.get(place)

    @property
    def rule_lines(self) -> dict[str, int]:
        """Line of every rule, by its id."""
        found = {rule.id: self.line(f"rules[{at}]") for at, rule in enumerate(self.policy.rules)}
        return {rule: line for rule, line in found.items() if line is not None}

    @property
    def predictions(self) -> str | None:
        """File of predictions that the policy names, seen from the working directory.

        Addresses such as ``s3://...`` stay as they are.
        """
        named = self.policy.predictions
        return None if named is None else self.beside(named)

    def beside(self, named: str) -> str:
        """Name a file that the policy names, seen from the working directory."""
        return named if "://" in named else str(Path(self.path).parent / named)
