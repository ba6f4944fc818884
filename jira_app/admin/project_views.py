"""Pages about projects and their settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from fairgate.checklist.library import Library
from jira_app.access import Person, Role, people, person
from jira_app.admin import projects
from jira_app.admin.health import known_projects
from jira_app.admin.projects import ChangedMeanwhile, Known
from jira_app.pages.words import LEVELS
from jira_app.projects import Project, read_project, read_projects
from jira_app.store.engine import reading


@dataclass(frozen=True)
class ProjectViews:
    """The pages, and what they are made from."""

    engine: Engine
    library: Library
    modules: Mapping[str, str]
    clock: Callable[[], float]
    wake: Callable[[], None]

    def index(self) -> str | Response:
        """List projects; ``key`` leads to the settings of one, also of a new one."""
        asked = request.args.get("key", "").strip().upper()
        if projects.KEY.fullmatch(asked):
            return redirect(url_for("admin.project", key=asked), HTTPStatus.SEE_OTHER)
        with reading(self.engine).connect() as db:
            set_up = {project.key: project for project in read_projects(db)}
            known = known_projects(db)
        error = _("Give the key of a project in Jira, such as LOAN.") if asked else ""
        return render_template(
            "admin/projects.html",
            projects=[(set_up.get(key, Project(key)), key in set_up) for key in known],
            titles=self._titles(),
            asked=asked,
            error=error,
        )

    def show(self, key: str) -> str:
        """Show the settings of one."""
        with reading(self.engine).connect() as db:
            project, seen = read_project(db, _checked(key)), projects.stamp(db, key)
            everybody = people.everybody(db)
        return self._page(project, seen, everybody, {})

    def save(self, key: str) -> Response | tuple[str, HTTPStatus]:
        """Store them."""
        with reading(self.engine).connect() as db:
            before = read_project(db, _checked(key))
            everybody = people.everybody(db)
        known = Known(self._titles().keys(), {each.id for each in everybody}, self.modules)
        seen = request.form.get("seen", "")
        meant, errors = projects.read_form(request.form, before, known)
        if errors:
            page = self._page(meant, seen, everybody, errors)
            return page, HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            with self.engine.begin() as db:
                projects.save(db, meant, seen, person(), self.clock())
        except ChangedMeanwhile:
            said = _("Somebody else changed this project meanwhile. Load the page again.")
            return self._page(meant, seen, everybody, {"templates": said}), HTTPStatus.CONFLICT
        self.wake()
        flash(_("The settings of %(key)s are saved.", key=key), "done")
        return redirect(url_for("admin.projects"), HTTPStatus.SEE_OTHER)

    def _page(
        self,
        project: Project,
        seen: str,
        everybody: tuple[Person, ...],
        errors: Mapping[str, str],
    ) -> str:
        titles = self._titles()
        reviewers = [
            (each.id, each.name)
            for each in everybody
            if each.is_a(Role.REVIEWER) or each.id in project.reviewers
        ]
        levels = [(name, LEVELS[name]) for name in projects.REVIEWER_FROM]
        return render_template(
            "admin/project.html",
            project=project,
            seen=seen,
            given=request.form,
            templates=list(titles.items()),
            reviewers=reviewers,
            modules=self.modules,
            levels=levels,
            errors=errors,
        )

    def _titles(self) -> dict[str, str]:
        """Titles of the library's assessment templates, by id."""
        return {
            file.content.id: file.content.title
            for file in self.library.files
            if file.content.schema_.startswith("fairgate/template/")
        }


def _checked(key: str) -> str:
    if not projects.KEY.fullmatch(key):
        raise NotFound("There is no such project.")
    return key
