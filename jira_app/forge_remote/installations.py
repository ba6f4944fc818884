"""Where the app is installed: one site, known by its cloud id however often it is installed."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, select

from jira_app.forge_remote.invocation import Invocation
from jira_app.store.engine import reading
from jira_app.store.records import installations
from jira_app.store.upsert import insert


class Foreign(Exception):  # noqa: N818 - says what is the case
    """The call comes from a site whose issues are not kept here."""


def admit(engine: Engine, invocation: Invocation, now: float, pinned: str = "") -> None:
    """Do what :func:`remember` does, without waiting for a writer where there is nothing new."""
    with reading(engine).begin() as db:
        if _is_known(db, invocation, pinned):
            return
    with engine.begin() as db:
        remember(db, invocation, now, pinned)


def remember(db: Connection, invocation: Invocation, now: float, pinned: str = "") -> None:
    """Note an installation, and make sure that it belongs to the site that is served here.

    Issues are known by their keys, which two sites may share; so a store serves one site: the
    one that was named in the settings, or else the first that calls.

    Raises
    ------
    Foreign
        If it belongs to another site; nothing is stored.
    """
    if _is_known(db, invocation, pinned):
        return
    facts = {**_facts(invocation), "updated": now}
    new = insert(db, installations).values(id=invocation.installation_id, installed=now, **facts)
    db.execute(new.on_conflict_do_update(index_elements=["id"], set_=facts))


def _is_known(db: Connection, invocation: Invocation, pinned: str) -> bool:
    served = pinned or site(db)
    if served and served != invocation.cloud_id:
        raise Foreign(invocation.cloud_id)
    here = select(installations).where(installations.c.id == invocation.installation_id)
    row = db.execute(here).mappings().one_or_none()
    facts = _facts(invocation)
    return row is not None and all(row[name] == value for name, value in facts.items())


def _facts(invocation: Invocation) -> dict[str, str]:
    return {
        "cloud_id": invocation.cloud_id,
        "app": invocation.app_id,
        "api_base_url": invocation.api_base_url,
        "environment": invocation.environment,
    }


def site(db: Connection) -> str:
    """Name the site that is served here; empty as long as there is none."""
    first = select(installations.c.cloud_id).order_by(installations.c.installed, installations.c.id)
    first = first.limit(1)
    return db.scalar(first) or ""
