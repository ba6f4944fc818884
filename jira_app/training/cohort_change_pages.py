"""The page on which a cohort is changed, and what is done there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from jira_app.access import Person, Role, need, people
from jira_app.store.engine import reading
from jira_app.training import cohort_changes, cohort_form, cohort_store
from jira_app.training.cohort import Cohort
from jira_app.training.cohort_access import own_cohort, trainer
from jira_app.training.cohort_form import Meant
from jira_app.training.desk import Desk

Answer = Response | tuple[str, HTTPStatus]


@dataclass(frozen=True)
class ChangePages:
    """The page, and what it is made from."""

    desk: Desk
    new_code: Callable[[], str]

    def show(self, cohort_id: str) -> str:
        """Offer all that can be changed."""
        with reading(self.desk.engine).connect() as db:
            cohort = own_cohort(db, cohort_id)
            return _page(db, cohort, _as_it_is(cohort))

    def save(self, cohort_id: str) -> Answer:
        """Store name and day."""
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id, to_change=True)
            meant = cohort_form.read_change(request.form, cohort.modules)
            if meant.errors:
                return _page(db, cohort, meant), HTTPStatus.UNPROCESSABLE_ENTITY
            cohort_changes.rename(
                db, cohort, meant.name, meant.day, by=trainer().id, now=self.desk.clock()
            )
        return _said(_("Name and day are saved."), cohort)

    def recode(self, cohort_id: str) -> Response:
        """Draw another code, once a form."""
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id, to_change=True)
            if request.form.get("code") == cohort.code:
                cohort_changes.recode(
                    db, cohort, self.new_code, by=trainer().id, now=self.desk.clock()
                )
        return _said(_("The group has another code. The one before leads nowhere."), cohort)

    def remove(self, cohort_id: str) -> Answer:
        """Take members out."""
        chosen = request.form.getlist("member")
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id, to_change=True)
            if not chosen:
                meant = _complaining(cohort, "member", _("Choose at least one member."))
                return _page(db, cohort, meant), HTTPStatus.UNPROCESSABLE_ENTITY
            cohort_changes.remove(db, cohort, chosen, by=trainer().id, now=self.desk.clock())
        return _said(_("Whom you chose is not in the group any more."), cohort)

    def hand_over(self, cohort_id: str) -> Answer:
        """Let somebody else teach it; for administrators."""
        chosen = request.form.get("trainer", "")
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id, to_change=True)
            asking = need(Role.ADMIN)
            if chosen not in {cohort.trainer, *(each.id for each in _others(db, cohort))}:
                meant = _complaining(cohort, "trainer", _("Choose a trainer."))
                return _page(db, cohort, meant), HTTPStatus.UNPROCESSABLE_ENTITY
            cohort_changes.hand_over(db, cohort, chosen, by=asking.id, now=self.desk.clock())
        return _said(_("The group is handed over. Tell its members."), cohort)

    def delete(self, cohort_id: str) -> Response:
        """Delete it with all that belongs to it."""
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id, to_change=True)
            cohort_changes.discard(db, cohort, by=trainer().id, now=self.desk.clock())
        flash(_("The group %(name)s is deleted.", name=cohort.name), "done")
        return redirect(url_for("training.cohorts"), HTTPStatus.SEE_OTHER)


def _page(db: Connection, cohort: Cohort, meant: Meant) -> str:
    members = sorted(cohort_store.members(db, cohort.id), key=lambda each: each.name.casefold())
    others = _others(db, cohort) if trainer().is_a(Role.ADMIN) else None
    return render_template(
        "training/cohort_change.html",
        cohort=cohort,
        meant=meant,
        members=[(each.id, each.name) for each in members],
        trainers=None if others is None else [(each.id, each.name) for each in others],
        teaches=cohort_store.taught_by(db, cohort),
    )


def _others(db: Connection, cohort: Cohort) -> tuple[Person, ...]:
    """List who else could teach it."""
    return tuple(
        each
        for each in people.everybody(db)
        if each.is_a(*cohort_store.TEACHERS) and each.id != cohort.trainer
    )


def _as_it_is(cohort: Cohort) -> Meant:
    return Meant(cohort.name, cohort.day, cohort.modules, {})


def _complaining(cohort: Cohort, field: str, complaint: str) -> Meant:
    return Meant(cohort.name, cohort.day, cohort.modules, {field: complaint})


def _said(text: str, cohort: Cohort) -> Response:
    flash(text, "done")
    where = url_for("training.change_cohort", cohort_id=cohort.id)
    return redirect(where, HTTPStatus.SEE_OTHER)
