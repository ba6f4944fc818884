"""Settings of one Jira project, as an administrator made them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, select

from jira_app.store.records import projects
from jira_app.store.upsert import insert


@dataclass(frozen=True)
class Project:
    """What holds for the issues of one project.

    Attributes
    ----------
    key : str
        Key of the project in Jira, such as ``LOAN``.
    enabled : bool
        Whether its issues are triaged and shown; a project nobody set up is.
    templates : tuple of str
        Ids of the assessment templates that are offered; the first is the default.
    reviewers : tuple of str
        Ids of the people who may approve; empty: everybody with the role.
    reviewer_from : str
        The lowest level that needs a reviewer who is not the author.
    policies : tuple of str
        SHA-256 of the policies whose evidence counts; empty: any that a trusted key signed.
    approved_for_days : int
        How long an approval holds.
    kept_for_days : int
        How long assessments and evidence of issues that are gone are kept; 0: for ever.
    approver_requires : tuple of str
        Training modules that somebody has to pass before they may approve.
    gated_statuses : tuple of str
        Statuses that an issue may only be in while its gate is open.
    languages : tuple of str
        Of its pages, for those who have no preference.
    """

    key: str
    enabled: bool = True
    templates: tuple[str, ...] = ("preflight",)
    reviewers: tuple[str, ...] = ()
    reviewer_from: str = "high"
    policies: tuple[str, ...] = ()
    approved_for_days: int = 180
    kept_for_days: int = 0
    approver_requires: tuple[str, ...] = ()
    gated_statuses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def project_of(issue: str) -> str:
    """Take the project's key from an issue's.

    Examples
    --------
    >>> project_of("LOAN-12")
    'LOAN'
    """
    return issue.rpartition("-")[0]


def read_project(db: Connection, key: str) -> Project:
    """Read the settings of a project; the defaults if nobody made any."""
    row = db.execute(select(projects).where(projects.c.key == key)).one_or_none()
    return Project(key) if row is None else _project(key, row.enabled, row.settings)


def read_projects(db: Connection) -> tuple[Project, ...]:
    """Read all projects that somebody set up, by key."""
    rows = db.execute(select(projects).order_by(projects.c.key))
    return tuple(_project(row.key, row.enabled, row.settings) for row in rows)


def gated_since(db: Connection, key: str) -> dict[str, float]:
    """Say since when each gated status of a project has been gated, in seconds since 1970."""
    settings = db.scalar(select(projects.c.settings).where(projects.c.key == key)) or {}
    return dict(settings.get("gated_since") or {})


def write_project(db: Connection, project: Project, now: float) -> None:
    """Write the settings of a project; a status that was gated before stays so since then."""
    settings = {k: v for k, v in asdict(project).items() if k not in {"key", "enabled"}}
    since = gated_since(db, project.key)
    settings["gated_since"] = {name: since.get(name, now) for name in project.gated_statuses}
    row = {"enabled": project.enabled, "settings": settings, "updated": now}
    new = insert(db, projects).values(key=project.key, **row)
    db.execute(new.on_conflict_do_update(index_elements=["key"], set_=row))


def _project(key: str, enabled: bool, settings: dict[str, Any]) -> Project:  # noqa: FBT001
    known = {field.name for field in fields(Project)} - {"key", "enabled"}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in settings.items()
        if name in known
    }
    return replace(Project(key, enabled), **given)
