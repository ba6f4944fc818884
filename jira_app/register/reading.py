"""Read the register: what is public, approved, and has not ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, Select, select

from fairgate.assessment import Template
from fairgate.assessment.assess import Result
from fairgate.checklist.library import Library
from fairgate.errors import UserError, UserErrors
from jira_app.assessments.case import State
from jira_app.assessments.scored import score
from jira_app.assessments.shelf import is_assessment
from jira_app.evidence import shelf
from jira_app.evidence.show import sentences
from jira_app.projects import read_project
from jira_app.register.entry import Entry, title_of
from jira_app.register.scrub import Scrub, scrubber
from jira_app.store.records import assessments, issues, people, projects


def read_entries(
    db: Connection, library: Library, now: float, *, whole: bool = True
) -> tuple[Entry, ...]:
    """Read all entries, the newest first; not ``whole``: what a list shows of them."""
    rows = db.execute(_public(now).order_by(assessments.c.decided.desc(), assessments.c.id)).all()
    clean = _cleaner(db) if rows else scrubber((), ())
    return tuple(_entry(db if whole else None, library, row, clean) for row in rows)


def read_entry(db: Connection, library: Library, entry: str, now: float) -> Entry | None:
    """Read one entry; None if there is none, or it is not public."""
    row = db.execute(_public(now).where(assessments.c.id == entry)).one_or_none()
    return None if row is None else _entry(db, library, row, _cleaner(db))


def _public(now: float) -> Select[Any]:
    """Select what anybody may read; gone issues and projects switched off are left out."""
    gone = select(issues.c.key).where(issues.c.gone)
    off = select(projects.c.key).where(~projects.c.enabled)
    return select(assessments).where(
        assessments.c.public,
        assessments.c.state == State.APPROVED.value,
        assessments.c.until > now,
        assessments.c.issue.not_in(gone),
        assessments.c.project.not_in(off),
        is_assessment(),
    )


def _cleaner(db: Connection) -> Scrub:
    """Make what takes names and keys out of texts, from all that the app knows."""
    names = db.scalars(select(people.c.name).union(select(issues.c.owner)))
    return scrubber(list(names), set(db.scalars(select(issues.c.project).distinct())))


def _entry(db: Connection | None, library: Library, row: Row[Any], clean: Scrub) -> Entry:
    tiers = row.public_tiers
    issue = row.issue if tiers.get("issue") is True else ""
    short = clean(str(tiers.get("short", "")), issue)
    template, result = _judged(library, row) if db else (None, None)
    return Entry(
        id=row.id,
        title=title_of(short) or (template.title if template else row.template),
        short=short,
        detail=clean(str(tiers.get("detail", "")), issue),
        form=template.title if template else row.template,
        version=row.template_version,
        level=row.level,
        meaning=_meaning(template, row.level),
        responsible=_responsible(reviewed=bool(row.decided_by)),
        red_lines=tuple(line.text for line in result.red_lines) if result else (),
        obligations=tuple(duty.text for duty in result.obligations) if result else (),
        evidence=tuple(clean(each, issue) for each in _evidence(db, row)) if db else (),
        approved=row.decided or row.updated,
        until=row.until,
        issue=issue,
    )


def _responsible(*, reviewed: bool) -> str:
    if reviewed:
        return str(_("The squad that builds it; somebody who did not write it approved it."))
    return str(_("The squad that builds it; nothing is at stake that somebody has to approve."))


def _judged(library: Library, row: Row[Any]) -> tuple[Template | None, Result | None]:
    """Find the questions, and judge again by them unless they have changed since."""
    try:
        file = library.file(row.template, "template")
    except (UserError, UserErrors):
        return None, None
    same = file.digest == row.template_digest
    return file.content, score(file, row.answers).result if same else None


def _meaning(template: Template | None, level: str) -> str:
    levels = template.levels if template else []
    return next((each.text for each in levels if each.id == level), "")


def _evidence(db: Connection, row: Row[Any]) -> Iterator[str]:
    """Give the findings of what counts, in suppressed sentences."""
    for kept in shelf.newest(db, row.issue, read_project(db, row.project).policies):
        yield from sentences(kept)
