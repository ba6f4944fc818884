"""From what a parent flag looks like to what it should look like, in an order that is safe. Pure.

Nobody is ever let in too early: off comes first, on comes last, and a strategy is right before
anybody can come through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from fairgate.rollout.state import Dependency, Found
from fairgate.rollout.wanted import parent_of, same

Kind: TypeAlias = Literal["off", "create", "revive", "remove", "update", "add", "depend", "on"]


@dataclass(frozen=True)
class Repair:
    """One write.

    Attributes
    ----------
    kind : str
        Switch the parent ``off`` or ``on``; ``create`` or ``revive`` it; ``remove``, ``update``
        or ``add`` a strategy of it; make the team's flag ``depend`` on it.
    strategy_id : str
        Which strategy to remove or update.
    strategy : mapping or None
        What to write.
    """

    kind: Kind
    strategy_id: str = ""
    strategy: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        """Say what was wrong, for the log."""
        return {
            "off": "the parent was on",
            "create": "the parent was missing",
            "revive": "the parent was archived",
            "remove": "the parent had another strategy",
            "update": "the parent's strategy was another",
            "add": "the parent had no strategy",
            "depend": "the flag did not depend on its parent alone",
            "on": "the parent was off",
        }[self.kind]


def repairs(
    flag: str, found: Found, strategy: Mapping[str, Any], *, opened: bool
) -> tuple[Repair, ...]:
    """List what has to be written.

    Parameters
    ----------
    flag : str
        The team's flag.
    found : Found
        As just read from the server.
    strategy : mapping
        The one strategy that the parent should have.
    opened : bool
        Whether the parent should be on.

    Returns
    -------
    tuple of Repair
        In the order in which to do it; empty if all is well.

    Examples
    --------
    >>> from fairgate.rollout.wanted import shut
    >>> found = Found(True, True, (), "missing", False, ())
    >>> [repair.kind for repair in repairs("new-scoring", found, shut("new-scoring"), opened=False)]
    ['create', 'add', 'depend']
    """
    return tuple(_repairs(flag, found, strategy, opened=opened))


def _repairs(
    flag: str, found: Found, strategy: Mapping[str, Any], *, opened: bool
) -> Iterator[Repair]:
    if found.open and not opened:
        yield Repair("off")
    if found.parent != "there":
        yield Repair("create" if found.parent == "missing" else "revive")
    yield from _strategies(found.strategies, strategy)
    if found.exists and found.dependencies != (Dependency(parent_of(flag)),):
        yield Repair("depend")
    if opened and not found.open:
        yield Repair("on")


def _strategies(
    found: tuple[Mapping[str, Any], ...], wanted: Mapping[str, Any]
) -> Iterator[Repair]:
    right = [one for one in found if same(one, wanted)]
    kept = right[0] if right else _like(found, wanted)
    for one in found:
        if one is not kept:
            yield Repair("remove", str(one["id"]))
    if kept is None:
        yield Repair("add", strategy=wanted)
    elif not right:
        yield Repair("update", str(kept["id"]), wanted)


def _like(
    found: tuple[Mapping[str, Any], ...], wanted: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """Choose one to rewrite: of the same kind, since a strategy cannot change its kind."""
    return next((one for one in found if one.get("name") == wanted["name"]), None)
