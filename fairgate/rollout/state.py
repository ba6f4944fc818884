"""What a flag and its parent look like on the server, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Trouble: TypeAlias = Literal["down", "refused", "gone", "invalid"]


@dataclass(frozen=True)
class Dependency:
    """A flag that another one depends on.

    Attributes
    ----------
    feature : str
        Name of the parent.
    enabled : bool
        Whether the parent has to be on; False turns it round.
    variants : tuple of str
        Variants of the parent that count; empty: any.
    """

    feature: str
    enabled: bool = True
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A team's flag and its parent, in one environment.

    Attributes
    ----------
    exists : bool
        Whether the team's flag is there, and not archived.
    on : bool
        Whether it is on.
    dependencies : tuple of Dependency
        What it depends on.
    parent : {"there", "archived", "missing"}
        Where the parent is.
    open : bool
        Whether the parent is on.
    strategies : tuple of mapping
        Of the parent, as the server gives them.
    """

    exists: bool
    on: bool
    dependencies: tuple[Dependency, ...]
    parent: str
    open: bool
    strategies: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Event:
    """Something that somebody did on the flag server.

    Attributes
    ----------
    id : int
        Counts up.
    type : str
        Such as ``feature-strategy-add``.
    feature, environment : str
        Where; empty if it says nothing of it.
    by : str
        Who, as the server names them.
    at : str
        When, as the server writes it.
    """

    id: int
    type: str
    feature: str
    environment: str
    by: str
    at: str


class UnleashError(Exception):
    """Unleash did not do what it was asked.

    Attributes
    ----------
    kind : str
        ``down``: try again later; ``refused``: the token may not; ``gone``: there is no such
        thing; ``invalid``: it never will.
    """

    def __init__(self, kind: Trouble, said: str) -> None:
        super().__init__(said)
        self.kind = kind
