"""``/admin``: which addresses there are. Every one of them is for administrators only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine

from fairgate.checklist.library import Library
from jira_app.access import Role, need
from jira_app.admin.health import Permissions
from jira_app.admin.letter_views import LetterViews
from jira_app.admin.overview import Overview
from jira_app.admin.people_views import PeopleViews
from jira_app.admin.project_views import ProjectViews
from jira_app.admin.secrets import Secret


def admin(
    *,
    engine: Engine,
    library: Library,
    clock: Callable[[], float],
    secrets: Callable[[], Sequence[Secret]],
    modules: Mapping[str, str] = MappingProxyType({}),
    permissions: Permissions | None = None,
    wake: Callable[[], None] = lambda: None,
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
    secrets : callable
        Gives what is configured; see :func:`jira_app.admin.secrets.secrets_of`.
    modules : mapping of str to str
        Titles of training modules by id.
    permissions : callable or None
        Gives what the app's account may do in a project, by
        :data:`jira_app.admin.health.WANTED`; None: no Jira is configured.
    wake : callable
        Called after a commit, when there is work.
    """
    routes = Blueprint("admin", __name__, template_folder="templates", url_prefix="/admin")
    overview = Overview(engine, clock, secrets, permissions)
    projects = ProjectViews(engine, library, modules, clock, wake)
    people = PeopleViews(engine, clock)
    letters = LetterViews(engine, clock, wake)

    @routes.before_request
    def only_for_administrators() -> None:
        need(Role.ADMIN)

    routes.add_url_rule("", "show", overview.show)
    routes.add_url_rule("/health", "health", overview.health)
    routes.add_url_rule("/projects", "projects", projects.index)
    routes.add_url_rule("/projects/<key>", "project", projects.show)
    routes.add_url_rule("/projects/<key>", "save_project", projects.save, methods=["POST"])
    routes.add_url_rule("/people", "people", people.index)
    routes.add_url_rule("/people/<who>", "person", people.show)
    routes.add_url_rule("/people/<who>", "save_person", people.save, methods=["POST"])
    routes.add_url_rule("/letters", "letters", letters.index)
    routes.add_url_rule("/letters/replay", "replay_all", letters.replay_all, methods=["POST"])
    one = "/letters/<any(inbox, outbox):box>/<int:number>/replay"
    routes.add_url_rule(one, "replay_one", letters.replay_one, methods=["POST"])

    @routes.context_processor
    def shared() -> dict[str, Any]:
        return {"admin_tabs": _tabs()}

    return routes


def _tabs() -> list[tuple[str, str, bool]]:
    names = {
        "show": _("Overview"),
        "projects": _("Projects"),
        "people": _("People"),
        "letters": _("Dead letters"),
        "health": _("Health"),
    }
    here = (request.endpoint or "").removeprefix("admin.")
    return [(url_for(f"admin.{name}"), text, name == here) for name, text in names.items()]
