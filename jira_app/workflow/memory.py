"""What the app remembers of an issue's gate, in its history: when it opened, closed, acted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, select

from jira_app.records import history as chain
from jira_app.store.records import history

OPENED: Final = "gate-opened"
CLOSED: Final = "gate-closed"
REVERTED: Final = "transition-reverted"
HELD: Final = "transition-held"


@dataclass(frozen=True)
class Memory:
    """What happened at an issue's gate.

    Attributes
    ----------
    gates : tuple of (float, bool)
        When the app found the gate open or closed, oldest first; only changes.
    acted : mapping of str to str
        By Jira's id of a move: what was done about it, :data:`REVERTED` or :data:`HELD`.
    reverted : tuple of float
        When moves were taken back.
    """

    gates: tuple[tuple[float, bool], ...] = ()
    acted: Mapping[str, str] = field(default_factory=dict)
    reverted: tuple[float, ...] = ()

    def was_open(self, at: float) -> bool:
        """Whether the gate was open at a time; before the first look it was as found then.

        Examples
        --------
        >>> memory = Memory(gates=((10.0, False), (20.0, True)))
        >>> [memory.was_open(at) for at in (5.0, 15.0, 25.0)]
        [False, False, True]
        """
        if not self.gates:
            return False
        before = [is_open for since, is_open in self.gates if since <= at]
        return before[-1] if before else self.gates[0][1]


def read(db: Connection, issue: str) -> Memory:
    """Read the memory of an issue's gate."""
    wanted = history.c.event.in_((OPENED, CLOSED, REVERTED, HELD))
    found = select(history.c.event, history.c.at, history.c.facts)
    rows = db.execute(found.where(history.c.issue == issue, wanted).order_by(history.c.number))
    gates, acted, reverted = [], {}, []
    for row in rows:
        if row.event in {OPENED, CLOSED}:
            gates.append((row.at, row.event == OPENED))
        else:
            acted[str(row.facts.get("move"))] = row.event
        if row.event == REVERTED:
            reverted.append(row.at)
    return Memory(tuple(gates), acted, tuple(reverted))


def note_gate(db: Connection, issue: str, memory: Memory, now: float, *, is_open: bool) -> None:
    """Remember how the gate is, if it was otherwise."""
    if not memory.gates or memory.gates[-1][1] != is_open:
        event = OPENED if is_open else CLOSED
        chain.append(db, issue, event, actor=chain.FAIRGATE, at=now)


def note_act(db: Connection, issue: str, event: str, facts: Mapping[str, Any], now: float) -> None:
    """Remember what was done about a move; ``facts`` names it as ``move``."""
    chain.append(db, issue, event, actor=chain.FAIRGATE, at=now, facts=facts)
