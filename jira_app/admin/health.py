"""What the app's own account may do in each project, and how much work waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, func, select

from jira_app.jira import JiraError
from jira_app.projects import read_projects
from jira_app.store import lanes
from jira_app.store.records import issues
from jira_app.store.tables import DEAD, WAITING, inbox, outbox
from jira_app.store.tables import lanes as lane_table

WANTED: Final = ("BROWSE_PROJECTS", "EDIT_ISSUES", "ADD_COMMENTS")
"""Permissions without which the app cannot do its work."""

Permissions = Callable[[str], Mapping[str, bool]]
"""Gives, of a project, which of :data:`WANTED` the app's account has; may raise JiraError."""


@dataclass(frozen=True)
class Sight:
    """What the app's account may do in one project.

    Attributes
    ----------
    project : str
        Its key.
    visible, writable : bool or None
        None: could not be asked.
    missing : tuple of str
        Permissions that it lacks.
    error : str
        What Jira said instead: a kind of JiraError, or ``not-asked``.
    """

    project: str
    visible: bool | None
    writable: bool | None
    missing: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Queue:
    """How much work waits.

    Attributes
    ----------
    hints, changes, dead, lanes : int
        Hints to look at, changes to tell, letters given up, issues whose turn it is.
    oldest : float or None
        Since when the oldest waits.
    paused_until : float or None
        Until when nothing is asked of Jira.
    """

    hints: int
    changes: int
    dead: int
    lanes: int
    oldest: float | None
    paused_until: float | None


def known_projects(db: Connection) -> tuple[str, ...]:
    """List projects that somebody set up, or that issues are known of."""
    named = {project.key for project in read_projects(db)}
    return tuple(sorted(named | set(db.scalars(select(issues.c.project).distinct()))))


def look(projects: Iterable[str], permissions: Permissions) -> list[Sight]:
    """Ask Jira about projects; once it is away, no more of it is asked."""
    found = list[Sight]()
    away = False
    for project in projects:
        if away:
            found.append(Sight(project, None, None, error="not-asked"))
            continue
        found.append(_look(project, permissions))
        away = found[-1].error in {"down", "throttled"}
    return found


def _look(project: str, permissions: Permissions) -> Sight:
    try:
        granted = permissions(project)
    except JiraError as error:
        unseen = False if error.kind in {"gone", "forbidden", "invalid"} else None
        return Sight(project, unseen, unseen, error=error.kind)
    missing = tuple(name for name in WANTED if not granted.get(name))
    return Sight(project, WANTED[0] not in missing, not missing, missing)


def queue(db: Connection, now: float) -> Queue:
    """Count what waits."""
    hints, oldest_hint = _waiting(db, inbox, "received")
    changes, oldest_change = _waiting(db, outbox, "made")
    waiting = [oldest for oldest in (oldest_hint, oldest_change) if oldest is not None]
    dead = sum(_count(db, table, DEAD) for table in (inbox, outbox))
    due = select(func.count()).select_from(lane_table).where(lane_table.c.due <= now)
    return Queue(
        hints, changes, dead, db.scalar(due) or 0, min(waiting, default=None), lanes.paused(db, now)
    )


def _waiting(db: Connection, table: Table, since: str) -> tuple[int, float | None]:
    found = select(func.count(), func.min(table.c[since])).where(table.c.state == WAITING)
    count, oldest = db.execute(found).one()
    return count, oldest


def _count(db: Connection, table: Table, state: str) -> int:
    return db.scalar(select(func.count()).select_from(table).where(table.c.state == state)) or 0
