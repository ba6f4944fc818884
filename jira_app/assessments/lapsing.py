"""Approvals that end by themselves: another model, another template, or their time is over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from jira_app.assessments import lifecycle, shelf
from jira_app.assessments.case import Case, State
from jira_app.assessments.step import Step
from jira_app.store import inbox
from jira_app.store.inbox import Hint
from jira_app.store.records import assessments


def tell(db: Connection, before: Case, after: Case, now: float) -> bool:
    """Have Jira told, in the transaction of the change; False if it would show nothing new."""
    if (before.state, before.level) == (after.state, after.level) and before.revision:
        return False
    digest = hashlib.sha256(f"{after.id}:{after.revision}:{after.state}".encode()).hexdigest()
    inbox.accept(db, Hint(after.issue, f"assessment-{after.state}", digest), now)
    return True


def lapse_if(
    db: Connection, case: Case, *, model_digest: str = "", template_major: str = "", now: float
) -> Case:
    """Let an approval lapse if what it was given to is no longer so; else link the model.

    To be called in the transaction that stores evidence, and whenever the standing of an issue
    is read for a decision. Wake the worker after the commit.

    Parameters
    ----------
    db : sqlalchemy.Connection
        In a transaction.
    case : Case
        The assessment; it is read again before anything is changed.
    model_digest : str
        SHA-256, in hex, of the model that the newest trusted, scored evidence names; empty:
        there is none.
    template_major : str
        First number of the template's version of today, such as ``1``; empty: not known.
    now : float
        Seconds since 1970.

    Returns
    -------
    Case
        As it is now.
    """
    found = shelf.of_template(db, case.issue, case.template, to_change=True)
    if found is None:
        return case
    for step_of in (
        lambda each: _over(each, template_major, now),
        lambda each: lifecycle.link(each, model_digest, now),
    ):
        found = _take(db, found, step_of, now)
    return found


def lapse_due(db: Connection, majors: Mapping[str, str], now: float) -> tuple[Case, ...]:
    """Let every approval lapse whose time is over or whose template has a new major version.

    Parameters
    ----------
    db : sqlalchemy.Connection
        In a transaction.
    majors : mapping of str to str
        First numbers of the versions of today, by template.
    now : float
        Seconds since 1970.

    Returns
    -------
    tuple of Case
        Those that lapsed; wake the worker if there are any.
    """
    approved = select(assessments.c.issue, assessments.c.template).where(
        assessments.c.state == State.APPROVED.value
    )
    names = db.execute(approved.order_by(assessments.c.issue, assessments.c.template)).all()
    lapsed = []
    for issue, template in names:
        found = shelf.of_template(db, issue, template)
        assert found is not None
        after = lapse_if(db, found, template_major=majors.get(template, ""), now=now)
        if after.state is State.LAPSED:
            lapsed.append(after)
    return tuple(lapsed)


def _over(case: Case, template_major: str, now: float) -> Step | None:
    if case.state is not State.APPROVED:
        return None
    if case.until is not None and case.until <= now:
        return lifecycle.lapse(case, "until", now)
    if template_major and template_major != case.template_version.partition(".")[0]:
        return lifecycle.lapse(case, "template", now, template_major=template_major)
    return None


def _take(db: Connection, case: Case, step_of: Callable[[Case], Step | None], now: float) -> Case:
    step = step_of(case)
    if step is None:
        return case
    after = shelf.write(db, case, step, now)
    tell(db, case, after, now)
    return after
