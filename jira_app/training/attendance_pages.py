"""Who was there: the form, and a sheet to print and sign."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jira_app.store.engine import reading
from jira_app.training import cohort_store
from jira_app.training.attendance import change
from jira_app.training.cohort import rows
from jira_app.training.cohort_access import own_cohort
from jira_app.training.desk import Desk

SPARE: Final = 6
"""Empty lines of the sheet, for people who have not joined in the app."""


@dataclass(frozen=True)
class AttendancePages:
    """The pages, and what they are made from."""

    desk: Desk

    def show(self, cohort_id: str) -> str:
        """Offer a box for each member and module."""
        return self._page("training/cohort_attendance.html", cohort_id)

    def mark(self, cohort_id: str) -> Response:
        """Store what the form changes."""
        with self.desk.engine.begin() as db:
            cohort = own_cohort(db, cohort_id)
            was, now = request.form.getlist("was"), request.form.getlist("now")
            cohort_store.mark(db, cohort.id, change(was, now, cohort.modules))
        flash(_("Attendance is saved."), "done")
        where = url_for("training.cohort", cohort_id=cohort.id)
        return redirect(where, HTTPStatus.SEE_OTHER)

    def sheet(self, cohort_id: str) -> str:
        """Show a sheet to print."""
        return self._page("training/cohort_sheet.html", cohort_id)

    def _page(self, template: str, cohort_id: str) -> str:
        with reading(self.desk.engine).connect() as db:
            cohort = own_cohort(db, cohort_id)
            table = rows(cohort, cohort_store.members(db, cohort.id), {})
            teaches = cohort_store.taught_by(db, cohort)
        return render_template(template, cohort=cohort, rows=table, teaches=teaches, spare=SPARE)
