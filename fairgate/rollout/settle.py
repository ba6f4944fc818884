"""Bring a parent flag to what it should be, and look again until it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from fairgate.rollout.repair import Repair, repairs
from fairgate.rollout.state import Found, UnleashError

PASSES: Final = 4


class Writer(Protocol):
    """What is asked of :class:`fairgate.rollout.admin.UnleashAdmin`."""

    def read(self, flag: str, environment: str) -> Found:
        """Read a team's flag and its parent."""

    def write(self, flag: str, environment: str, repair: Repair) -> None:
        """Do one repair."""


def settle(
    admin: Writer, flag: str, environment: str, strategy: Mapping[str, Any], *, opened: bool
) -> tuple[Repair, ...]:
    """Write what differs, then read again: one write can bring another difference with it.

    Unleash switches an environment off with its last strategy, and adds a strategy for everybody
    to one that is switched on without any.

    Returns
    -------
    tuple of Repair
        All that was done, in order; empty if all was well.

    Raises
    ------
    UnleashError
        If something could not be written, or does not stay as it was written.
    """
    done: list[Repair] = []
    for _ in range(PASSES):
        found = admin.read(flag, environment)
        todo = repairs(flag, found, strategy, opened=opened)
        if not todo:
            return tuple(done)
        for repair in todo:
            admin.write(flag, environment, repair)
            done.append(repair)
    raise UnleashError("invalid", f"{flag} does not stay as it is written: somebody else writes it")
