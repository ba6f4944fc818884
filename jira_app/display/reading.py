"""Read from the store since when things are as they are, and who decided."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from sqlalchemy import Connection, select

from jira_app.display.rolled import rolled
from jira_app.evidence.shelf import JUDGED
from jira_app.standing import Standing
from jira_app.store.records import evidence, people, rollouts

Name = TypeVar("Name", bound=Hashable)


def verdicts(db: Connection, standing: Standing) -> dict[str, int]:
    """Give by policy the evidence with which its outcome became what it is."""
    if not standing.evidence:
        return {}
    counts = (evidence.c.issue == standing.issue) & evidence.c.trusted
    if standing.project.policies:
        counts &= evidence.c.policy_digest.in_(standing.project.policies)
    found = select(evidence.c.id, evidence.c.policy, evidence.c.outcome).where(counts)
    rows = db.execute(found.order_by(JUDGED, evidence.c.id))
    return _last_runs((row.policy, row.outcome, row.id) for row in rows)


def decisions(db: Connection, standing: Standing) -> dict[tuple[str, str], int]:
    """Give by flag and environment the row with which the decision became what it is."""
    if not standing.rollout:
        return {}
    found = select(rollouts).where(rollouts.c.issue == standing.issue)
    rows = db.execute(found.order_by(rollouts.c.id))
    return _last_runs(
        ((row.flag, row.environment), rolled(row.body).decision, row.id) for row in rows
    )


def approver(db: Connection, standing: Standing) -> str:
    """Give the name of who decided on the assessment; empty if it is not known any more."""
    case = standing.assessment
    if case is None or case.decided_by is None:
        return ""
    return db.scalar(select(people.c.name).where(people.c.id == case.decided_by)) or ""


def _last_runs(rows: Iterable[tuple[Name, Hashable, int]]) -> dict[Name, int]:
    """Give by name the id of the first row after which the value stayed the same.

    Examples
    --------
    >>> _last_runs([("loan", "pass", 1), ("loan", "fail", 2), ("loan", "fail", 3)])
    {'loan': 2}
    """
    last: dict[Name, Hashable] = {}
    first: dict[Name, int] = {}
    for name, value, number in rows:
        if name not in last or last[name] != value:
            first[name] = number
        last[name] = value
    return first
