"""``/issues/<key>/evidence``: the newest verdict of each policy, and the earlier ones."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template
from sqlalchemy import Engine

from jira_app.access import need_issue
from jira_app.evidence import shelf
from jira_app.evidence.show import panel_of
from jira_app.store.engine import reading

LISTED: Final = 50
"""Verdicts in the table."""


def evidence_pages(engine: Engine) -> Blueprint:
    """Make the routes; they also bring the template ``evidence/panel.html`` for other pages.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    """
    routes = Blueprint("evidence_pages", __name__, template_folder="templates")

    @routes.get("/issues/<key>/evidence")
    def show(key: str) -> str:
        issue = need_issue(key)
        with reading(engine).connect() as db:
            panel = panel_of(db, issue)
            found = shelf.all_of(db, issue, LISTED + 1)
        first = next(iter((*panel.newest, panel.untrusted)), None)
        return render_template(
            "evidence/page.html",
            key=issue,
            evidence=panel,
            all=found[:LISTED],
            more=len(found) > LISTED,
            methods=first.methods if first else (),
        )

    return routes
