"""Pages about people and their roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from jira_app.access import Person, Role, people, person
from jira_app.admin import words
from jira_app.admin.people import LastAdmin, change_roles
from jira_app.store.engine import reading


@dataclass(frozen=True)
class PeopleViews:
    """The pages, and what they are made from."""

    engine: Engine
    clock: Callable[[], float]

    def index(self) -> str:
        """List people who signed in."""
        asked = request.args.get("text", "").strip()[:200]
        with reading(self.engine).connect() as db:
            everybody = people.everybody(db)
        found = [each for each in everybody if asked.casefold() in _said(each)]
        return render_template("admin/people.html", people=found, text=asked, role=words.role)

    def show(self, who: str) -> str:
        """Show somebody's roles."""
        return _page(self._find(who), {})

    def save(self, who: str) -> Response | tuple[str, HTTPStatus]:
        """Change them."""
        found = self._find(who)
        roles = [Role(name) for name in request.form.getlist("roles") if name in set(Role)]
        try:
            with self.engine.begin() as db:
                change_roles(db, found, roles, person(), self.clock())
        except LastAdmin:
            said = _("Nobody else is an administrator. Give somebody else the role first.")
            return _page(found, {"roles": said}), HTTPStatus.CONFLICT
        flash(_("The roles of %(name)s are saved.", name=found.name), "done")
        return redirect(url_for("admin.people"), HTTPStatus.SEE_OTHER)

    def _find(self, who: str) -> Person:
        with reading(self.engine).connect() as db:
            found = people.find(db, who)
        if found is None:
            raise NotFound("There is no such person.")
        return found


def _page(found: Person, errors: Mapping[str, str]) -> str:
    roles = [(role.value, text) for role, text in words.ROLES.items()]
    return render_template("admin/person.html", who=found, roles=roles, errors=errors)


def _said(each: Person) -> str:
    return f"{each.name} {each.email} {' '.join(each.roles)}".casefold()
