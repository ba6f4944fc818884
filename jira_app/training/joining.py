"""Learners' way into a cohort and out of it; before they go in, they read who will see what."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from jira_app.access import person
from jira_app.store.engine import reading
from jira_app.training import cohort_store
from jira_app.training.codes import tidy
from jira_app.training.cohort import Cohort
from jira_app.training.desk import Desk


@dataclass(frozen=True)
class JoiningPages:
    """The pages, and what they are made from."""

    desk: Desk

    def index(self) -> str | Response | tuple[str, HTTPStatus]:
        """Ask for a code, and list the cohorts that one is in; a code leads to its cohort."""
        asking, typed = person(), request.args.get("code", "").strip()
        code = tidy(typed)
        if code:
            return redirect(url_for("training.join", code=code), HTTPStatus.SEE_OTHER)
        with reading(self.desk.engine).connect() as db:
            mine = cohort_store.joined_by(db, asking.id)
        said = _("A code has eight letters, such as BCDF-GHJK.") if typed else ""
        errors = [("code", said)] if typed else []
        page = render_template("training/cohort_groups.html", mine=mine, typed=typed, errors=errors)
        return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if typed else page

    def show(self, code: str) -> str:
        """Show what one would join, and who would see what."""
        asking = person()
        with reading(self.desk.engine).connect() as db:
            cohort = _of_code(db, code)
            return render_template(
                "training/cohort_join.html",
                cohort=cohort,
                teaches=cohort_store.taught_by(db, cohort),
                inside=cohort_store.is_member(db, cohort.id, asking.id),
            )

    def enter(self, code: str) -> Response:
        """Let the person in who asks."""
        asking = person()
        with self.desk.engine.begin() as db:
            cohort = _of_code(db, code, to_change=True)
            if not cohort_store.is_member(db, cohort.id, asking.id):
                if cohort_store.taught_by(db, cohort) is None:
                    abort(HTTPStatus.CONFLICT, _("This group has no trainer any more."))
                if cohort.closed is not None:
                    abort(HTTPStatus.CONFLICT, _("This group takes nobody any more."))
            cohort_store.join(db, cohort, asking.id, self.desk.clock())
        flash(_("You are in the group %(name)s.", name=cohort.name), "done")
        return _to_groups()

    def leave(self, cohort_id: str) -> Response:
        """Let the person out who asks."""
        asking = person()
        with self.desk.engine.begin() as db:
            cohort = cohort_store.find(db, cohort_id)
            if cohort is None or not cohort_store.leave(db, cohort_id, asking.id):
                abort(HTTPStatus.NOT_FOUND, _("There is no such group."))
        flash(_("You have left the group %(name)s.", name=cohort.name), "done")
        return _to_groups()


def _of_code(db: Connection, code: str, *, to_change: bool = False) -> Cohort:
    found = cohort_store.find_by_code(db, tidy(code), to_change=to_change)
    if found is None:
        abort(HTTPStatus.NOT_FOUND, _("No group has this code. Ask whoever gave it to you."))
    return found


def _to_groups() -> Response:
    return redirect(url_for("training.groups"), HTTPStatus.SEE_OTHER)
