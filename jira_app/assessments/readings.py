"""What pages of assessments read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, select

from fairgate.assessment import Template
from fairgate.checklist import Checklist, Library
from fairgate.content import ContentFile
from fairgate.errors import UserError
from jira_app.assessments import shelf
from jira_app.assessments.case import Case
from jira_app.assessments.scored import NO_ANSWERS, Scored, score
from jira_app.projects import Project, project_of, read_project
from jira_app.records.history import Entry, read
from jira_app.store.engine import reading
from jira_app.store.records import issues, people

Passed = Callable[[str], frozenset[str]]
"""Gives the training modules that a person, named by id, has passed."""


@dataclass(frozen=True)
class Sheet:
    """All that a page about one assessment shows.

    Attributes
    ----------
    case : Case or None
        As it is stored; None: nobody has begun.
    scored : Scored
        Its answers, scored by the template of today.
    project : Project
        Whose issue it is.
    summary : str
        Of the issue, as far as it was seen; may be empty.
    entries : tuple of Entry
        Its history, oldest first.
    modules : mapping of str to str
        Titles of training modules by id.
    """

    case: Case | None
    scored: Scored
    project: Project
    summary: str
    entries: tuple[Entry, ...]
    modules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Readings:
    """Where assessments are read, with what else a desk works with.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        The store.
    clock : callable
        Seconds since 1970.
    library : Library
        Templates and checklists.
    signing_key : Path or None
        The private key that signs approvals.
    wake : callable
        Called after a commit that Jira has to be told of.
    passed : callable
        Gives the training modules that somebody passed.
    new_id : callable
        Makes the id of an assessment.
    modules : mapping of str to str
        Titles of training modules by id.
    """

    engine: Engine
    clock: Callable[[], float]
    library: Library
    signing_key: Path | None
    wake: Callable[[], None]
    passed: Passed
    new_id: Callable[[], str]
    modules: Mapping[str, str] = field(default_factory=dict)

    def file(self, template: str) -> ContentFile[Template]:
        """Find a template; raises UserError."""
        found: ContentFile[Template] = self.library.file(template, "template")
        return found

    @property
    def checklists(self) -> tuple[ContentFile[Checklist], ...]:
        """The checklists there are."""
        return tuple(f for f in self.library.files if isinstance(f.content, Checklist))

    def file_or_none(self, template: str) -> ContentFile[Template] | None:
        """Find a template, unless the library has it no longer."""
        try:
            return self.file(template)
        except UserError:
            return None

    def cases(self, issue: str) -> tuple[Case, ...]:
        """Read all assessments of an issue."""
        with reading(self.engine).begin() as db:
            return shelf.all_of(db, issue)

    def project(self, issue: str) -> Project:
        """Read the settings of an issue's project."""
        with reading(self.engine).begin() as db:
            return read_project(db, project_of(issue))

    def look(self, issue: str, template: str) -> Sheet:
        """Read everything about one assessment."""
        with reading(self.engine).begin() as db:
            found = shelf.of_template(db, issue, template)
            entries = tuple(e for e in read(db, issue) if e.facts.get("template") == template)
            project = read_project(db, project_of(issue))
            seen = db.scalar(select(issues.c.summary).where(issues.c.key == issue))
        scored = score(self.file(template), found.answers if found else NO_ANSWERS)
        return Sheet(found, scored, project, seen or "", entries, self.modules)

    def names(self, ids: set[str]) -> dict[str, str]:
        """Look names of people up; those who were erased, or are not known, are not there."""
        with reading(self.engine).begin() as db:
            rows = db.execute(
                select(people.c.id, people.c.name).where(
                    people.c.id.in_(ids), people.c.erased.is_(None)
                )
            )
            return {row.id: row.name for row in rows}
