"""Look at an issue: read it, judge it, see how it stands, and decide what Jira has to be told."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from fairgate.triage import RiskFlag
from jira_app.display import PROPERTY, Changes, Note, Sight, plan, reading
from jira_app.jira import Issue, JiraError, Trail
from jira_app.projects import Project, gated_since, project_of
from jira_app.records import history as chain
from jira_app.standing import Decision, decide, read_standing
from jira_app.store import inbox, lanes, outbox
from jira_app.triage import item, read_override, risk_of
from jira_app.worker import kept
from jira_app.worker.desk import Desk
from jira_app.workflow import REVERT, Back, Finding, Memory, judge, memory, words

log = logging.getLogger(__name__)

FLAG = "flag"
"""Kind of the parcels that carry :class:`~jira_app.display.Changes`."""


@dataclass(frozen=True)
class Seen:
    """An issue as Jira shows it now; ``trail`` only where it is in a gated status."""

    issue: Issue
    recorded: dict[str, Any] | None
    found: RiskFlag
    trail: Trail | None = None
    me: str = ""


@dataclass(frozen=True)
class Plans:
    """What is to be told: what to show, and a move to take back."""

    changes: Changes | None = None
    back: Back | None = None


def look(desk: Desk, project: Project, issue: str, up_to: int, holder: str) -> None:
    """Read an issue, judge it, and decide; one look answers all hints up to ``up_to``."""
    seen = _see(desk, project, issue)
    now = desk.clock()
    with desk.engine.begin() as db:
        chain.one_at_a_time(db, issue)
        desk.hold(db, issue, holder)
        plans = _decide(db, desk, seen, now) if seen else Plans()
        if seen is None:
            kept.gone(db, issue, now)
        inbox.finish(db, issue, up_to)
        for kind, plan_ in ((FLAG, plans.changes), (REVERT, plans.back)):
            if plan_:
                outbox.put(db, issue, kind, plan_.as_json(), now)
            else:
                outbox.supersede(db, issue, kind)
        lanes.progress(db, issue)
    risk = plans.changes.value["risk"] if plans.changes else None
    log.info("looked", extra={"issue": issue, "risk": risk, "writes": plans != Plans()})


def _see(desk: Desk, project: Project, key: str) -> Seen | None:
    """Ask Jira; None if the issue was deleted, or moved: its new key has events of its own."""
    try:
        issue = desk.jira.issue(key)
        if issue.key != key:
            return None
        recorded = desk.jira.get_property(key, PROPERTY)
        found = desk.judge(item(issue))
        if issue.status not in project.gated_statuses:
            return Seen(issue, recorded, found)
        return Seen(issue, recorded, found, desk.jira.trail(key), desk.jira.account())
    except JiraError as error:
        if error.kind == "gone":
            return None
        raise


def _decide(db: Connection, desk: Desk, seen: Seen, now: float) -> Plans:
    """Keep what was seen, and decide by how the issue stands in the same transaction."""
    key, found = seen.issue.key, seen.found
    risk = risk_of(seen.recorded, found)
    before = kept.seen(db, seen.issue, risk, now)
    kept.note_override(db, key, read_override(seen.recorded), now)
    kept.note_risk(db, key, before, risk, signals=[each.id for each in found.signals], now=now)
    standing = read_standing(db, key, now)
    decision = decide(standing, now)
    back, held = _at_the_gate(db, seen, decision, standing.project, now)
    sight = Sight(
        standing,
        decision,
        now,
        verdicts=reading.verdicts(db, standing),
        rollouts=reading.decisions(db, standing),
        approver=reading.approver(db, standing),
        held=held,
        has_risk_field=bool(desk.risk_field),
        has_gate_field=bool(desk.gate_field),
    )
    return Plans(plan(seen.issue, seen.recorded, found, sight), back)


def _at_the_gate(
    db: Connection, seen: Seen, decision: Decision, project: Project, now: float
) -> tuple[Back | None, Note | None]:
    """Remember the gate, and decide about a move that it did not allow."""
    if not project.gated_statuses:
        return None, None
    key, status = seen.issue.key, seen.issue.status
    remembered = memory.read(db, key)
    finding = _breach(db, seen, decision, remembered, now)
    memory.note_gate(db, key, remembered, now, is_open=decision.open)
    if finding is None:
        return None, None
    move = finding.move
    if finding.act == "revert":
        body = words.reverted(move, decision.reasons)
        return Back(move.id, status, move.before, move.before_id, body), None
    if finding.act == "hold":
        facts = {"move": move.id, "from": status, "to": move.before}
        memory.note_act(db, key, memory.HELD, facts, now)
    body = words.held(move, decision.reasons, often=finding.often)
    return None, Note(f"held-{move.id}", body)


def _breach(
    db: Connection, seen: Seen, decision: Decision, remembered: Memory, now: float
) -> Finding | None:
    if decision.open or seen.trail is None:
        return None
    status = seen.issue.status
    since = gated_since(db, project_of(seen.issue.key)).get(status)
    return judge(status, seen.trail, since, remembered, me=seen.me, now=now)
