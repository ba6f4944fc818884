"""Answers as values: a choice, choices, words, a number, cells; or that it does not apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias


@dataclass(frozen=True)
class NotApplicable:
    """A question that does not apply, and why."""

    reason: str


@dataclass(frozen=True)
class Cells:
    """Answers of a matrix: a choice for each row and column that was answered."""

    chosen: Mapping[tuple[str, str], str]

    def __hash__(self) -> int:
        return hash(frozenset(self.chosen.items()))


Value: TypeAlias = str | tuple[str, ...] | float | Cells | NotApplicable
"""Text and single choices are text, several choices a tuple."""


@dataclass(frozen=True)
class Stamp:
    """Which template was answered.

    Attributes
    ----------
    id, version : str
        Name and version.
    digest : str
        ``sha256:...`` of the template's bytes; empty if nobody noted it.
    """

    id: str
    version: str
    digest: str = ""

    @property
    def major(self) -> str:
        """First number of the version: answers to another one need a new look.

        Examples
        --------
        >>> Stamp("preflight", "2.1.0").major
        '2'
        """
        return self.version.partition(".")[0]


@dataclass(frozen=True)
class Answers:
    """What was answered.

    Attributes
    ----------
    values : mapping of str to Value
        Answers by id of the question; what is not there is unknown.
    subject : str
        What is assessed: the backlog item, the feature.
    stamp : Stamp or None
        Which template was answered.
    level : str
        Level found when these answers were last saved; empty if never.
    """

    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    subject: str = ""
    stamp: Stamp | None = None
    level: str = ""
