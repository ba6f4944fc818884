"""Which modules a person's projects ask of those who approve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Engine, select
from werkzeug.exceptions import ServiceUnavailable

from jira_app.access import Person, allowed
from jira_app.projects import Project, read_projects
from jira_app.store.engine import reading
from jira_app.store.records import issues

LOOKED_AT: Final = 20
"""Issues of a project, the last seen, by which it is found out whether a person may see it."""


def asked_of(engine: Engine, person: Person) -> dict[str, tuple[str, ...]]:
    """Give keys of the person's projects by the module that they ask for.

    A project is theirs if it names them as reviewer, or if Jira lets them see one of its
    issues; so nobody learns of a project here. While Jira is away only the first counts.
    """
    with reading(engine).connect() as db:
        asking = [each for each in read_projects(db) if each.enabled and each.approver_requires]
        keys = {each.key: _issues(db, each) for each in asking if person.id not in each.reviewers}
    seen = _seen([key for some in keys.values() for key in some])
    mine = [each for each in asking if each.key not in keys or not seen.isdisjoint(keys[each.key])]
    modules = dict.fromkeys(name for each in mine for name in each.approver_requires)
    return {
        name: tuple(each.key for each in mine if name in each.approver_requires) for name in modules
    }


def _issues(db: Connection, project: Project) -> Sequence[str]:
    own = select(issues.c.key).where(issues.c.project == project.key, ~issues.c.gone)
    return db.scalars(own.order_by(issues.c.seen.desc(), issues.c.key).limit(LOOKED_AT)).all()


def _seen(keys: list[str]) -> frozenset[str]:
    try:
        return allowed(keys)
    except ServiceUnavailable:
        return frozenset()
