"""What an administrator sees first: work that waits, secrets, what was changed; and health."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import render_template
from sqlalchemy import Connection, Engine, select

from jira_app.admin import words
from jira_app.admin.health import Permissions, known_projects, look, queue
from jira_app.admin.record import CHAIN
from jira_app.admin.secrets import Secret
from jira_app.board.query import names_of
from jira_app.store.engine import reading
from jira_app.store.records import history

SHOWN = 20
"""Newest changes on the first page."""


@dataclass(frozen=True)
class Overview:
    """The pages, and what they are made from."""

    engine: Engine
    clock: Callable[[], float]
    secrets: Callable[[], Sequence[Secret]]
    permissions: Permissions | None

    def show(self) -> str:
        """Show work that waits, secrets, and the newest changes."""
        with reading(self.engine).connect() as db:
            work, changes = queue(db, self.clock()), _changes(db)
            known = {row.facts.get("person", "") for row in changes} | {r.actor for r in changes}
            names = names_of(db, known)
        return render_template(
            "admin/show.html",
            queue=work,
            secrets=self.secrets(),
            changes=[(row.at, names.get(row.actor), words.said(row, names)) for row in changes],
        )

    def health(self) -> str:
        """Ask Jira what the app's account may do; no connection is held meanwhile."""
        with reading(self.engine).connect() as db:
            projects = known_projects(db)
        sights = look(projects, self.permissions) if self.permissions else []
        return render_template(
            "admin/health.html",
            configured=self.permissions is not None,
            sights=sights,
            errors=words.ERRORS,
            permissions=words.PERMISSIONS,
        )


def _changes(db: Connection) -> Sequence[words.Change]:
    newest = (
        select(history.c.at, history.c.actor, history.c.event, history.c.facts)
        .where(history.c.issue == CHAIN)
        .order_by(history.c.number.desc())
        .limit(SHOWN)
    )
    return [words.Change(*row) for row in db.execute(newest)]
