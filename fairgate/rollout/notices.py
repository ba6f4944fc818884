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

LONGEST_WAIT: Final = 600.0
KEPT: Final = 100


def body(protection: Protection, decision: RolloutDecision, *, by: str, why: str) -> dict[str, Any]:
    """Write a notice, in the form of ``POST /api/rollouts``."""
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
        "why": why[:2000],
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
    table, delivered = tables.notices, 0
    due = (table.c.sent.is_(None), table.c.due <= now, table.c.channel.in_(list(channels)))
    with ledger.engine.connect() as db:
        rows = db.execute(select(table).where(*due).order_by(table.c.id).limit(KEPT)).all()
    for row in rows:
        try:
            taken = channels[row.channel](row.body)
        except SourceDown:
            taken = False
        wait = min(LONGEST_WAIT, 2.0**row.tries)
        change = {"sent": now} if taken else {"due": now + wait, "tries": row.tries + 1}
        with ledger.begin() as db:
            db.execute(update(table).where(table.c.id == row.id).values(**change))
        delivered += taken
    return delivered


def as_json(told: Mapping[str, Any]) -> bytes:
    """Write a notice as bytes."""
    return json.dumps(dict(told)).encode()
