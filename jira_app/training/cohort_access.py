"""Which cohort a trainer may see: their own; administrators see all."""

from __future__ import annotations

from http import HTTPStatus

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import Connection

from jira_app.access import Person, Role, need
from jira_app.training import cohort_store
from jira_app.training.cohort import Cohort


def trainer() -> Person:
    """Give the person who asks, if they may see cohorts at all."""
    return need(*cohort_store.TEACHERS)


def own_cohort(db: Connection, cohort_id: str, *, to_change: bool = False) -> Cohort:
    """Find a cohort of the person who asks.

    Somebody else's answers as one that is not there, so that nobody learns which there are.
    """
    asking = trainer()
    found = cohort_store.find(db, cohort_id, to_change=to_change)
    if found is None or not (found.trainer == asking.id or asking.is_a(Role.ADMIN)):
        abort(HTTPStatus.NOT_FOUND, _("There is no such group."))
    return found
