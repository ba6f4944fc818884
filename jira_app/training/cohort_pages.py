"""Pages of a trainer: cohorts, one of them, a new one, and its hardest questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from fairgate.training import Module
from jira_app.access import Role
from jira_app.store.engine import reading
from jira_app.training import cohort_form, cohort_reading, cohort_store
from jira_app.training.cohort import Cohort, rows, totals
from jira_app.training.cohort_access import own_cohort, trainer
from jira_app.training.cohort_form import Meant
from jira_app.training.desk import Desk
from jira_app.training.hardest import hardest


@dataclass(frozen=True)
class CohortPages:
    """The pages, and what they are made from."""

    desk: Desk
    new_code: Callable[[], str]

    def index(self) -> str:
        """List the trainer's own cohorts, to administrators all."""
        asking = trainer()
        everything = asking.is_a(Role.ADMIN)
        with reading(self.desk.engine).connect() as db:
            found = cohort_store.listed(db, None if everything else asking.id)
        return render_template("training/cohorts.html", cohorts=found, everything=everything)

    def new(self) -> str:
        """Offer a form."""
        trainer()
        return self._form(Meant("", "", (), {}))

    def make(self) -> Response | tuple[str, HTTPStatus]:
        """Make a cohort, whose code is the way in."""
        asking = trainer()
        meant = cohort_form.read_form(request.form, self.desk.modules)
        if meant.errors:
            return self._form(meant), HTTPStatus.UNPROCESSABLE_ENTITY
        made = Cohort(
            cohort_form.nonce(request.form) or self.desk.new_id(),
            meant.name,
            meant.modules,
            asking.id,
            meant.day,
            "",
            self.desk.clock(),
        )
        with self.desk.engine.begin() as db:
            stored = cohort_store.make(db, made, self.new_code)
        if not _alike(stored, made):
            return self._form(meant, sent_before=True), HTTPStatus.CONFLICT
        flash(_("The group is made. Give its code to those who are to join."), "done")
        return _to(made)

    def show(self, cohort_id: str) -> str:
        """Show who is in it, and how far they are."""
        with reading(self.desk.engine).connect() as db:
            cohort = own_cohort(db, cohort_id)
            known = cohort_reading.done(db, cohort)
            table = rows(cohort, cohort_store.members(db, cohort.id), known)
            teaches = cohort_store.taught_by(db, cohort)
        return render_template(
            "training/cohort.html",
            cohort=cohort,
            rows=table,
            totals=totals(cohort, table),
            teaches=teaches,
        )

    def close(self, cohort_id: str) -> Response:
        """Let nobody in any more."""
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id, to_change=True)
            cohort_store.close(db, cohort, trainer().id, self.desk.clock())
        flash(_("Nobody can join the group any more."), "done")
        return _to(cohort)

    def reopen(self, cohort_id: str) -> Response:
        """Let people in again."""
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id, to_change=True)
            if cohort_store.taught_by(db, cohort) is None:
                abort(HTTPStatus.CONFLICT, _("This group has no trainer any more."))
            cohort_store.reopen(db, cohort, trainer().id, self.desk.clock())
        flash(_("The group can be joined again."), "done")
        return _to(cohort)

    def questions(self, cohort_id: str) -> str:
        """Show which questions were hard for its members the first time."""
        with reading(self.desk.engine).connect() as db:
            cohort = own_cohort(db, cohort_id)
            firsts = cohort_reading.first_tries(db, cohort)
        known = [self.desk.modules[name] for name in cohort.modules if name in self.desk.modules]
        found = [
            (module, hardest(module.quiz, module.digest, firsts[module.id])) for module in known
        ]
        return render_template("training/cohort_questions.html", cohort=cohort, found=found)

    def _form(self, meant: Meant, *, sent_before: bool = False) -> str:
        named = "" if sent_before else cohort_form.nonce(request.form)
        return render_template(
            "training/cohort_new.html",
            meant=meant,
            nonce=named or self.desk.new_id(),
            sent_before=sent_before,
            offered=[(name, _titled(module)) for name, module in self.desk.modules.items()],
        )


def _alike(stored: Cohort, meant: Cohort) -> bool:
    """Whether what is stored under the name of a form is what the form says."""
    return replace(meant, code=stored.code, made=stored.made, closed=stored.closed) == stored


def _titled(module: Module) -> Markup:
    """Name a module, its title in its own language."""
    named = Markup('{} <span lang="{}">{}</span>')
    return named.format(module.id, module.outline.language, module.title)


def _to(cohort: Cohort) -> Response:
    return redirect(url_for("training.cohort", cohort_id=cohort.id), HTTPStatus.SEE_OTHER)
