"""Assessments in the store: read, and written only from the revision they were read in."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, case, delete, select, update

from jira_app.assessments.case import Case, State
from jira_app.assessments.refusal import Refusal, Refused
from jira_app.assessments.step import Step
from jira_app.records import history
from jira_app.store.records import assessments
from jira_app.store.upsert import insert

CHECKLIST: Final = "checklist-"
"""What the template of a row begins with that holds the ticks of a checklist."""


def is_assessment() -> ColumnElement[bool]:
    """Tell assessments from checklists, for whoever queries the table."""
    return assessments.c.template.not_like(f"{CHECKLIST}%")


def current(db: Connection, issue: str) -> Case | None:
    """Read the assessment on which an issue stands: the newest.

    Where there are several, one that is not approved goes before those that are, so that no
    lighter form stands in for one that is still open.
    """
    approved = case((assessments.c.state == State.APPROVED.value, 1), else_=0)
    newest = _of(issue).order_by(approved, assessments.c.created.desc(), assessments.c.id)
    row = db.execute(newest.limit(1)).one_or_none()
    return _case(row) if row else None


def of_template(
    db: Connection, issue: str, template: str, *, to_change: bool = False
) -> Case | None:
    """Read an issue's assessment by one template; ``to_change`` lets others wait."""
    query = select(assessments).where(
        assessments.c.issue == issue, assessments.c.template == template
    )
    row = db.execute(query.with_for_update() if to_change else query).one_or_none()
    return _case(row) if row else None


def hold(db: Connection, issue: str) -> None:
    """Let nobody else change an issue's assessments until this transaction ends."""
    mine = select(assessments.c.id).where(assessments.c.issue == issue)
    db.execute(mine.order_by(assessments.c.id).with_for_update()).all()


def all_of(db: Connection, issue: str) -> tuple[Case, ...]:
    """Read all assessments of an issue, in the order in which they were begun."""
    rows = db.execute(_of(issue).order_by(assessments.c.created, assessments.c.id))
    return tuple(map(_case, rows))


def write(db: Connection, before: Case, step: Step, now: float) -> Case:
    """Store a step and tell the history, in the caller's transaction.

    Raises
    ------
    Refused
        If somebody else changed it since it was read.
    """
    row = vars(step.case) | {
        "state": step.case.state.value,
        "answers": dict(step.case.answers),
        "public_tiers": dict(step.case.public_tiers),
    }
    if before.revision == 0:
        made = insert(db, assessments).values(row).on_conflict_do_nothing()
        stored = db.execute(made.returning(assessments.c.id)).scalar() is not None
    else:
        still = (assessments.c.id == before.id, assessments.c.revision == before.revision)
        stored = db.execute(update(assessments).where(*still).values(row)).rowcount == 1
    if not stored:
        raise Refused(Refusal.CHANGED_MEANWHILE)
    for record in step.records:
        history.append(
            db,
            step.case.issue,
            record.event,
            actor=record.actor,
            at=now,
            facts=record.facts,
            reason=record.reason,
        )
    return step.case


def remove(db: Connection, case_: Case, actor: str, now: float) -> None:
    """Throw a draft away; the history keeps that there was one."""
    db.execute(delete(assessments).where(assessments.c.id == case_.id))
    facts = {"template": case_.template, "answers": case_.answers_digest}
    history.append(db, case_.issue, "assessment-discarded", actor=actor, at=now, facts=facts)


def _of(issue: str) -> Select[Any]:
    return select(assessments).where(assessments.c.issue == issue, is_assessment())


def _case(row: Row[Any]) -> Case:
    found = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Case(**{**found, "state": State(found["state"])})
