"""Read from the store where an issue stands."""

from __future__ import annotations

from sqlalchemy import Connection, Row, select

from jira_app.assessments import shelf as assessed
from jira_app.evidence import shelf
from jira_app.projects import project_of, read_project
from jira_app.standing.standing import Acceptance, Rollout, Standing
from jira_app.store.records import acceptances, issues, rollouts


def read_standing(db: Connection, issue: str, now: float) -> Standing:  # noqa: ARG001 - see below
    """Read where an issue stands.

    Parameters
    ----------
    db : sqlalchemy.Connection
        The store.
    issue : str
        Key of the issue; who may see it is asked before.
    now : float
        Seconds since 1970, as given to :func:`~jira_app.standing.decision.decide`: what has
        ended is read all the same, so that it can be said that it ended.
    """
    project = read_project(db, project_of(issue))
    seen = db.execute(select(issues).where(issues.c.key == issue)).one_or_none()
    return Standing(
        issue,
        project,
        risk=seen.risk if seen else "",
        needs_assessment=seen.needs_assessment if seen else True,
        assessment=assessed.current(db, issue),
        evidence=shelf.newest(db, issue, project.policies),
        rollout=_rollout(db, issue),
        acceptance=_acceptance(db, issue),
    )


def _rollout(db: Connection, issue: str) -> tuple[Rollout, ...]:
    """Give the newest of each flag and environment, in this order."""
    rows = db.execute(select(rollouts).where(rollouts.c.issue == issue).order_by(rollouts.c.id))
    newest: dict[tuple[str, str], Row[tuple[object, ...]]] = {}
    for row in rows:
        newest[row.flag, row.environment] = row
    return tuple(
        Rollout(row.flag, row.environment, row.body, row.received)
        for _, row in sorted(newest.items())
    )


def _acceptance(db: Connection, issue: str) -> Acceptance | None:
    row = db.execute(select(acceptances).where(acceptances.c.issue == issue)).one_or_none()
    return None if row is None else Acceptance(row.by, row.words, row.at, row.until)
