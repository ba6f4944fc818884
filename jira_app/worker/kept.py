"""What the store keeps of an issue that was looked at: a row for the board, entries of its history.

Everything here is called in the transaction of the look.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select, update

from jira_app.jira import Issue
from jira_app.projects import project_of
from jira_app.records import history as chain
from jira_app.store.records import history, issues, words
from jira_app.store.tables import storable
from jira_app.store.upsert import insert
from jira_app.triage import Override

RISK: Final = "risk-changed"
OVERRIDDEN: Final = "risk-overridden"
WITHDRAWN: Final = "override-withdrawn"

SQUAD: Final = "squad-"
"""What a label begins with that names the squad, where an issue has no component."""

LONGEST: Final = 255
LONGEST_SUMMARY: Final = 500
LONGEST_REASON: Final = 2000
UNKNOWN: Final = "jira:"
"""Actor of an override whose author Jira does not tell: a property has none."""


def seen(db: Connection, issue: Issue, risk: str, now: float) -> str:
    """Keep an issue as it is; gives the risk that it had before, ``none`` if it is new."""
    before = db.scalar(select(issues.c.risk).where(issues.c.key == issue.key))
    row = {
        "project": project_of(issue.key),
        "summary": _text(issue.summary, LONGEST_SUMMARY),
        "status": _text(issue.status),
        "owner": _text(issue.assignee),
        "squad": _text(squad(issue)),
        "risk": risk,
        "needs_assessment": risk != "none",
        "gone": False,
        "seen": now,
    }
    new = insert(db, issues).values(key=issue.key, first_seen=now, **row)
    db.execute(new.on_conflict_do_update(index_elements=["key"], set_=row))
    return before or "none"


def gone(db: Connection, key: str, now: float) -> None:
    """Note that an issue is not there any more, or not for us; how long is counted from now."""
    there = update(issues).where(issues.c.key == key, issues.c.gone.is_(False))
    db.execute(there.values(gone=True, seen=now))


def squad(issue: Issue) -> str:
    """Name the squad: the first component, else the label that begins with ``squad-``.

    Examples
    --------
    >>> squad(Issue("ED-1", "1", labels=("ml", "squad-lending")))
    'lending'
    """
    named = sorted(label.removeprefix(SQUAD) for label in issue.labels if label.startswith(SQUAD))
    return next(iter((*issue.components, *named)), "")


def note_risk(
    db: Connection, key: str, before: str, risk: str, *, signals: list[str], now: float
) -> None:
    """Remember that the risk changed, and why, by ids of signals."""
    if before != risk:
        facts = {"from": before, "to": risk, "signals": signals}
        chain.append(db, key, RISK, actor=chain.FAIRGATE, at=now, facts=facts)


def note_override(db: Connection, key: str, override: Override | None, now: float) -> None:
    """Remember that a person set, changed or took back an override; no name gets in here."""
    last = _last_override(db, key)
    if override is None:
        if last:
            chain.append(db, key, WITHDRAWN, actor=UNKNOWN, at=now)
        return
    facts = {"risk": override.risk, "date": _text(override.date, 32)}
    reason = storable(override.reason)[:LONGEST_REASON]
    if last and last.facts == facts and last.text in {None, reason}:
        return
    actor = f"{UNKNOWN}{_text(override.account, 200)}"
    chain.append(db, key, OVERRIDDEN, actor=actor, at=now, facts=facts, reason=reason)


def _last_override(db: Connection, key: str) -> Any:
    """Read the override that holds, with its reason unless that was erased; None if none does."""
    mine = (history.c.issue == key) & history.c.event.in_((OVERRIDDEN, WITHDRAWN))
    found = select(history.c.event, history.c.facts, words.c.text)
    found = found.outerjoin(words, words.c.digest == history.c.words).where(mine)
    row = db.execute(found.order_by(history.c.number.desc()).limit(1)).one_or_none()
    return row if row and row.event == OVERRIDDEN else None


def _text(text: str, longest: int = LONGEST) -> str:
    return storable(text)[:longest]
