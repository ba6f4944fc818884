"""What people are told: one notice a change, on the issue and in a chat; quiet while waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from fairgate.evidence.canonical import digest
from fairgate.rollout import tables
from fairgate.rollout.decision import RolloutDecision
from fairgate.rollout.protection import Protection
from fairgate.rollout.source import SourceDown
from fairgate.rollout.store import Ledger

Channel = Callable[[Mapping[str, Any]], bool]
"""Tells somebody; True if it was taken, or never will be; raises SourceDown to be tried again."""

table: Final = tables.notices
LONGEST_WAIT: Final = 600.0
KEPT: Final = 100


def body(
    protection: Protection, decision: RolloutDecision, *, by: str, why: str, line: int
) -> dict[str, Any]:
    """Write a notice, in the form of ``POST /api/rollouts``.

    It names its line of the log: the app takes the same words for the same change.
    """
    until = datetime.fromtimestamp(protection.until, UTC) if protection.until else None
    return {
        "issue": protection.issue,
        "flag": protection.flag,
        "environment": protection.environment,
        "decision": "open" if decision.open else "closed",
        "ceiling": decision.ceiling,
        "until": until.strftime("%Y-%m-%dT%H:%M:%SZ") if until else None,
        "reasons": list(decision.reasons)[:KEPT],
        "grant": digest(protection.envelope.encode()) if protection.envelope else None,
        "by": by[:255] or "somebody",
        "why": f"{why[:1900]}, line {line} of its log",
        "emergency": decision.emergency,
    }


def words(told: Mapping[str, Any]) -> str:
    """Write a notice as a sentence or two, for a chat.

    Examples
    --------
    >>> print(words({"flag": "new-scoring", "environment": "production", "decision": "closed",
    ...     "ceiling": 0, "by": "fairgate", "why": "closed", "emergency": False,
    ...     "issue": "LOAN-12", "reasons": ["The model fails loans."]}))
    new-scoring in production is closed (LOAN-12, by fairgate: closed). The model fails loans.
    """
    state = f"open at {told['ceiling']} %" if told["decision"] == "open" else "closed"
    loud = "EMERGENCY: " if told["emergency"] else ""
    lead = f"{loud}{told['flag']} in {told['environment']} is {state}"
    return f"{lead} ({told['issue']}, by {told['by']}: {told['why']}). {' '.join(told['reasons'])}"


def queue(
    db: Connection, name: str, channels: Sequence[str], told: Mapping[str, Any], now: float
) -> None:
    """Have somebody told, in the transaction of what they are told."""
    for channel in channels:
        row = {"name": name, "channel": channel, "body": dict(told), "made": now, "due": now}
        db.execute(insert(tables.notices).values(**row, tries=0))


def deliver(ledger: Ledger, channels: Mapping[str, Channel], now: float) -> int:
    """Tell what is due, oldest first; what fails is tried again later, ever more rarely.

    Returns
    -------
    int
        How many were delivered.
    """
    return sum(_deliver(ledger, name, tell, now) for name, tell in channels.items())


def _deliver(ledger: Ledger, channel: str, tell: Channel, now: float) -> int:
    """Tell one channel, for as long as it listens."""
    delivered = 0
    for row in _next(ledger, channel, now):
        try:
            taken = tell(row.body)
        except SourceDown:
            taken = False
        wait = min(LONGEST_WAIT, 2.0 ** min(row.tries, 10))
        change = {"sent": now} if taken else {"due": now + wait, "tries": row.tries + 1}
        with ledger.begin() as db:
            db.execute(update(table).where(table.c.id == row.id).values(**change))
        if not taken:
            break  # one wait for a channel that hangs is enough
        delivered += 1
    return delivered


def _next(ledger: Ledger, channel: str, now: float) -> list[Any]:
    """Read what is due; of one flag, nothing before what has still to be told earlier."""
    waiting = (table.c.sent.is_(None), table.c.channel == channel)
    with ledger.engine.connect() as db:
        known = db.execute(
            select(table.c.id, table.c.name, table.c.due).where(*waiting).order_by(table.c.id)
        ).all()
        held = {row.name for row in known if row.due > now}
        ids = [row.id for row in known if row.name not in held][:KEPT]
        return [*db.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.id))]


def as_json(told: Mapping[str, Any]) -> bytes:
    """Write a notice as bytes."""
    return json.dumps(dict(told)).encode()
