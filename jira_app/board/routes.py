"""``/board``: which addresses there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from sqlalchemy import Engine

from fairgate.checklist.library import Library
from jira_app.board import words
from jira_app.board.changes import Desk
from jira_app.board.issues import Issues
from jira_app.board.lists import Lists
from jira_app.board.sheet import day


def board(
    *,
    engine: Engine,
    library: Library,
    clock: Callable[[], float],
    wake: Callable[[], None] = lambda: None,
    jira_url: str = "",
) -> Blueprint:
    """Make the routes.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        The store.
    library : Library
        Templates of assessments.
    clock : callable
        Seconds since 1970.
    wake : callable
        Called after a commit, when Jira has to be told.
    jira_url : str
        Where people open Jira, for links; empty: no links.
    """
    routes = Blueprint("board", __name__, template_folder="templates")
    lists = Lists(engine, clock)
    issues = Issues(Desk(engine, library, clock, wake))
    routes.add_url_rule("/board", "show", lists.show)
    routes.add_url_rule("/board.csv", "export", lists.export)
    routes.add_url_rule("/board/trend", "trend", lists.trend)
    routes.add_url_rule("/board/<key>", "issue", issues.show)
    posts = {"accept": issues.accept, "withdraw": issues.withdraw, "send-back": issues.send_back}
    for name, view in posts.items():
        endpoint = name.replace("-", "_")
        routes.add_url_rule(f"/board/<key>/{name}", endpoint, view, methods=["POST"])

    @routes.context_processor
    def shared() -> dict[str, Any]:
        return {"board": words, "jira_url": jira_url.rstrip("/"), "day": day}

    return routes
